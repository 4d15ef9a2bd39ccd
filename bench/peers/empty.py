"""How fast is Streamlit itself? A page with one text: nothing in a map can beat it."""

import streamlit as st

st.set_page_config(page_title="empty", layout="wide")
st.text("empty page")
