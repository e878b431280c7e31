"""No page and no frame of another city holds a word of the example's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.city import check_city
from sojo_eval.data_quality import describe_data
from sojo_eval.foundation.language import LANGUAGES
from sojo_eval.foundation.reader import set_language
from sojo_eval.reports.system_page import city_system_page
from tests.conftest import SmallCity
from tests.indicators.random_tables import random_tables

WORDS = re.compile(
    "西東京|ほっとネット|縁側|ふれあいのまちづくり|地域共生課|高齢者支援課|障害福祉課|幼児教育・保育課|子ども家庭支援センター"
    "|生活サポート相談窓口|田無|ひばりが丘|Nishi-?Tokyo|Hot-?net|hotnet"
)
NAMES = (
    "北高齢者あんしん相談センター", "南高齢者あんしん相談センター", "くらしサポートセンター", "ふくまる相談室", "福祉丸ごと相談窓口",
    "おやこの部屋", "茶の間", "いきいき体操の会", "まちの保健室", "みんなの広場", "作業所ひなた", "支え合い推進員",
    "つなぐ会議", "声かけ隊", "居場所まんまる",
)  # fmt: skip
AREAS = pd.DataFrame(
    {
        "area": ["132292", "W1", "W2", "C1", "C2", "T1", "T2", "T3"],
        "level": ["city", "ward", "ward", "school_district", "school_district", "town", "town", "town"],
        "name_ja": ["試験市", "北区", "南区", "一小校区", "二小校区", "上町", "下町", "川町"],
        "parent": [None, "132292", "132292", "W1", "W2", "C1", "C2", "W2"],
    }
)
HELD = ("services", "consultations", "community_activities", "supporters", "population", "publications")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> se.City:
    """A city with records of some kinds and none of the example's names."""
    tables = {name: frame for name, frame in random_tables(7).items() if name in HELD}
    services = tables["services"]
    tables["services"] = services.assign(
        name_ja=NAMES[: len(services)],
        department="福祉課",
        programme="comprehensive_consultation",
        closed_date=None,
    )
    supporters = tables["supporters"]
    tables["supporters"] = supporters[supporters["kind"] != "hotnet_promoter"]
    for frame in tables.values():
        if "area" in frame:  # that a clean table cannot hold
            frame["area"] = frame["area"].replace("elsewhere", "132292")
    return SmallCity(tmp_path_factory.mktemp("other") / "city").make(**(tables | {"areas": AREAS}))


def _texts(frame: pd.DataFrame) -> Iterator[str]:
    for name in frame.columns:
        yield str(name)
        yield from frame[name].dropna().astype(str)


def _said(city: se.City) -> Iterator[tuple[str, str]]:
    """Everything that the city is told, with where."""
    yield from (("city", said) for said in (str(city), city._repr_html_()))
    yield from (("catalogue", text) for text in _texts(se.indicators.list(city=city, full=True)))
    yield from (("facts", text) for text in _texts(se.indicators.facts(city)))
    quality = describe_data(city)
    for name in ("tables", "missing", "empty_months", "silent_months", "problems"):
        yield from (("data quality", text) for text in _texts(getattr(quality, name)))
    yield from (("check", f"{p.message} {p.fix}") for p in check_city(city.path) if p.severity != "error")


def test_nothing_of_the_example_is_said_of_another_city(city: se.City) -> None:
    evaluation = se.evaluate(city)
    frames = [("findings", text) for f in (evaluation.findings, evaluation.pillars) for text in _texts(f)]
    for lang in LANGUAGES:
        set_language(lang)
        pages = [("diagram", city_system_page(city, lang)), ("evaluation", evaluation._repr_html_())]
        for where, text in (*_said(city), *frames, *pages):
            assert not WORDS.search(text), (where, WORDS.findall(text), text[:200])


def test_the_diagram_holds_the_citys_own_desks_and_departments(city: se.City) -> None:
    page = city_system_page(city, "ja", LANGUAGES)
    plain = re.sub(r"<[^>]*>", "", page)
    assert "福祉課" in plain
    alone = [
        name for name in NAMES[: city.rows("services")] if not name.endswith("高齢者あんしん相談センター")
    ]
    assert all(name in plain for name in (*alone, "高齢者あんしん相談センター"))
    assert "試験市の重層的支援体制の全体図" in plain
    assert 'href="../en/system.html"' in page


_OF_THE_EXAMPLE = re.compile(
    "example_city|cli/beginning|plan_phrases|texts/system|system_page|supporters|survey|service_roles"
)


def test_the_words_stand_only_where_the_example_is_meant(repository: Path) -> None:
    """Cheaper than every page: no text of the package but those of the example and of what only it has says them."""
    package = repository / "sojo_eval"
    lines = [
        f"{path.relative_to(package)}: {line.strip()}"
        for path in sorted(
            [*package.rglob("*.py"), *package.rglob("*.j2"), *(repository / "notebooks").glob("*")]
        )
        if path.is_file() and not _OF_THE_EXAMPLE.search(path.as_posix())
        for line in path.read_text(encoding="utf-8").splitlines()
        if '"' in line and WORDS.search(re.sub(r'"[a-z_.]*hotnet[a-z_*.]*"', "", line))
    ]
    assert not lines
