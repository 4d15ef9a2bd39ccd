"""How is a number written for people, in each language?

中文: 1.6万余立方米; English: over 16,000 m³. Chinese keeps 万 where the source prints 万, so that a
reader recognises the printed number; English always writes all digits.
"""

from __future__ import annotations

from decimal import Decimal

from geo.language.bilingual import Bilingual
from geo.records import Figure, Unit

MYRIAD = 10_000


def number(value: float | Decimal) -> str:
    """Return `value` with thousands separators and no needless zeros.

    >>> number(19.930), number(5000500.0)
    ('19.93', '5,000,500')
    """
    text = f"{Decimal(str(value)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def phrase(value: float, qualifier: str, unit: Unit, *, in_myriads: bool = False) -> Bilingual:
    """Return a number with its qualifier and unit, as each language writes it.

    Parameters
    ----------
    value : float
        In the base unit `unit`.
    qualifier : {"exact", "over", "under", "about"}
    in_myriads : bool
        Write the Chinese number in 万, as its source does.
    """
    digits = number(value)
    chinese = f"{number(Decimal(str(value)) / MYRIAD)}万" if in_myriads else digits
    before_zh = {"under": "不足", "about": "约"}.get(qualifier, "")
    after_zh = "余" if qualifier == "over" else ""
    before_en = {"over": "over ", "under": "under ", "about": "about "}.get(qualifier, "")
    singular = value == 1 and qualifier == "exact"
    unit_en = unit.en_one if singular else unit.en_many
    gap = "" if unit.kind == "share" else " "
    return Bilingual(
        zh=f"{before_zh}{chinese}{after_zh}{unit.zh}",
        en=f"{before_en}{digits}{gap}{unit_en}",
    )


def figure_phrase(figure: Figure, unit: Unit) -> Bilingual:
    """Return the published figure as a phrase in both languages."""
    return phrase(figure.value, figure.qualifier, unit, in_myriads="万" in figure.as_published)


def locator_phrase(locator: str) -> Bilingual:
    """Return a locator such as ``section 3, paragraph 2`` in both languages.

    A locator of another form (a page title, say) is shown as it stands.
    """
    words = locator.replace(",", "").split()
    if len(words) == 4 and words[0] == "section" and words[2] == "paragraph":
        return Bilingual(zh=f"第{words[1]}部分第{words[3]}段", en=locator)
    known = {"page title": "网页标题", "page text": "网页正文"}
    return Bilingual(zh=known.get(locator, locator), en=locator)
