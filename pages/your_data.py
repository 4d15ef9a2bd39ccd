"""The page *Your data*: take, look, preview, publish; off unless ``ONEMAP_EDIT`` opens it."""

from __future__ import annotations

import streamlit as st

from geo.language.texts import text
from pages.shared.editing.steps import look, may_edit, preview, publish, take
from pages.shared.state import current_visit

visit = current_visit()
lang = visit.lang
if may_edit(lang):
    with st.container(key="editing"):
        st.html(f"<h2>{text('edit.title', lang)}</h2>")
        desk = take(lang, visit.package.package_id)
        if desk is not None and look(desk, lang):
            preview(desk, lang)
            publish(desk, lang)
