"""Which rings around what the keyboard is on are cut off, or not there?"""

from __future__ import annotations

from typing import cast

from playwright.sync_api import Page

_CUT = """
() => {
  const cut = [];
  const stops = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  for (const stop of document.querySelectorAll(stops)) {
    const isStop = stop.tabIndex >= 0 && !stop.disabled && !stop.closest(".leaflet-container");
    if (!isStop || !stop.checkVisibility({ visibilityProperty: true })) continue;
    document.activeElement.blur();
    stop.focus({ focusVisible: true });
    if (document.activeElement !== stop) continue;
    let ringed = stop;
    while (ringed && getComputedStyle(ringed).outlineStyle === "none") {
      ringed = ringed.parentElement;
    }
    const name = stop.textContent.trim() || stop.ariaLabel || stop.className;
    if (!ringed) {
      cut.push(`${name}: no ring`);
      continue;
    }
    ringed.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const { outlineWidth, outlineOffset } = getComputedStyle(ringed);
    const reach = parseFloat(outlineWidth) + parseFloat(outlineOffset);
    const { left, right, top, bottom } = ringed.getBoundingClientRect();
    const ends = { left: left - reach, right: right + reach };
    if (Math.min(ends.left, innerWidth - ends.right, top - reach) < -0.5) {
      cut.push(`${name}: beyond the edge`);
    }
    if (getComputedStyle(ringed).position === "fixed") continue;
    for (let at = ringed.parentElement; at; at = at.parentElement) {
      const { display, overflowX, overflowY } = getComputedStyle(at);
      if (display === "contents") continue;
      const box = at.getBoundingClientRect();
      const [x, y] = [box.left + at.clientLeft, box.top + at.clientTop];
      const over = Math.max(
        overflowX === "visible" ? 0 : Math.max(x - ends.left, ends.right - x - at.clientWidth),
        overflowY === "visible" ? 0
          : Math.max(y - top + reach, bottom + reach - y - at.clientHeight),
      );
      if (over > 0.5) {
        cut.push(`${name}: ${over.toFixed(1)} px in ${at.className}`);
        break;
      }
    }
  }
  return cut;
}
"""


def cut_off(page: Page) -> list[str]:
    """Go with the keyboard to everything on a page but the map, and name what is not all seen."""
    return cast(list[str], page.evaluate(_CUT))
