"""情報発信の工夫, said again row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from tests.indicators.oracles.common import COUNTS, Oracle, Row, Tables, april, count


def published(part: Callable[[Row], bool], base: Callable[[Row], bool] = lambda u: True) -> Oracle:
    def oracle(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
        for u in T["publications"]:
            if base(u):
                yield u["published_date"], None, int(part(u)), 1

    return oracle


COUNTS["information.easy_japanese_share"] = published(lambda u: bool(u["easy_japanese"]))
COUNTS["information.accessible_format_share"] = published(
    lambda u: u["accessible_formats"].strip() != "none",
    lambda u: bool((u["accessible_formats"] or "").strip()),
)
COUNTS["information.publications_for_an_audience"] = published(
    lambda u: u["audience"] != "everyone", lambda u: u["audience"] is not None
)
COUNTS["information.two_or_more_languages_share"] = published(
    lambda u: len(u["languages"].split()) >= 2, lambda u: bool((u["languages"] or "").split())
)


@count("information.pages_older_than_a_year")
def old_pages(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for year in range(2021, as_of.year + 1):
        end = date(year + 1, 3, 31)
        for u in T["publications"]:
            live = u["published_date"] <= end and (u["withdrawn_date"] is None or u["withdrawn_date"] > end)
            if end <= as_of and u["channel"] == "website" and live:
                touched = [d for d in (u["published_date"], u["updated_date"]) if d and d <= end]
                yield april(year), None, int((end - max(touched)).days > 365), 1


@count("information.reach_per_1000")
def users(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for r in T["information_reach"]:
        if r["users"] is not None:
            yield r["month"], None, r["users"], None


@count("information.came_by_publication")
@count("information.gap_between_ages_in_coming_by_publication")
def by_publication(T: Tables, as_of: date) -> Iterator[tuple[Any, ...]]:
    for k in T["consultations"]:
        if k["came_through"] not in (None, "unknown"):
            yield k["received_date"], k["area"], int(k["came_through"] == "publication"), 1
