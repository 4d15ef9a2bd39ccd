"""What of a page need not be sent at each run? What this browser has already, word by word.

Streamlit can send an element once and then only its hash, but does so for very large ones alone.
Head, foot, style rules and cards are small, and together most of a run that changes little.
"""

from __future__ import annotations

from typing import Any, Final

from streamlit import config
from streamlit.config_option import ConfigOption

_OPTIONS: Final[dict[str, Any]] = {
    # Bytes. A request names all that the browser has; rows of the list are smaller than this.
    "global.minCachedMessageSize": 160.0,
    # Runs. A browser that forgets an element while it is on its way as a hash waits for it for
    # ever; what was not shown for so long is not shown again in just that moment.
    "global.maxCachedMessageAge": 30,
}


def send_once() -> None:
    """Set what the deployment has not set itself."""
    for option, value in _OPTIONS.items():
        if config.get_where_defined(option) == ConfigOption.DEFAULT_DEFINITION:
            config.set_option(option, value, "pages/shared/message_cache.py")
