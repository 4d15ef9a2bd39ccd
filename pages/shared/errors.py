"""What does a reader see when something of ours goes wrong? An id, never a traceback."""

from __future__ import annotations

import streamlit as st

from geo.errors import PackageError
from geo.language.texts import text
from geo.web.answers import log_error
from geo.web.shell import preferred_language


def on_script_error(error: Exception) -> bool:
    """Log an error that no page expected and tell its id; True: Streamlit shows nothing itself."""
    lang = preferred_language(st.context.locale)
    st.error(text("error.unexpected", lang, id=log_error(error)))
    return True


def show_package_error(error: PackageError, lang: str) -> None:
    """Say that the package cannot be used, fault by fault; the log has the rest under an id."""
    st.error(text("error.package", lang, id=log_error(error)))
    st.text("\n".join(fault.line(lang) for fault in error.faults))
