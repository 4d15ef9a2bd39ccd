"""How does the story begin and end? With the year in one sentence, and with what is not known."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from geo.language.texts import text
from geo.package.package import Package
from geo.picture.charts.pictures import picture
from geo.picture.charts.poster import POSTER
from geo.records import Figure
from geo.view.headlines import sentence
from geo.view.main_figures import map_title
from geo.view.story import Step
from geo.view.views import STORY_BEGIN
from pages.shared.markup import chart_figures

_NOTHING = Markup("")
_HEAD = Markup(
    '<section class="story" aria-live="polite"><p class="count">{count}</p>'
    '<h2>{title}</h2><p class="lead">{said}</p></section>'
)
_REST = Markup('<section class="story rest">{}</section>')
_GAPS = Markup("<h3>{title}</h3><dl>{gaps}</dl>")
_GAP = Markup("<div><dt>{what}</dt><dd><small>{why}</small></dd></div>")
_LINKS = Markup('<p class="links">{}</p>')
_LINK = Markup('<a href="./{page}?{query}" target="_self">{words}</a>')


def said(package: Package, lang: str, figures: tuple[Figure, ...] | None = None) -> Markup:
    """Return the sentence about a package, or about some figures, its numbers set apart."""
    number = Markup("<b>{}</b>")
    parts = sentence(package, lang, figures)
    return _NOTHING.join(number.format(p.words) if p.is_number else p.words for p in parts)


def edge_head(package: Package, told: str, step: Step, lang: str) -> Markup:
    """Return what the first or the last step says in large type."""
    begins = told == STORY_BEGIN
    return _HEAD.format(
        count=f"{step.number} / {step.total}",
        title=map_title(package, lang) if begins else text("story.end_title", lang),
        said=said(package, lang)
        if begins
        else text("story.end_said", lang, figures=len(package.figures), sources=_sources(package)),
    )


def edge_rest(package: Package, told: str, lang: str) -> Markup:
    """Return what stands below: the year as a picture, or what is not known and where to go on."""
    if told == STORY_BEGIN:
        return _REST.format(chart_figures(package, [picture(package, POSTER, lang)], lang))
    gaps = _NOTHING.join(
        _GAP.format(what=gap.what.get(lang), why=gap.why.get(lang)) for gap in package.gaps
    )
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
    return _REST.format(_LINKS.format(links) + shown)


def _sources(package: Package) -> int:
    return len({figure.source_id for figure in package.figures})
