"""On which machine, with which versions, was it measured?"""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import psutil

PACKAGES: Final = (
    *("streamlit", "streamlit-folium", "folium", "geopandas", "shapely", "pydeck"),
    *("XStatic-Leaflet", "maplibre", "playwright"),
)


def machine() -> dict[str, Any]:
    """Return cores, memory in bytes, model of the processor and system."""
    return {
        "cores": os.cpu_count(),
        "memory_bytes": int(psutil.virtual_memory().total),
        "processor": _processor(),
        "system": platform.system(),
        "load_before": os.getloadavg()[0],
    }


def _processor() -> str:
    """Return the model's name as the system gives it, or the architecture."""
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def versions(chromium: str) -> dict[str, str]:
    """Return the versions of Python, Chromium and the packages that draw."""
    found = {"Python": platform.python_version(), "Chromium": chromium}
    return found | {name: metadata.version(name) for name in PACKAGES}
