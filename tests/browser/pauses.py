"""How long does a page wait? As long as the test says, however slow the machine is."""

from __future__ import annotations

PAUSE_MS = 150
"""How long a reader who types pauses, as geo/browser/shared/combobox.js has it."""
SAID_MS = (1500, 2500)
"""How long it is said that something is copied, or takes two fingers; as the map and the page
have it."""
SILENT_MS = 8000
"""How long an answer of the server is waited for, as geo/browser/page/connection.js has it."""
HOLD_BACK = """
times => {
  const { setTimeout, clearTimeout } = window;
  const waiting = new Map();
  let last = 0;
  window.setTimeout = (go, time, ...more) => {
    if (!times.includes(time)) return setTimeout(go, time, ...more);
    waiting.set(--last, go);
    return last;
  };
  window.clearTimeout = (which) => waiting.delete(which) || clearTimeout(which);
  window.timePasses = () => {
    Object.assign(window, { setTimeout, clearTimeout });
    for (const go of waiting.values()) go();
  };
}
"""
"""What would happen after one of these times happens when the test lets time pass."""
TIME_PASSES = "() => window.timePasses()"
LASTING = f"({HOLD_BACK})({[*SAID_MS]})"
"""What is said for a while is said until the test has read it."""
