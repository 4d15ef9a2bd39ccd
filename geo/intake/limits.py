"""How much may a file hold that somebody brings?"""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 20_000_000
MOST_FEATURES: Final = 50_000
"""Features, or rows of a table, in all."""
MOST_VERTICES: Final = 500_000
MOST_DEPTH: Final = 64
"""Lists and objects within each other."""
MOST_COLUMNS: Final = 200
"""Columns that are kept; further ones are left out, and said."""
MOST_SIGNS: Final = 10_000
"""Characters of a cell that are kept; further ones are cut off, and said."""
MOST_UNPACKED: Final = 100_000_000
"""Bytes that an archive may unpack to, whatever it says of itself."""
MOST_ENTRIES: Final = 100
"""Entries of an archive of data."""
