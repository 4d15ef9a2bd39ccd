"""How is the year told from the map? One workstream a step, in large type, for a room to read."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from geo.package.package import Package
from geo.picture.charts.pictures import picture, pictures_within
from geo.picture.charts.poster import POSTER
from geo.records import Source
from geo.view.headlines import Part
from geo.view.story import Step, steps
from geo.view.story_words import StepWords, Tile, step_name, step_words
from geo.view.views import STORY_BEGIN, STORY_EDGES
from pages.shared import state
from pages.shared.labels import literal
from pages.shared.markup import chart_figures, outside_link
from pages.shared.state import Visit

_NOTHING = Markup("")
_HEAD = Markup(
    '<section class="story ws-{workstream}" aria-live="polite"><p class="count">{count}</p>'
    '<h2><span class="symbol"></span>{name}</h2><p class="lead">{sentence}</p>'
    '<p class="headline"><b>{number}</b><span>{measure}</span><small>{printed}</small></p>'
    "</section>"
)
_REST = Markup(
    '<section class="story rest ws-{workstream}">{charts}<dl>{figures}</dl>{derived}'
    '<p class="quiet">{more}</p><p class="quiet">{sources}</p></section>'
)
_DERIVED = Markup("<h3>{}</h3><dl>{}</dl>")
_TILE = Markup("<div><dt>{measure}</dt><dd><b>{number}</b><small>{printed}</small></dd></div>")
_EDGE_HEAD = Markup(
    '<section class="story" aria-live="polite"><p class="count">{count}</p>'
    '<h2>{title}</h2><p class="lead">{said}</p></section>'
)
_EDGE_REST = Markup('<section class="story rest">{}</section>')
_GAPS = Markup("<h3>{title}</h3><dl>{gaps}</dl>")
_GAP = Markup("<div><dt>{what}</dt><dd><small>{why}</small></dd></div>")
_LINKS = Markup('<p class="links">{}</p>')
_LINK = Markup('<a href="./{page}?{query}" target="_self">{words}</a>')


def said(parts: tuple[Part, ...]) -> Markup:
    """Return a sentence, its numbers set apart."""
    number = Markup("<b>{}</b>")
    return _NOTHING.join(number.format(p.words) if p.is_number else p.words for p in parts)


def edge_head(words: StepWords) -> Markup:
    """Return what the first or the last step says in large type."""
    return _EDGE_HEAD.format(count=words.count, title=words.title, said=said(words.said))


def edge_rest(package: Package, told: str, words: StepWords, lang: str) -> Markup:
    """Return what stands below: the year as a picture, or what is not known and where to go on."""
    if told == STORY_BEGIN:
        return _EDGE_REST.format(chart_figures(package, [picture(package, POSTER, lang)], lang))
    gaps = _NOTHING.join(_GAP.format(what=what, why=why) for what, why in words.gaps)
    shown = _GAPS.format(title=text("sources.gaps", lang), gaps=gaps) if gaps else _NOTHING
    query = urlencode({"data": package.package_id, "lang": lang})
    links = _NOTHING.join(
        _LINK.format(page=page, query=query, words=words)
        for page, words in (
            ("", text("story.to_map", lang)),
            ("figures", text("story.to_figures", lang)),
            ("sources", text("story.to_sources", lang)),
        )
    )
    return _EDGE_REST.format(_LINKS.format(links) + shown)


def story_button(visit: Visit) -> bool:
    """Draw the button that begins the story, or ends it; tell whether it was just begun."""
    told, order = visit.view.story, steps(visit.package)
    pressed = st.button(
        text("story.end", visit.lang) if told else text("story.begin", visit.lang),
        key="story-button",
        icon=":material/slideshow:",
        disabled=not order,
        on_click=state.tell,
        args=(None if told else next(iter(order), None),),
    )
    return pressed and told is not None


def story(visit: Visit) -> None:
    """Draw the step that the story is at, where one is told."""
    told = visit.view.story
    if told is None:
        return
    package, lang = visit.package, visit.lang
    words, is_edge = step_words(package, told, lang), told in STORY_EDGES
    with st.container(key="story"):
        with st.container(key="story-head"):
            _steps(visit, told)
            _turning(visit, words.step)
            st.html(edge_head(words) if is_edge else _head(words, told))
        st.html(edge_rest(package, told, words, lang) if is_edge else _rest(visit, words, told))


def _steps(visit: Visit, told: str) -> None:
    """Draw a bar of all steps; each can be gone to."""
    with st.container(key="story-steps", horizontal=True):
        for number, step in enumerate(steps(visit.package), start=1):
            # Another type would be another button, and the keyboard focus would be lost.
            mark = "✓ " if step == told else ""
            st.button(
                f"{mark}{number} {_name(visit, step)}",
                key=f"story-step--{step}",
                type="tertiary",
                on_click=state.tell,
                args=(step,),
            )


def _name(visit: Visit, step: str) -> str:
    """Return what a step is called in the bar of all."""
    return literal(step_name(visit.package, step, visit.lang))


def _turning(visit: Visit, step: Step) -> None:
    """Draw the buttons back and on; they stay where they are, also where there is no way."""
    lang = visit.lang
    again = step.following is None
    turns = {
        "previous": (text("story.previous", lang), ":material/arrow_back:", step.previous),
        "next": (
            text("story.first", lang) if again else text("story.next", lang),
            ":material/replay:" if again else ":material/arrow_forward:",
            STORY_BEGIN if again else step.following,
        ),
    }
    with st.container(key="story-turning", horizontal=True):
        for key, (label, icon, to) in turns.items():
            st.button(
                label,
                key=f"story-{key}",
                icon=icon,
                type="primary" if key == "next" else "secondary",
                disabled=to is None,
                on_click=state.tell,
                args=(to,),
            )


def _head(words: StepWords, told: str) -> Markup:
    headline = words.headline
    return _HEAD.format(
        workstream=told,
        count=words.count,
        name=words.title,
        sentence=said(words.said),
        **({} if headline is None else _of(headline)),
    )


def _rest(visit: Visit, words: StepWords, told: str) -> Markup:
    """Return what stands below the headline: figures, context, what is on the map, sources."""
    package, lang = visit.package, visit.lang
    own = [figure for figure in package.figures if figure.workstream == told]
    derived = _NOTHING.join(_TILE.format(**_of(tile)) for tile in words.derived)
    title = text("figures.derived", lang)
    return _REST.format(
        workstream=told,
        figures=_NOTHING.join(_TILE.format(**_of(tile)) for tile in words.tiles),
        derived=_DERIVED.format(title, derived) if derived else _NOTHING,
        charts=chart_figures(package, pictures_within(package, own, lang), lang),
        more=words.more,
        sources=_named(words.sources, lang),
    )


def _of(tile: Tile) -> dict[str, str]:
    return {"measure": tile.measure, "number": tile.number, "printed": tile.said}


def _named(sources: tuple[Source, ...], lang: str) -> Markup:
    """Return the names of the sources, numbered where there are several."""
    names = [outside_link(source.url, source.title.get(lang)) for source in sources]
    if len(names) > 1:
        names = [Markup("[{}] {}").format(at, name) for at, name in enumerate(names, start=1)]
    return Markup("{}{}").format(text("story.sources", lang), Markup(" ").join(names))
