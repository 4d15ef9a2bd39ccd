"""Is the app well? Exit code 0 if the body of ``/health`` says so, else 1.

It is as long as it serves anything: a folder with a fault makes its package stale and is printed,
but an app that goes on with its last good states is not to be started anew for that. The status
alone says too little: Streamlit answers addresses that it does not know with its page.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request

PORT = os.environ.get("STREAMLIT_SERVER_PORT", "8501")
PREFIX = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")


def main() -> int:
    """Ask once, past any proxy that the environment names, and print what was answered."""
    address = "/".join(filter(None, (f"http://127.0.0.1:{PORT}", PREFIX, "health")))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=4) as answer:
            said = json.load(answer)
    except (OSError, ValueError) as error:
        print(f"{address}: {error}")
        return 1
    print(said)
    return int(said.get("status") != "ok")


if __name__ == "__main__":
    sys.exit(main())
