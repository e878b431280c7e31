"""What an indicator still needs, from which table and in which form; and what one more table or total would add most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sojo_eval.city import City
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import AREA, Indicator, waves_that_asked
from sojo_eval.indicators.subgroups import optional_columns
from sojo_eval.indicators.totals import TABLE as TOTALS
from sojo_eval.indicators.totals import measures_of
from sojo_eval.schema import load_schema

What = Literal["measure", "column", "question", "figure", "table"]
_LEAST_WORK: tuple[What, ...] = ("measure", "figure", "column", "question", "table")
"""Of two that add as much the one earlier here is less to hand in."""
STEPS = 5
"""So many next things are named."""
_MONTH_OR_YEAR = Text("月ごと（なければ年度ごと）の合計", "its total by month (or else by fiscal year)")
_BY_MONTH = Text("月ごとの合計", "its total by month")
_ON_A_DAY = Text("年度に一度の現在数", "its number once a fiscal year")
_RECORDS = Text("一件ごとの記録", "records")
_ANSWERS = Text(
    "回答者ごとの回答（割合と回答数nしかなければ、公表値として city.toml の [[published_indicators]] に）",
    "the answers of each respondent (where only shares and n are left: as printed figures, [[published_indicators]] of city.toml)",
)


@dataclass(frozen=True)
class Wanted:
    """One thing that can be handed in: totals of a measure, a column, a survey question, printed figures or a table."""

    what: What
    name: str
    title: Text

    @property
    def said(self) -> Text:
        """What it is and where it belongs."""
        ja, en = self.title.ja, self.title.en
        match self.what:
            case "measure":
                return Text(f"集計値「{ja}」（{TOTALS}）", f"totals of “{en}” ({TOTALS})")
            case "column":
                return Text(f"{ja}（{self.name}）", f"{en} ({self.name})")
            case "question":
                return Text(
                    f"市民調査の設問「{self.name}」（survey_questions）",
                    f"the survey question “{self.name}” (survey_questions)",
                )
            case "figure":
                return Text(
                    f"公表値「{self.name}」（indicators_published）",
                    f"printed figures “{self.name}” (indicators_published)",
                )
            case "table":
                return Text(f"表「{ja}」（{self.name}）", f"the table {en} ({self.name})")


_SURVEY = Wanted(
    "table",
    "survey_waves, survey_questions, survey_respondents, survey_answers",
    Text(
        "市民調査（調査・設問・回答者・回答）",
        "of a resident survey (waves, questions, respondents, answers)",
    ),
)
"""Its tables are one workbook: none of them says anything by itself."""


@dataclass(frozen=True)
class Way:
    """One way to an indicator: all of `lacking`, in this form."""

    lacking: frozenset[Wanted]
    form: Text

    @property
    def said(self) -> Text:
        """What is lacking and how it is given, in a phrase."""
        each = [
            one.said for one in sorted(self.lacking, key=lambda one: (_LEAST_WORK.index(one.what), one.name))
        ]
        return Text(
            f"{'・'.join(one.ja for one in each)}：{self.form.ja}",
            f"{' and '.join(one.en for one in each)}: {self.form.en}",
        )


def ways_to(city: City, entry: Indicator) -> tuple[Way, ...]:
    """What is lacking for an indicator, by totals and by records, the least work first; nothing where nothing is."""
    residents = [_table("population")] if entry.exposure and not city.rows("population") else []
    ways = [*_by_totals(city, entry), *_by_records(city, entry)]
    every = (Way(way.lacking | frozenset(residents), way.form) for way in ways)
    return tuple(sorted(every, key=lambda way: (len(way.lacking), min(map(_work, way.lacking), default=0))))


def _work(one: Wanted) -> int:
    return _LEAST_WORK.index(one.what)


def _table(name: str) -> Wanted:
    return Wanted("table", name, load_schema().tables[name].title)


def _measure(name: str, of: Text | None = None) -> Wanted:
    codes = load_schema().codelists["measures"].set_index("code").loc[name]
    title = Text(str(codes["title_ja"]), str(codes["title_en"]))
    more = of or Text("", "")
    return Wanted("measure", f"{name}{more.en}", Text(title.ja + more.ja, title.en + more.en))


def _by_totals(city: City, entry: Indicator) -> list[Way]:
    how = entry.totals
    if how is None:
        return []
    there = set(measures_of(city))
    groups: Text | None = None
    if entry.kind.grain == "groups":
        by_area = Text("（圏域ごと）", " by centre area")
        groups = (
            by_area
            if entry.gap_by == AREA
            else Text("（年齢層などの区分ごと）", " by age band or other category")
        )
    form = _BY_MONTH if groups else _ON_A_DAY if entry.kind.is_stock or how.standing else _MONTH_OR_YEAR
    lacking = {_measure(how.numerator, groups)} if groups or how.numerator not in there else set()
    if how.denominator:
        whole = _measure(how.denominator)
        form = Text(
            f"{form.ja}。分母「{whole.title.ja}」も同じ行（または別の行）に",
            f"{form.en}, with what it is a part of (“{whole.title.en}”) in the same row or in rows of its own",
        )
        lacking |= set() if lacking or how.denominator in there else {whole}
    # Where all is there and yet nothing can be counted, it is there in another form.
    return [Way(frozenset(lacking or {_measure(how.numerator, groups)}), form)]


def _by_records(city: City, entry: Indicator) -> list[Way]:
    if entry.tables == (TOTALS,):
        return []
    if entry.kind.grain == "figure":
        return [Way(frozenset({Wanted("figure", entry.id, entry.title)}), _MONTH_OR_YEAR)]
    empty = [name for name in entry.tables if not city.rows(name) and name not in entry.may_be_empty]
    if entry.concepts:
        asked = waves_that_asked(entry, city.table("survey_questions"))
        questions = {Wanted("question", concept, entry.title) for concept in entry.concepts if not asked}
        return [Way(frozenset({_SURVEY} if empty else questions), _ANSWERS)]
    lacking = {_table(name) for name in empty}
    tables = load_schema().tables
    for table, column in optional_columns(entry):
        if table not in empty and city.rows(table) and city.recording(table).of_column(column).never:
            field = tables[table].field(column).title
            title = Text(
                f"表「{tables[table].title.ja}」の列「{field.ja}」",
                f"the column {field.en} of {tables[table].title.en}",
            )
            lacking.add(Wanted("column", f"{table}.{column}", title))
    return [Way(frozenset(lacking), _RECORDS)]


@dataclass(frozen=True)
class Step:
    """What to add next, and the indicators that it makes countable."""

    add: tuple[Wanted, ...]
    indicators: tuple[str, ...]


def next_steps(lacking: Mapping[str, Iterable[Way]]) -> tuple[Step, ...]:
    """Greedily: the one thing that makes most further indicators countable, then the next, `STEPS` of them.

    lacking: indicator → the ways to it. Where no one thing makes any countable the shortest way's things go together.
    """
    open_ = {i: [set(way.lacking) for way in ways] for i, ways in lacking.items()}
    steps: list[Step] = []
    while open_ and len(steps) < STEPS:
        candidates = {frozenset(way) for ways in open_.values() for way in ways if way}
        single = {frozenset({one}) for way in candidates for one in way}
        gains = {add: _made_by(add, open_) for add in single}
        if not any(gains.values()):
            gains = {add: _made_by(add, open_) for add in candidates}
        add, made = min(
            gains.items(),
            key=lambda found: (
                -len(found[1]) / len(found[0]),
                max(map(_work, found[0])),
                sorted(one.name for one in found[0]),
            ),
            default=(frozenset(), ()),
        )
        if not made:
            break
        steps.append(Step(tuple(sorted(add, key=lambda one: (_work(one), one.name))), made))
        open_ = {i: [way - add for way in ways] for i, ways in open_.items() if i not in made}
    return tuple(steps)


def _made_by(add: frozenset[Wanted], open_: Mapping[str, list[set[Wanted]]]) -> tuple[str, ...]:
    return tuple(i for i, ways in open_.items() if any(way <= add for way in ways))
