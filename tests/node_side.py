"""What does the browser's code answer, asked without a browser?

For rules that hold in both languages: a test gives the same cases to Python and to the modules of
``geo/browser`` that need neither page nor map, and compares.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import ROOT

BROWSER = ROOT / "geo" / "browser"
NODE_MODULES = ROOT / "node_modules"


def node() -> str:
    """Return the Node.js that came with the packages of the tests.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    beside = Path(sys.executable).parent
    found = shutil.which("node", path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        raise FileNotFoundError("no Node.js on this machine: run `make test`")
    return found


def in_node(imports: str, code: str, given: Any) -> Any:
    """Run the body of a function of `given` in Node.js and return what it returns, as JSON.

    Parameters
    ----------
    imports : str
        Lines such as ``import { normalise } from "./shared/normalise.js";``, relative to
        ``geo/browser``.
    code : str
        The function's body; `given` is what was handed over.
    """
    script = (
        f"{imports}\n"
        'import { readFileSync } from "node:fs";\n'
        f"const answered = await (async (given) => {{ {code} }})"
        '(JSON.parse(readFileSync(0, "utf8")));\n'
        "process.stdout.write(JSON.stringify(answered ?? null));\n"
    )
    script = script.replace('from "./', f'from "{BROWSER.as_uri()}/')
    done = subprocess.run(
        [node(), "--input-type=module", "--eval", script],
        input=json.dumps(given),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def bundled(entry: Path, name: str) -> bytes:
    """Return a classic script whose global `name` holds what the module `entry` exports."""
    script = (
        'import { build } from "esbuild";\n'
        f"const made = await build({{ entryPoints: [{json.dumps(str(entry))}], bundle: true, "
        f'format: "iife", globalName: {json.dumps(name)}, write: false }});\n'
        "process.stdout.write(made.outputFiles[0].text);\n"
    )
    done = subprocess.run(
        [node(), "--input-type=module", "--eval", script],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
