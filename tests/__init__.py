"""Does the project do what it says? The folders are those of the rooms that they ask about."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
"""The project's folder."""
