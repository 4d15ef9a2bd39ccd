"""Are both languages complete, and does every text that is asked for exist?"""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from geo.export.formats import WORDS as MORE
from geo.export.one_file import WORDS
from geo.language.bilingual import LANGUAGES, Bilingual
from geo.language.texts import TEXTS, text, with_prefix
from tests import ROOT
from tests.each import each_of

MODULES = sorted(p for room in ("geo", "pages") for p in (ROOT / room).rglob("*.py"))
BROWSER = ROOT / "geo" / "browser"
SCRIPTS = sorted(p for room in ("shared", "crowd", "map") for p in (BROWSER / room).glob("*.js"))
AROUND = sorted((BROWSER / "file").rglob("*.js"))
HAN = re.compile(r"[\u4e00-\u9fff]")


def loaded(lang: str) -> dict[str, str]:
    """The texts of one language, read strictly: no key may stand twice."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in pairs}) == len(pairs), "a key stands twice"
        return dict(pairs)

    file = ROOT / "geo" / "language" / f"{lang}.json"
    found: dict[str, str] = json.loads(file.read_text("utf-8"), object_pairs_hook=unique)
    return found


def fields(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name is not None}


def values_in(wording: str) -> set[str]:
    """The fields that are written; those that only choose a word are left out."""
    return {name for _, name, form, _ in Formatter().parse(wording) if name and "|" not in form}


def asked(path: Path) -> list[tuple[str, bool, set[str] | None]]:
    """Keys that are asked for: key, whether it is only the beginning, and values given."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        name = getattr(node, "func", None)
        if not (isinstance(node, ast.Call) and isinstance(name, ast.Name)):
            continue
        if name.id not in {"text", "template"}:
            continue
        key, *_ = node.args
        named = {word.arg for word in node.keywords}
        values = None if None in named or name.id == "template" else {w for w in named if w}
        if isinstance(key, ast.Constant):
            found.append((str(key.value), False, values))
        elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
            found.append((str(key.values[0].value), True, values))
        else:
            raise AssertionError(f"{path.name}:{node.lineno}: the key of a text must be readable")
    return found


@cache
def calls() -> list[tuple[Path, str, bool, set[str] | None]]:
    """The same of all modules; they are not read while tests are only looked for."""
    return [(path, *call) for path in MODULES for call in asked(path)]


def test_both_languages_have_the_same_keys() -> None:
    assert list(loaded("zh")) == list(loaded("en"))
    assert {lang: loaded(lang) for lang in LANGUAGES} == TEXTS


@each_of(TEXTS["zh"])
def test_both_languages_fill_in_the_same_fields(key: str) -> None:
    assert values_in(TEXTS["zh"][key]) == values_in(TEXTS["en"][key])
    assert all(name.isidentifier() for name in fields(TEXTS["en"][key]))
    assert fields(TEXTS["zh"][key]) <= values_in(TEXTS["zh"][key]), "Chinese has no plural"


def test_each_language_is_written_in_itself() -> None:
    with_han = {key for key, wording in TEXTS["en"].items() if HAN.search(wording)}
    assert with_han <= {"filter.search_hint"}, "only as an example of what can be searched for"
    curled = {
        key
        for key, wording in TEXTS["en"].items()
        if set(wording) & set("\u2018\u2019\u201c\u201d")
    }
    assert not curled, "Chinese fonts, in which such a text may be set, make it as wide as a sign"
    without = {re.sub(r"\{\w+\}", "", t) for t in TEXTS["zh"].values() if not HAN.search(t)}
    words = {wording for wording in without if re.search(r"[A-Za-z]", wording)}
    assert words <= {"SHA-256"}, "only what is written so in Chinese too"


def test_many_texts_are_asked_for() -> None:
    assert len(calls()) > 40, "the search for calls finds nothing any more"


def is_there(key: str, is_prefix: bool, values: set[str] | None) -> bool:
    if is_prefix:
        return any(known.startswith(key) and known != key for known in TEXTS["zh"])
    return key in TEXTS["zh"] and (values is None or fields(TEXTS["zh"][key]) <= values)


def test_every_text_that_is_asked_for_exists() -> None:
    assert [f"{path}: {key}" for path, key, *said in calls() if not is_there(key, *said)] == []


def test_every_text_of_the_browser_exists() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    whole = set(re.findall(r"""\b(?:text\(\s*["']([\w.]+)["']\s*\))""", code))
    whole |= set(re.findall(r"""\bfilled\(\s*["']([\w.]+)["']\s*,""", code))
    begun = set(re.findall(r"""\btext\(\s*["']([\w.]+)["']\s*\+""", code))
    known = with_prefix("map.", "zh")
    assert len(whole) > 8
    assert begun
    assert whole <= set(known)
    assert all(any(key.startswith(start) and key != start for key in known) for start in begun)


def asked_around_the_map() -> set[str]:
    """Keys that the code around the map in a file of its own asks for."""
    code = "\n".join(path.read_text("utf-8") for path in AROUND)
    asked_for = set(re.findall(r"""\b(?:fileText|words)\(\s*"([\w.]*\w)\"""", code))
    shared = set(re.findall(r"""\btext\(\s*"([\w.]+)"\s*\)""", code))
    return asked_for | {key for key in shared if f"map.{key}" not in TEXTS["zh"]}


def test_every_text_around_the_map_exists_and_lies_in_the_file() -> None:
    asked_for = asked_around_the_map()
    assert len(asked_for) > 30
    assert {key for key in asked_for if not key.startswith(("map.", *WORDS, *MORE))} == set()
    assert asked_for <= set(TEXTS["zh"])


def test_no_text_is_there_for_nobody() -> None:
    exact = {key for _, key, is_prefix, _ in calls() if not is_prefix} | asked_around_the_map()
    begun = tuple(key for _, key, is_prefix, _ in calls() if is_prefix)
    left = {key for key in TEXTS["zh"] if key not in exact and not key.startswith((*begun, "map."))}
    assert left == set()


def test_the_map_gives_its_texts_the_values_that_they_name() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    given = re.findall(r"""\b(?:filled|withNodes)\((?:"(\w+)"|\w+), \{ ([^{}]+) \}""", code)
    given += re.findall(r"""\bfilledParts\(text\("(\w+)"\), \{ ([^{}]+) \}""", code)
    names = [(key, {part.split(":")[0].strip() for part in of.split(",")}) for key, of in given]
    assert len(names) > 8
    for key, wording in with_prefix("map.", "en").items():
        if wanted := fields(wording):
            assert f'"{key}"' in code, key
            calls = [of for asked, of in names if asked == key] or [of for _, of in names]
            assert any(wanted <= of for of in calls), key


MANY = re.compile(r"\b1 (?:more )?(?!stands|lies)[a-z]{2,}(?<!s)s\b")
"""A number of one before a noun of many; the two words are verbs."""


def test_one_of_a_thing_is_never_said_to_be_many() -> None:
    assert MANY.search("1 places"), "what the test looks for"
    counted = {key for key, wording in TEXTS["en"].items() if fields(wording)}
    said = {key: text(key, "en", **dict.fromkeys(fields(TEXTS["en"][key]), 1)) for key in counted}
    said |= {key: words.replace("/1", "") for key, words in said.items()}
    assert {key: words for key, words in said.items() if MANY.search(words)} == {}


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 place here"),
        ("1", "1 place here"),
        (0, "0 places here"),
        ("1,001", "1,001 places here"),
    ],
)
def test_a_word_goes_with_its_number(count: object, words: str) -> None:
    assert text("map.group_title", "en", count=count) == words


def test_values_are_filled_in_as_data() -> None:
    hostile = "{key} {0.__class__} %s {{7*7}}"
    assert hostile in text("link.ignored", "en", parts=hostile)


def test_an_unknown_key_or_a_missing_value_is_an_error() -> None:
    for key in ("no.such.key", "link.ignored"):
        with pytest.raises(KeyError):
            text(key, "en")


def test_anything_but_english_is_chinese() -> None:
    pair = Bilingual("中", "en")
    assert [pair.get(lang) for lang in ("zh", "en", "fr", "")] == ["中", "en", "中", "中"]
    assert pair.as_dict() == {"zh": "中", "en": "en"}
