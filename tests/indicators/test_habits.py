"""What is told of how records were kept, at the edges of its limits. The limits are typed here, not taken from the code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from sojo_eval.city import City, Habits
from sojo_eval.indicators import ChangeOfHabit, built_in, changes_of_answering, changes_of_habit

SPAN = (pd.Timestamp("2019-04-01"), pd.Timestamp("2024-03-31"))


class Kept:
    """Stands for a city whose tables were kept as the two `Habits` say."""

    code = "132292"

    def __init__(self, table: str, earlier: Habits, later: Habits) -> None:
        self.table, self.both = table, (earlier, later)

    def has(self, name: str) -> bool:
        return name == self.table

    def once(self, asked: object, work: Callable[[], object]) -> object:
        return work()

    def habits(self, name: str, before: object, after: object) -> tuple[Habits, Habits]:
        return self.both


def found(
    earlier: Habits,
    later: Habits,
    indicator: str = "connections.participants_per_1000",
    table: str = "community_activities",
) -> list[tuple[str, bool]]:
    city: City = Kept(table, earlier, later)  # type: ignore[assignment]
    changes = changes_of_habit(city, built_in()[indicator], "132292", SPAN, SPAN)
    return [(change.said.en, change.refuses) for change in changes]


def filled(part: int, of: int = 10_000, column: str = "participants") -> Mapping[str, tuple[int, int]]:
    return {column: (part, of), "area": (of, of), "sessions": (0, of)}


def kept(rows: int = 10_000, **said: object) -> Habits:
    return Habits(rows, **({"filled": filled(rows, rows), "rows_a_month": (5.0, 5.0)} | said))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "told", "refused"),
    [(9_500, False, False), (9_499, True, False), (9_000, True, False), (8_999, True, True)],
)
def test_a_column_filled_less_often_is_told_and_then_refuses(part: int, told: bool, refused: bool) -> None:
    for one, other in ((10_000, part), (part, 10_000)):
        changes = found(kept(filled=filled(one)), kept(filled=filled(other)))
        assert [refuses for _, refuses in changes] == ([refused] if told else [])


@pytest.mark.parametrize(("of", "told"), [(60, False), (80, True)])
def test_what_chance_gives_is_not_told(of: int, told: bool) -> None:
    """All of so many rows and 89 % of them lie 2.7 and 3.1 standard errors apart."""
    changes = found(kept(of, filled=filled(of, of)), kept(of, filled=filled(round(of * 0.89), of)))
    assert bool(changes) == told


@pytest.mark.parametrize(("rows", "told"), [(29, False), (30, True)])
def test_few_rows_show_no_habit(rows: int, told: bool) -> None:
    assert bool(found(kept(rows), kept(filled=filled(0)))) == told


@pytest.mark.parametrize(("alike", "refused"), [(0.10, False), (0.11, True)])
def test_rows_entered_twice_refuse(alike: float, refused: bool) -> None:
    assert [r for _, r in found(kept(alike=0.0), kept(alike=alike))] == ([True] if refused else [])


@pytest.mark.parametrize(("part", "refused"), [(0.10, False), (0.11, True)])
def test_sums_at_an_upper_level_refuse_and_rows_there_are_told(part: float, refused: bool) -> None:
    sums = found(
        kept(above={"rows": 0.0, "participants": 0.0}), kept(above={"rows": 0.0, "participants": part})
    )
    assert [r for _, r in sums] == ([True] if refused else [])
    rows = found(
        kept(above={"rows": 0.0, "participants": 0.0}), kept(above={"rows": part, "participants": 0.0})
    )
    assert [r for _, r in rows] == ([False] if refused else [])


def test_readings_at_two_levels_are_told_since_one_level_is_counted() -> None:
    changes = found(
        kept(above={"rows": 0.0, "number": 0.0}, rows_a_month=(1.0,)),
        kept(above={"rows": 0.3, "number": 0.5}, rows_a_month=(1.0,)),
        "connections.hotnet_promoters_active",
        "supporters",
    )
    assert [refuses for _, refuses in changes] == [False]


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [(1.5, 1.02, True), (1.49, 1.02, False), (1.5, 1.03, False), (1.02, 1.5, True)],
)
def test_a_month_that_became_one_line_refuses_what_counts_lines(
    before: float, after: float, refused: bool
) -> None:
    lines = kept(rows_a_month=(before, 9.0)), kept(rows_a_month=(after, 9.0))
    opened = "connections.activities_open_to_all_per_10000"
    assert [r for _, r in found(*lines, opened)] == ([True] if refused else [])
    assert found(*lines) == []  # people are summed


@pytest.mark.parametrize(("lines", "refused"), [(11, False), (12, True)])
def test_a_year_of_lines_shows_that_a_month_is_one(lines: int, refused: bool) -> None:
    monthly = kept(lines, rows_a_month=(1.0, 1.0))
    changes = found(
        kept(30, rows_a_month=(3.0, 9.0)), monthly, "connections.activities_open_to_all_per_10000"
    )
    assert [r for _, r in changes] == ([True] if refused else [])


@pytest.mark.parametrize(("part", "refused"), [(0.55, False), (0.56, True)])
def test_months_in_place_of_days_refuse_what_counts_days(part: float, refused: bool) -> None:
    told = {"told_date": (10_000, 10_000), "publication_id": (10_000, 10_000)}
    days = kept(on_edges=0.05, filled=told), kept(on_edges=part, filled=told)
    changes = found(*days, "information.days_from_service_change_to_publication", "service_changes")
    assert [r for _, r in changes] == ([True] if refused else [])
    assert found(kept(on_edges=0.05), kept(on_edges=part)) == []  # people of a month, whatever its day


def test_lines_that_give_their_sessions_are_counted_by_them() -> None:
    told = {"participants": (10_000, 10_000), "area": (10_000, 10_000), "sessions": (9_500, 10_000)}
    lines = kept(rows_a_month=(5.0, 5.0)), kept(rows_a_month=(1.0, 1.0), filled=told)
    assert found(*lines, "connections.activities_open_to_all_per_10000") == []


def answers(n: int, psu: int | None = None) -> pd.DataFrame:
    units = [None] * n if psu is None else [*range(psu), *([None] * (n - psu))]
    return pd.DataFrame({"value": 1, "stratum": None, "psu": units})


@pytest.mark.parametrize(("answered", "expected"), [(951, []), (949, [False]), (901, [False]), (899, [True])])
def test_a_question_left_out_more_often_is_told_and_then_refuses(answered: int, expected: list[bool]) -> None:
    changes = changes_of_answering((1_000, 1_000), answers(1_000), answers(answered))
    assert [change.refuses for change in changes] == expected


def test_a_wave_without_its_sampling_units_is_told() -> None:
    changes: tuple[ChangeOfHabit, ...] = changes_of_answering((100, 100), answers(100, 100), answers(100, 50))
    assert [change.refuses for change in changes] == [False]
    assert "psu" in changes[0].said.en
