"""All that adapts Streamlit and the server it runs on: the next version is met here."""
