"""Does any spoiled file end the reader, keep it, or fill the memory?

``make fuzz`` spoils 2,000 files a reader and writes ``bench/fuzz.json``; CI spoils 100. All are
read in one worker that is used again and again, as a server is: what one file leaves behind shows
in the next. A worker that dies or does not answer is counted, and another takes its place.
"""

from __future__ import annotations

import argparse
import json
import queue
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
RESULT: Final = ROOT / "bench" / "fuzz.json"
MOST_SECONDS: Final = 5.0
"""Processor time that one file may take."""
MOST_HELD: Final = 300_000_000
"""Bytes that the worker may ever hold above what it held at rest."""
_SILENCE: Final = 120.0
"""Seconds after which a worker that says nothing is given up; far beyond all that is allowed."""


@dataclass(slots=True)
class Result:
    """What became of the spoiled files of one reader.

    `sound` files had no fault, `unforeseen` ones stopped the reader at a place that nobody had
    thought of, which is told as a fault without words of its own; `broken` names the
    numbers that raised, died or were silent.
    """

    files: int = 0
    sound: int = 0
    unforeseen: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    broken: dict[str, str] = field(default_factory=dict)
    slowest_seconds: float = 0.0
    slowest: int = -1
    held_bytes: int = 0
    held_by: int = -1

    def take(self, number: int, answer: dict[str, Any] | None, before: int, idle: int) -> None:
        """Count one answer; None stands for none."""
        self.files += 1
        if answer is None or answer["raised"]:
            self.broken[str(number)] = "no answer" if answer is None else answer["raised"]
            return
        self.sound += not answer["codes"]
        self.unforeseen += "E_UNREADABLE" in answer["codes"]
        self.codes.update(answer["codes"])
        if answer["seconds"] > self.slowest_seconds:
            self.slowest_seconds, self.slowest = round(answer["seconds"], 3), number
        if answer["held"] > before:
            self.held_bytes, self.held_by = answer["held"] - idle, number


class Worker:
    """One process of :mod:`bench.fuzz_worker`."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "bench.fuzz_worker"]
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        hello = self._answer()
        if hello is None:
            raise RuntimeError("the worker does not start")
        self.idle: int = hello["idle"]
        self.readers: list[str] = hello["readers"]
        self.held = self.idle

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._lines.put(line)
        self._lines.put("")

    def _answer(self) -> dict[str, Any] | None:
        try:
            line = self._lines.get(timeout=_SILENCE)
        except queue.Empty:
            return None
        found: dict[str, Any] | None = json.loads(line) if line else None
        return found

    def ask(self, reader: str, number: int) -> dict[str, Any] | None:
        """Return what is said of one file; None if the worker died or is silent."""
        try:
            if self._process.stdin is not None:
                self._process.stdin.write(f"{reader} {number}\n")
                self._process.stdin.flush()
        except OSError:
            return None
        return self._answer()

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()


def fuzz(count: int, *, readers: tuple[str, ...] = ()) -> Iterator[tuple[str, Result]]:
    """Yield what became of `count` spoiled files a reader."""
    worker = Worker()
    try:
        for reader in readers or worker.readers:
            result = Result()
            for number in range(count):
                answer = worker.ask(reader, number)
                result.take(number, answer, worker.held, worker.idle)
                if answer is None:
                    worker.end()
                    worker = Worker()
                else:
                    worker.held = max(worker.held, answer["held"])
            yield reader, result
    finally:
        worker.end()


def failed(result: Result) -> list[str]:
    """Return what is wrong with a result, in words."""
    found = [f"{number}: {said}" for number, said in result.broken.items()]
    if result.unforeseen:
        found.append(f"files that broke off the reading: {result.unforeseen}")
    if result.slowest_seconds > MOST_SECONDS:
        found.append(f"{result.slowest} took {result.slowest_seconds} s")
    if result.held_bytes > MOST_HELD:
        found.append(f"{result.held_by} held {result.held_bytes:,} bytes")
    return found


def main() -> int:
    """Spoil many files, write what became of them, and say where something broke."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--readers", nargs="*", default=[])
    options = parser.parse_args()
    results: dict[str, Any] = {}
    wrong = 0
    for reader, result in fuzz(options.count, readers=tuple(options.readers)):
        said = failed(result)
        wrong += len(said)
        print(
            f"{reader}: {result.files} files, {result.sound} sound, slowest "
            f"{result.slowest_seconds} s, {result.held_bytes / 1e6:.0f} MB, {said[:5] or 'good'}"
        )
        results[reader] = asdict(result) | {"codes": dict(result.codes.most_common())}
    if not options.readers:
        limits = {"seconds": MOST_SECONDS, "bytes": MOST_HELD}
        whole = {"files_a_reader": options.count, "limits": limits, "readers": results}
        RESULT.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
