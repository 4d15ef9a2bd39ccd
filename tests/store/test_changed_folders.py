"""Does a running server go on serving the last good state, whatever becomes of a folder?

One server over many packages, to each of which something else happens, as editors, spreadsheets,
copies and disks change folders. Every link has to show the state that was published, before and
after the process is killed and started anew; the package to which nothing happens notices nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from geo.__main__ import main
from geo.store.publishing import STAGE
from geo.store.states import POINTER
from tests.store.changes import CHANGES, DENIED, FIGURES, STRAYS
from tests.store.edits import edit, version_of, written
from tests.store.site import LINKS, PACKAGE, Answers, Site

pytestmark = pytest.mark.process

UNTOUCHED, DYING, COMMANDED = "untouched", "server-killed", "commanded"
NAMES = (*CHANGES, UNTOUCHED)
FIRST, NEXT = version_of(PACKAGE), "7.0"
STALE = sorted(name for name, change in CHANGES.items() if change.codes)


@dataclass(frozen=True)
class Moment:
    """What the server said of its health at one moment, and showed under every link."""

    health: dict[str, Any]
    links: dict[str, Answers]


@dataclass(frozen=True)
class Walk:
    """Published, changed, changed and started anew, laid back."""

    published: Moment
    changed: Moment
    restarted: Moment
    restored: Moment


def codes_of(health: dict[str, Any], name: str) -> set[str]:
    return {why["code"] for why in health["reasons"].get(name, ())}


def all_told(health: dict[str, Any]) -> bool:
    return all(change.told(codes_of(health, name)) for name, change in CHANGES.items())


def moment(site: Site, health: dict[str, Any], links: Sequence[str] = LINKS) -> Moment:
    return Moment(health, {name: site.seen(name, FIRST, links) for name in NAMES})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    at = tmp_path_factory.mktemp("site")
    found = Site(
        at,
        [*NAMES, DYING, COMMANDED],
        DISK_DENIES=str(at / "data" / DENIED / FIGURES),
        DISK_KILLS=str(at / "builds" / DYING / POINTER),
    )
    found.start()
    yield found
    found.kill()


@pytest.fixture(scope="module")
def walk(site: Site) -> Walk:
    published = moment(site, site.health())
    for name, change in CHANGES.items():
        change.done(site.data / name, site.builds)
    changed = moment(site, site.until(all_told))
    dies_while_it_publishes(site)
    site.start()
    restarted = moment(site, site.until(all_told))
    site.restore()
    restored = moment(site, site.until(lambda health: not health["stale"]), LINKS[3:4])
    return Walk(published, changed, restarted, restored)


def dies_while_it_publishes(site: Site) -> None:
    """Give the server a new version to take by itself, and have it killed before it is shown."""
    flag = site.builds / f"{DYING}.killing"
    flag.write_bytes(b"")
    edit(site.data / DYING, written(14000), written(15000), version=NEXT)
    site.until_dead()
    flag.unlink()


def test_all_was_published_and_shown(walk: Walk) -> None:
    health = walk.published.health
    assert (health["status"], health["stale"], health["down"]) == ("ok", [], [])
    assert health["packages"] == dict.fromkeys([*NAMES, DYING, COMMANDED], FIRST)
    answers = [answer for links in walk.published.links.values() for answer in links.values()]
    assert len(answers) == len(NAMES) * len(LINKS)
    assert {status for status, _ in answers} == {200}


@pytest.mark.parametrize("when", ["changed", "restarted", "restored"])
@pytest.mark.parametrize("name", NAMES)
def test_every_link_shows_the_last_good_state(walk: Walk, name: str, when: str) -> None:
    now: Moment = getattr(walk, when)
    assert now.health["packages"][name] == FIRST
    for path, answer in now.links[name].items():
        assert answer == walk.published.links[name][path], path


@pytest.mark.parametrize("when", ["changed", "restarted"])
def test_health_says_which_packages_are_stale_and_why(walk: Walk, when: str) -> None:
    health = getattr(walk, when).health
    assert (health["status"], health["down"]) == ("ok", [])
    assert sorted(health["stale"]) == sorted(health["reasons"]) == STALE
    assert {name for name, change in CHANGES.items() if change.told(codes_of(health, name))} == set(
        CHANGES
    )
    assert sorted(health["ignored"]) == ["CASE-CHANGED", "Renamed_2022"]


def test_a_server_killed_while_it_publishes_does_so_when_it_starts(walk: Walk, site: Site) -> None:
    assert walk.changed.health["packages"][DYING] == FIRST
    assert walk.restarted.health["packages"][DYING] == NEXT
    assert walk.restarted.health["packages"][COMMANDED] == FIRST
    assert not (site.builds / DYING / STAGE).exists()


@pytest.mark.parametrize("name", STRAYS)
def test_no_link_tells_of_a_stray_file(walk: Walk, name: str) -> None:
    told = b"".join(body for _, body in walk.changed.links[name].values())
    file = STRAYS[name].rpartition("/")[2]
    assert file.encode() not in told
    assert file.encode("ascii", "backslashreplace") not in told


def test_one_command_shows_an_edit_and_one_takes_a_package_down(
    walk: Walk,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ONEMAP_BUILD", str(site.builds))
    root = site.data / COMMANDED
    shown = site.seen(COMMANDED, FIRST)
    edit(root, b",14000,exact", b",14001,exact", version=None)
    assert main(["publish", str(root)]) == 1
    assert "figures.csv, row 39" in capsys.readouterr().err
    assert version_of(root) == FIRST
    edit(root, b",14001,exact,m2,14000", b",16000,exact,m2,16000", version=None)
    assert main(["publish", str(root)]) == 0
    version = version_of(root)
    assert version != FIRST
    site.until(lambda said: said["packages"][COMMANDED] == version and not said["stale"])
    assert b"16000" in site.get(f"/export/figures.csv?data={COMMANDED}&v={version}")[1]
    pinned = f"/export/figures.csv?data={COMMANDED}&v={FIRST}"
    assert site.get(pinned) == shown[pinned], "a pinned link goes on showing what it showed"
    assert main(["publish", str(root)]) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert main(["withdraw", str(root)]) == 0
    site.until(lambda said: COMMANDED not in said["packages"])
    for path, (status, body) in site.seen(COMMANDED, version).items():
        assert status == 404, path
        assert "4135" not in body.decode().replace(",", "")
    assert site.seen(UNTOUCHED, FIRST) == walk.published.links[UNTOUCHED]
    assert main(["withdraw", str(root)]) == 2
    assert main(["publish", str(root)]) == 0
    site.until(lambda said: said["packages"].get(COMMANDED) == version)
