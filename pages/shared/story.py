"""How is the year told from the map? One workstream a step, in large type, for a room to read."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.figures.derived import Derived
from geo.figures.wording import locator_phrase
from geo.language.texts import text
from geo.picture.charts.pictures import pictures_within
from geo.records import Figure, Source
from geo.view.context_words import terms_words
from geo.view.headlines import MOST_SAID
from geo.view.story import Step, step_of, steps
from geo.view.views import STORY_BEGIN, STORY_EDGES
from pages.shared import state
from pages.shared.labels import literal
from pages.shared.markup import chart_figures, outside_link, printed_words
from pages.shared.state import Visit
from pages.shared.story_edges import edge_head, edge_rest, said

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
_TILE = Markup("<div><dt>{measure}</dt><dd><b>{number}</b><small>{said}</small></dd></div>")


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
    package, lang, step = visit.package, visit.lang, step_of(visit.package, told)
    is_edge = told in STORY_EDGES
    with st.container(key="story"):
        with st.container(key="story-head"):
            _steps(visit, told)
            _turning(visit, step)
            st.html(edge_head(package, told, step, lang) if is_edge else _head(visit, told, step))
        st.html(edge_rest(package, told, lang) if is_edge else _rest(visit, told, step))


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
    if step in STORY_EDGES:
        return text(f"story.step{step}", visit.lang)
    return literal(visit.package.workstreams[step].name.get(visit.lang))


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


def _head(visit: Visit, told: str, step: Step) -> Markup:
    package, lang = visit.package, visit.lang
    workstream, headline = package.workstreams[told], step.figures[0]
    return _HEAD.format(
        workstream=told,
        count=f"{step.number} / {step.total}",
        name=workstream.name.get(lang),
        sentence=said(package, lang, step.figures[:MOST_SAID]),
        number=package.phrase(headline).get(lang),
        measure=headline.measure.get(lang),
        printed=_printed(visit, headline, _sources(visit, told, step)),
    )


def _rest(visit: Visit, told: str, step: Step) -> Markup:
    """Return what stands below the headline: figures, context, what is on the map, sources."""
    package, lang = visit.package, visit.lang
    sources = _sources(visit, told, step)
    tiles = (
        _TILE.format(
            measure=figure.measure.get(lang),
            number=package.phrase(figure).get(lang),
            said=_printed(visit, figure, sources),
        )
        for figure in step.figures[1:]
    )
    charts = chart_figures(package, pictures_within(package, _figures_of(visit, told), lang), lang)
    return _REST.format(
        workstream=told,
        figures=_NOTHING.join(tiles),
        derived=_derived(visit, told, sources),
        charts=charts,
        more=text("story.more", lang, count=step.more) if step.more else "",
        sources=_named(visit, sources),
    )


def _derived(visit: Visit, told: str, sources: list[Source]) -> Markup:
    """Return the derived numbers of a workstream, each with what was compared."""
    lang = visit.lang
    tiles = [
        _TILE.format(
            measure=item.recipe.measure.get(lang),
            number=item.text.get(lang),
            said=f"{item.signs} {item.text.get(lang)} · {_of(visit, item, sources)}",
        )
        for item in _derived_of(visit, told)
    ]
    title = text("figures.derived", lang)
    return _DERIVED.format(title, _NOTHING.join(tiles)) if tiles else _NOTHING


def _of(visit: Visit, item: Derived, sources: list[Source]) -> str:
    return terms_words(item.terms, visit.lang, lambda term: _place_in(visit, term, sources))


def _figures_of(visit: Visit, told: str) -> list[Figure]:
    return [figure for figure in visit.package.figures if figure.workstream == told]


def _derived_of(visit: Visit, told: str) -> list[Derived]:
    return [item for item in visit.package.derived if item.recipe.workstream == told]


def _sources(visit: Visit, told: str, step: Step) -> list[Source]:
    """Return the sources of what a step shows, each once."""
    terms = (term for item in _derived_of(visit, told) for term in item.terms)
    ids = dict.fromkeys(figure.source_id for figure in (*step.figures, *terms))
    return [visit.package.sources[source_id] for source_id in ids]


def _place_in(visit: Visit, figure: Figure, sources: list[Source]) -> str:
    """Return where a figure stands in its source; of several sources also in which."""
    locator = locator_phrase(figure.locator).get(visit.lang)
    number = sources.index(visit.package.sources[figure.source_id]) + 1
    return f"{locator} [{number}]" if len(sources) > 1 else locator


def _printed(visit: Visit, figure: Figure, sources: list[Source]) -> str:
    wording = printed_words(visit.package, figure, visit.lang)
    return f"{wording} · {_place_in(visit, figure, sources)}"


def _named(visit: Visit, sources: list[Source]) -> Markup:
    """Return the names of the sources, numbered where there are several."""
    names = [outside_link(source.url, source.title.get(visit.lang)) for source in sources]
    if len(names) > 1:
        names = [Markup("[{}] {}").format(at, name) for at, name in enumerate(names, start=1)]
    return Markup("{}{}").format(text("story.sources", visit.lang), Markup(" ").join(names))
