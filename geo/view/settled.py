"""What of a view still holds, and what went with a change that the reader did not ask to lose?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from geo.language.texts import text
from geo.package.package import Package
from geo.view.selection import ID_PREFIX, select
from geo.view.story import steps
from geo.view.views import DEFAULT_PARTS, View

Cause = Literal["link", "hidden", "found", "story", "data", "update"]
"""A link's own filter hides the place that it names; the filter hides the place; what was taken
lies outside of the filter; the story shows everything; another district was opened; the data are
others than before.
"""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a change took with it.

    Parameters
    ----------
    names : tuple of str
        What went, by the names of the link's parameters.
    before : View
        The view that the way back leads to: the one that had it all, and where a link had it only
        by name, the one that shows it.
    """

    cause: Cause
    names: tuple[str, ...]
    before: View

    @property
    def can_be_undone(self) -> bool:
        """Whether a way leads back; what the data have no longer, nothing brings back."""
        return self.cause != "update"


def settled(package: Package, view: View) -> View:
    """Return `view` for a package that may have changed since, without a place it hides.

    A step of the story shows its workstream whole: no filter is at work that nobody sees.
    """
    if view.story is not None and view.story in steps(package):
        view = replace(view, workstreams=(), layers=None, query="")
    else:
        view = replace(view, story=None)
    workstreams = tuple(found for found in view.workstreams if found in package.workstreams)
    layers = view.layers and tuple(found for found in view.layers if found in package.layers)
    kept = replace(view, workstreams=workstreams, layers=layers)
    # Parts and a lock are said of a page of others, which shows the light page.
    kept = replace(kept, parts=DEFAULT_PARTS, locked=False)
    hidden = view.place is not None and not select(package, kept).has(view.place)
    return replace(kept, place=None) if hidden else kept


def dropped(
    package: Package, before: View | None, wanted: View, now: View, last: Dropped | None = None
) -> Dropped | None:
    """Return what a reader's change took with it; None where all went that was meant to go.

    Parameters
    ----------
    package : Package
        The one shown now.
    before : View, optional
        As the last run left the view; there was none before the first.
    wanted, now : View
        As the reader changed it, and as it is settled.
    last : Dropped, optional
        What the last change took, which stays said until something else is chosen.
    """
    if before is None or _is_unchanged(before, wanted, now):
        return last
    had = _stated(before)
    if now.data != before.data:
        return _lost("data", had, before)
    kept = set(_stated(wanted))
    if wanted.layers != before.layers:
        kept.add("place")  # the map lets go of a place with its layer, by itself
    lost = {key: value for key, value in had.items() if key in kept and key not in _stated(now)}
    if now.story is not None and before.story is None:
        return _lost("story", lost, before)
    if tuple(lost) == ("place",) and before.place in package.place:
        return _lost("hidden", lost, before)
    return _lost("update", lost, before)


def dropped_by_link(
    package: Package, before: View | None, wanted: View, now: View, last: Dropped | None = None
) -> Dropped | None:
    """Return what a link took with it, opened at first or by a step; the parameters are those of
    :func:`dropped`, and `wanted` is as the link states the view.

    It may hide by its own filter the place that it names. Whoever takes what the search suggests
    goes there by a link, and the filter that would hide it is lifted. A step that shows nothing
    new lets go of what it leaves, as it is meant to, and so does one that brings back what went by
    the `last` change.
    """
    if wanted.place != now.place and wanted.place in package.place:
        shown = replace(wanted, story=None, workstreams=(), layers=None, query="")
        return Dropped("link", ("place",), shown)
    if before is None or _is_unchanged(before, wanted, now):
        return last
    if last is not None and _stated(last.before) == _stated(now):
        return None
    had, has = _stated(before), _stated(now)
    if before.data != now.data or now.story or not any(had.get(key) != has[key] for key in has):
        return None
    return _lost("found", {name: had[name] for name in had if name not in has}, before)


def words_of(package: Package, view: View, lang: str) -> dict[str, str]:
    """Return what a reader could lose of a view in words, by the names of the link's parameters."""
    found, place = package.workstreams, package.place.get(view.place or "")
    names = [found[key].name.get(lang) for key in view.workstreams if key in found]
    figure = text("dropped.figure", lang) if view.query.startswith(ID_PREFIX) else ""
    stated = {
        "w": names and text("dropped.w", lang, names=text("map.comma", lang).join(names)),
        "l": view.layers is not None and text("dropped.l", lang),
        "q": view.query and (figure or text("dropped.q", lang, query=view.query)),
        "place": place and text("dropped.place", lang, name=place.name.get(lang)),
    }
    return {name: words for name, words in stated.items() if isinstance(words, str) and words}


def _is_unchanged(before: View, wanted: View, now: View) -> bool:
    """Tell whether nothing was chosen since: the same data may be of another version."""
    matters = [
        replace(view, version=None, lang=None, base=None, centre=None)
        for view in (before, wanted, now)
    ]
    return matters[0] == matters[1] == matters[2]


def _lost(cause: Cause, lost: Mapping[str, object], before: View) -> Dropped | None:
    return Dropped(cause, tuple(lost), before) if lost else None


def _stated(view: View) -> dict[str, object]:
    """Return what of a view can be lost, where it is stated at all."""
    values = {
        "w": view.workstreams or None,
        "l": view.layers,
        "q": view.query or None,
        "place": view.place,
    }
    return {name: value for name, value in values.items() if value is not None}
