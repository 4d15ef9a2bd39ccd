"""How is a text of the data set on a button or a chip, as it stands?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

_SPECIAL = re.compile(
    r"[\\`*_\[\]<>~$]"  # emphasis, code, links, markup, mathematics
    r"|&(?=[#\w])"  # entities
    r"|^[-+#]|(?<=^\d)[.)]|(?<=^\d\d)[.)]"  # headings and lists
)
_JOINED = re.compile(r"www(?=\.)|:(?=[/\w+-])|\w(?=@)|-(?=[->])|<(?=[-=])|[>~](?==)", re.IGNORECASE)
"""Here Streamlit sees an address, an emoji or an arrow, whatever is escaped."""
_BLANKS = re.compile(r"[^\S\u00a0]+")
"""Line ends mean something in Markdown; a space that keeps words together stays one."""
INVISIBLE = "\u2060"
"""The word joiner: takes no room and no line break."""


def literal(words: str) -> str:
    """Return `words` so that Streamlit's Markdown shows them as they stand, in a label."""
    return _SPECIAL.sub(
        r"\\\g<0>", _JOINED.sub(rf"\g<0>{INVISIBLE}", _BLANKS.sub(" ", words).strip())
    )


def distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """Return labels by id, told apart by invisible signs where two read the same.

    Streamlit finds a chosen option by its label, so two layers of one name would be one.
    """
    seen: Counter[str] = Counter()
    told = {}
    for label_id, label in labels.items():
        told[label_id] = label + INVISIBLE * seen[label]
        seen[label] += 1
    return told
