"""What does ``datapackage.json`` say of the package, and is it true of the files?

Data Package v2 (https://datapackage.org/standard/data-package/): title, version, licences,
sources, and for each file its schema, bytes and SHA-256. :func:`seal` writes the measured parts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from geo.package.descriptor_fields import check_fields
from geo.package.faults import Faults, unprintable
from geo.package.garbled import refuse_garbled, texts_in
from geo.package.how_read import SEAL_IT, check_unlisted, table_entry
from geo.package.layers.json_text import json_or_refuse
from geo.package.layers.layer_files import SEQUENCES
from geo.package.schema import DESCRIPTOR, TABLES
from geo.package.told import told
from geo.records import DataFile

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


def sha256(content: bytes | memoryview) -> str:
    """Return the SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def content_hash(hashes: Mapping[str, DataFile]) -> str:
    """Return one hash for a set of files: of their names and hashes, in order of name."""
    lines = [f"{hashes[path].sha256}  {path}\n" for path in sorted(hashes)]
    return sha256("".join(lines).encode())


def parse(content: bytes | None, faults: Faults) -> dict[str, Any]:
    """Return the descriptor as data; an empty one, with a fault, if it cannot be relied on."""
    if content is None:
        said = ("没有这个文件", "there is no such file")
        faults.add("E_DESCRIPTOR", DESCRIPTOR, None, said, SEAL_IT)
        return {}
    before = len(faults)
    descriptor = None
    with told(DESCRIPTOR, faults):
        descriptor = json_or_refuse(content, rewritable=True)
        texts = list(texts_in(descriptor))
        refuse_garbled("\n".join(texts), [texts])
    if len(faults) == before:
        given = descriptor if isinstance(descriptor, dict) else {}
        check_fields(given, faults)
    return descriptor if len(faults) == before else {}


def measured(contents: Mapping[str, bytes | memoryview]) -> dict[str, DataFile]:
    """Return the files of a package as they are, by path, sorted."""
    return {
        path: DataFile(path, len(content), sha256(content))
        for path, content in sorted(contents.items())
    }


def entries(descriptor: Mapping[str, Any]) -> tuple[DataFile, ...]:
    """Return the files that the descriptor lists, as it states them."""
    return tuple(
        DataFile(
            path=resource["path"],
            bytes=resource.get("bytes", 0),
            sha256=str(resource.get("hash", "")).removeprefix("sha256:"),
        )
        for resource in descriptor.get("resources", [])
    )


def check_names(paths: Iterable[str], faults: Faults) -> None:
    """Add a fault for every file whose name no list of files can hold."""
    for path in paths:
        if unprintable(path) is not None:
            said = ("文件名中有控制字符，或不是文字", "its name holds signs that are no text")
            faults.add("E_FILE_NAME", path, None, said, ("请改名", "Rename it"))


def check(
    descriptor: Mapping[str, Any], contents: Mapping[str, bytes | memoryview], faults: Faults
) -> None:
    """Add a fault for every file that is not listed, is missing, or is not as it was sealed."""
    listed = {entry.path: entry for entry in entries(descriptor)}
    check_unlisted(sorted(set(contents) - set(listed) - {DESCRIPTOR}), faults)
    for path, entry in listed.items():
        content = contents.get(path)
        if content is None and not _may_belong(path):
            said = (
                f"列出的 {path} 不是数据包的文件",
                f"lists {path}, which is no file of a package",
            )
            faults.add("E_STRAY", DESCRIPTOR, None, said, SEAL_IT)
        elif content is None:
            said = (f"列出的 {path} 不存在", f"lists {path}, which does not exist")
            faults.add("E_FILE_MISSING", DESCRIPTOR, None, said, SEAL_IT, also=(path,))
        elif (entry.bytes, entry.sha256) != (len(content), sha256(content)):
            said = ("内容与登记的哈希不符", "its content differs from the hash on record")
            faults.add("E_HASH", path, None, said, SEAL_IT)


def changed(descriptor: Mapping[str, Any], contents: Mapping[str, bytes]) -> bool:
    """Tell whether sealed files are others now; where none ever was, nothing changed."""
    listed = {entry.path: entry.sha256 for entry in entries(descriptor)}
    now = {path: sha256(content) for path, content in contents.items() if path != DESCRIPTOR}
    return bool(listed) and any(now.get(path) != known for path, known in listed.items())


def _may_belong(path: str) -> bool:
    """Tell whether a package may hold a file of this path."""
    own = path == "areas.geojson" or path.removesuffix(".csv") in TABLES
    return own or path.startswith(("layers/", "context/"))


def seal(descriptor: Mapping[str, Any], contents: Mapping[str, bytes | memoryview]) -> bytes:
    """Return the descriptor with schema, bytes and hash of every file measured anew.

    Titles, sources and licences that were written by hand for a file stay.
    """
    kept = {entry.get("path"): entry for entry in descriptor.get("resources", [])}
    resources = [
        _resource(path, contents[path], kept.get(path, {}))
        for path in sorted(contents)
        if path != DESCRIPTOR
    ]
    sealed = {"$schema": PROFILE} | dict(descriptor) | {"resources": resources}
    return (json.dumps(sealed, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(path: str, content: bytes | memoryview, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of one file."""
    file = PurePosixPath(path)
    name = "-".join(file.with_suffix("").parts).lower()
    ending = file.suffix.lower()
    is_table = file.suffix == ".csv" and name in TABLES
    own = f"{name}{file.suffix.replace('.', '-')}" if name in TABLES and not is_table else name
    entry: dict[str, Any] = {"name": own, "path": path}
    if ending == ".csv":
        entry |= {"type": "table", "format": "csv", "mediatype": "text/csv"}
    elif ending == ".geojson":
        entry |= {"format": "geojson", "mediatype": "application/geo+json"}
    elif ending in SEQUENCES:
        entry |= {"format": ending[1:], "mediatype": "application/geo+json-seq"}
    else:
        entry |= {"format": ending.removeprefix(".") or "bin"}
    entry |= {"encoding": "utf-8", "bytes": len(content), "hash": f"sha256:{sha256(content)}"}
    measured_anew = {"schema", "dialect"} if is_table else {"schema"}
    entry |= {key: value for key, value in kept.items() if key not in {*entry, *measured_anew}}
    return entry | (table_entry(name, bytes(content)) if is_table else {})
