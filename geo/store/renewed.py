"""Under which version does a folder become public as it lies there now?"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path

from geo import files
from geo.errors import PackageError
from geo.package import descriptor as described
from geo.package.faults import Faults
from geo.package.known import known_in
from geo.package.schema import DESCRIPTOR
from geo.store.states import Pointer


def sealed_anew(root: Path, before: Pointer, wanted: str | None = None) -> tuple[bytes, str]:
    """Return the descriptor of the package as it lies there, and its version.

    Where content changed under a version that was published, its last number is raised.

    Raises
    ------
    PackageError
        If the descriptor is unsound.
    """
    faults = Faults()
    contents = {path: files.mapped(root / path) for path in known_in(root)}
    given = contents.get(DESCRIPTOR)
    descriptor = described.parse(None if given is None else bytes(given), faults)
    if not descriptor:
        raise PackageError(root.name, faults)
    if wanted is not None:
        descriptor = descriptor | {"version": wanted}
    sealed = described.seal(descriptor, contents)
    version = str(descriptor["version"])
    known = described.measured({**contents, DESCRIPTOR: sealed})
    state = described.content_hash(known)[:16]
    if wanted is None and before.versions.get(version, state) != state:
        version = raised(version, before.versions)
        sealed = described.seal(json.loads(sealed) | {"version": version}, contents)
    return sealed, version


def raised(version: str, taken: Collection[str]) -> str:
    """Return the next version that is not taken: its last number is raised.

    >>> raised("1.1.0", {"1.1.0", "1.1.1"}), raised("2024-09", ()), raised("first", ())
    ('1.1.2', '2024-10', 'first.1')
    """
    while True:
        found = re.fullmatch(r"(.*?)(\d+)(\D*)", version)
        if found is None:
            version = f"{version}.1"
        else:
            before, number, after = found.groups()
            version = f"{before}{int(number) + 1:0{len(number)}d}{after}"
        if version not in taken:
            return version
