/* What stands at the worker's address where the operator wants none: it removes what was kept, and then
   itself. Browsers look here again when a page is opened. */
import { keptIn } from "./kept.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { registration, location } = worker;

worker.addEventListener("install", () => void worker.skipWaiting());

worker.addEventListener("activate", (event) => {
  const kept = keptIn(new URL("./", location.href).href, registration.scope);
  const leave = () => registration.unregister();
  event.waitUntil(kept.clear(true).then(leave, leave));
});
