"""When does a reader pause? When the test says so."""

from __future__ import annotations

PAUSE_MS = 150
"""As geo/browser/shared/combobox.js has it."""
UNPAUSED = """
pause => {
  const { setTimeout, clearTimeout } = window;
  const waiting = new Map();
  let last = 0;
  window.setTimeout = (go, time, ...more) => {
    if (time !== pause) return setTimeout(go, time, ...more);
    waiting.set(--last, go);
    return last;
  };
  window.clearTimeout = (which) => waiting.delete(which) || clearTimeout(which);
  window.pauses = () => {
    Object.assign(window, { setTimeout, clearTimeout });
    for (const go of waiting.values()) go();
  };
}
"""
"""The reader pauses when the test says so, however slow the machine is."""
