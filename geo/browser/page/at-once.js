/* When does Streamlit's page open its connection? At once: it need not find out first where its server
   is and what that allows, two answers one after the other. It asks for both meanwhile.

   Its own switch, which it reads when its code begins: who its server is, and which pages around it it
   obeys. It wants one: ours, of which none is ever around it. */
window.__streamlit = {
  BACKEND_BASE_URL: new URL("./", document.baseURI).href.replace(/\/$/, ""),
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false, metricsUrl: "" },
};
