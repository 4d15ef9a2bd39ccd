"""How does the story begin and end? With the year in one sentence, and with what is not known."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from geo.language.texts import text
from geo.package.package import Package
from geo.picture.charts.pictures import picture
from geo.picture.charts.poster import POSTER
from geo.view.headlines import Part
from geo.view.story_words import StepWords
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


def said(parts: tuple[Part, ...]) -> Markup:
    """Return a sentence, its numbers set apart."""
    number = Markup("<b>{}</b>")
    return _NOTHING.join(number.format(p.words) if p.is_number else p.words for p in parts)


def edge_head(words: StepWords) -> Markup:
    """Return what the first or the last step says in large type."""
    return _HEAD.format(count=words.count, title=words.title, said=said(words.said))


def edge_rest(package: Package, told: str, words: StepWords, lang: str) -> Markup:
    """Return what stands below: the year as a picture, or what is not known and where to go on."""
    if told == STORY_BEGIN:
        return _REST.format(chart_figures(package, [picture(package, POSTER, lang)], lang))
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
    return _REST.format(_LINKS.format(links) + shown)
