"""Entry of every run: which page is it, and can its package be used?"""

from __future__ import annotations

import streamlit as st

from geo.errors import NoSuchPackageError, PackageError
from geo.language.texts import text
from geo.view.arrived import tidied
from pages.shared import frame
from pages.shared.errors import show_gone, show_package_error
from pages.shared.messages import send_once
from pages.shared.page_list import MAP, PAGES
from pages.shared.state import link_query, open_visit, reader_language

send_once()
lang = reader_language(st.session_state.get("view"), tidied(link_query()).get("lang"))
pages = {
    name: st.Page(
        script,
        title=text(f"page.{name}", lang),
        url_path=None if name == MAP else name,
        default=name == MAP,
    )
    for name, script in PAGES.items()
}
page = st.navigation(list(pages.values()), position="hidden")
st.set_page_config(page_title=text("app.title", lang), layout="wide")

try:
    visit = open_visit()
except NoSuchPackageError as error:
    show_gone(error, lang)
    st.stop()
except PackageError as error:
    show_package_error(error, lang)
    st.stop()

st.set_page_config(page_title=f"{visit.package.title.get(visit.lang)} · {page.title}")
frame.style(visit)
frame.header(visit, pages, page)
if visit.is_outdated:
    frame.outdated(visit)
else:
    frame.pinned(visit)
    page.run()
    frame.footer(visit)
if not visit.is_outdated:
    frame.dropped(visit)
