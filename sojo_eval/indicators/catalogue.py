"""The catalogue: the indicators that come with the package and those a city defines in city.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import ibis.expr.types as ir
import pandas as pd

from sojo_eval.city import City, ConfiguredIndicator, opened
from sojo_eval.city.settings import PER_RESIDENTS, PILLARS
from sojo_eval.city.settings import RESIDENTS as OF_RESIDENTS
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.settings import nearest, shown

# Reading these files enters their indicators in the registry.
from sojo_eval.indicators.definitions import (  # noqa: F401
    case_path,
    connections,
    consultation,
    entrances,
    equity,
    freshness,
    information,
    meetings,
    multi_agency,
    outreach,
    participation,
    person_scores,
    referrals,
    resources,
    supporters,
    survey,
)
from sojo_eval.indicators.definitions.survey import ALL_ANSWERS, POSITIVE_ANSWERS, TABLES, answers_to
from sojo_eval.indicators.entering import is_ours
from sojo_eval.indicators.kinds import (
    MONTHLY_COUNT,
    MONTHLY_PROPORTION,
    MONTHLY_RATE,
    PUBLISHED,
    SURVEY_SHARE,
)
from sojo_eval.indicators.registry import NOTHING, RESIDENTS, Compute, FromTotals, Indicator, registered
from sojo_eval.indicators.repeats import EACH_RECORD, RESPONDENTS
from sojo_eval.indicators.shapes import by_month
from sojo_eval.indicators.totals import TABLE as TOTALS
from sojo_eval.indicators.totals import from_totals, printed_series
from sojo_eval.schema import load_schema

_COLUMNS = [
    "indicator",
    "pillar",
    "title_ja",
    "title_en",
    "question_ja",
    "question_en",
    "numerator_ja",
    "numerator_en",
    "denominator_ja",
    "denominator_en",
    "unit",
    "direction",
    "kind",
    "smallest_change",
    "why_ja",
    "why_en",
    "misleads_ja",
    "misleads_en",
    "aligns_with",
    "source_tables",
    "counts",
    "out_of",
    "part",
    "disclosive",
]
"""Of the whole catalogue."""
_NO_CAUTION = Text("", "")
_PRINTED = Text(
    "公表された数値だけから判定します。調査の方法までは確かめられません",
    "Judged from printed figures alone; how they were collected cannot be checked",
)


def built_in() -> dict[str, Indicator]:
    """Indicators that come with the package, by id: the plan's three priorities in their order."""
    return dict(sorted(registered().items(), key=lambda item: PILLARS.index(item[1].pillar)))


def catalogue(city: City) -> dict[str, Indicator]:
    """All indicators this city has data for: every table they read is there and holds rows, or the totals that they can be
    made from are there.

    A survey indicator of ours is listed only where a wave asked its question, one on a kind of service only where
    the city has such a service: what was never asked or never existed is no finding.

    Raises SojoEvalError when city.toml defines an indicator under an id that exists already.
    """
    filled = {name for name in city.tables if city.rows(name)}
    own = {entry.id for entry in city.configuration.indicators}
    found: dict[str, Indicator] = {}
    for i, entry in known(city).items():
        if (made := from_totals(city, entry)) is not None:
            found[i] = made.entry(entry)
        elif (
            entry.tables != (TOTALS,)
            and (i in own or _concerns(city, entry))
            and all(name in filled or name in entry.may_be_empty for name in entry.tables)
        ):
            found[i] = entry
    return found


def _concerns(city: City, entry: Indicator) -> bool:
    """Whether a wave asked the indicator's questions, all of them, or the city has what it is about: a kind of service, a code."""
    if entry.concepts:
        return bool(waves_that_asked(entry, city.table("survey_questions")))
    if entry.only_with is not None:
        name, column, code = entry.only_with
        return bool(city.table(name)[column].eq(code).any())
    return entry.services is None or not entry.services.among(city.table("services")).empty


def waves_that_asked(entry: Indicator, questions: pd.DataFrame) -> frozenset[str]:
    """The waves in which every question of a survey indicator was asked."""
    asked = (set(questions.loc[questions["concept"] == concept, "wave"]) for concept in entry.concepts)
    return frozenset(set.intersection(*asked))


def known(city: City) -> dict[str, Indicator]:
    """All indicators that have a meaning here, with or without data: built in, or defined in city.toml.

    Raises SojoEvalError when city.toml defines an indicator under an id that exists already, and when one of its events
    touches an indicator that nobody knows.
    """
    entries = built_in()
    for own in city.configuration.indicators:
        if own.id in entries:
            raise SojoEvalError(
                "indicator-twice",
                Text(f"指標 {own.id} は既にあります", f"The indicator {own.id} exists already"),
                Text("city.toml で別の名前にしてください", "Give it another id in city.toml"),
                exit_code=1,
            )
        entries[own.id] = _from_configuration(city, own)
    _refuse_unknown_in_events(city, entries)
    return entries


def _refuse_unknown_in_events(city: City, entries: Mapping[str, Indicator]) -> None:
    """An event of city.toml that touches an indicator which nobody knows would touch nothing. (Tables are checked when
    city.toml is read.)"""
    names = {
        name
        for text in city.configuration.events["applies_to"].dropna()
        for name in text.split()
        if "." in name
    }
    unknown = sorted(names - set(entries))
    if unknown and (left := [n for n in unknown if not _is_printed(city, n)]):
        near = nearest(left[0], entries)
        raise SojoEvalError(
            "event-of-nothing",
            Text(
                f"city.toml の出来事の applies_to にある指標 {left[0]} はありません",
                f"There is no indicator {left[0]}, which applies_to of an event in city.toml names",
            ),
            near,
            exit_code=1,
        )


def _is_printed(city: City, indicator: str) -> bool:
    """Whether a published figure is called so: it may be known to the city and not be judged."""
    return bool((city.table("indicators_published")["indicator"] == indicator).any())


def no_data_for(city: City, entry: Indicator) -> SojoEvalError:
    """The error that says what an indicator lacks in this city."""
    lacking = [name for name in entry.tables if not city.rows(name) and name not in entry.may_be_empty]
    tables = ", ".join(lacking)
    why = (
        Text(f"次の表が空か、ありません: {tables}", f"These tables are empty or missing: {tables}")
        if lacking
        else Text(
            "この市の調査はその設問を尋ねていないか、その種類の窓口がありません",
            "No survey of this city asked its question, or there is no desk of its kind",
        )
    )
    return SojoEvalError(
        "no-data-for-indicator",
        Text(
            f"指標 {entry.id} は、この市の資料では数えられません",
            f"{entry.id} cannot be counted in this city",
        ),
        why,
    )


def own_entries() -> dict[str, Indicator]:
    """The indicators that somebody entered beside those of the package, by id."""
    return {name: entry for name, entry in built_in().items() if not is_ours(entry.compute)}


def no_such_indicator(indicator: str, entries: Mapping[str, Indicator]) -> SojoEvalError:
    """The error that names the nearest ids."""
    near = nearest(indicator, [*entries])
    return SojoEvalError(
        "no-indicator",
        Text(f"指標「{shown(indicator)}」はありません", f"There is no indicator {shown(indicator)!r}"),
        Text(
            f"{near.ja}。一覧は se.indicators.list()",
            f"{near.en}; se.indicators.list() shows all",
        ),
    )


def _from_configuration(city: City, own: ConfiguredIndicator) -> Indicator:
    if own.measure:
        return _from_own_totals(own)
    printed = own.printed
    entry = Indicator(
        id=own.id,
        pillar=own.pillar,
        kind=PUBLISHED if printed else SURVEY_SHARE,
        title=own.title,
        question=own.title,
        numerator=NOTHING if printed else POSITIVE_ANSWERS,
        denominator=NOTHING if printed else ALL_ANSWERS,
        unit=own.unit,
        direction=own.direction,
        smallest_change=own.smallest_change,
        why=own.why,
        misleads=_PRINTED if printed else _NO_CAUTION,
        aligns_with=own.source,
        tables=("indicators_published",) if printed else TABLES,
        compute=_printed_figures(own.id) if printed else answers_to(own.concept),
        concept=own.concept,
        repeats=EACH_RECORD if printed else RESPONDENTS,
        periods=(own.baseline_period, own.current_period) if own.baseline_period else None,
        design_effect=own.design_effect,
    )
    series = printed_series(city, entry) if printed else None
    return entry if series is None else series.entry(entry)


def _from_own_totals(own: ConfiguredIndicator) -> Indicator:
    """Of totals that the city names itself: a number, one over residents, or one over another measure."""
    residents = own.denominator == OF_RESIDENTS
    other = "" if residents else own.denominator
    kind = MONTHLY_COUNT if not other else MONTHLY_PROPORTION if own.unit == "share" else MONTHLY_RATE
    titles = {code: Text(ja, en) for code, ja, en in _measures()}
    return Indicator(
        id=own.id,
        pillar=own.pillar,
        kind=kind,
        title=own.title,
        question=own.title,
        numerator=titles[own.measure],
        denominator=RESIDENTS if residents else titles.get(other, NOTHING),
        unit=own.unit,
        direction=own.direction,
        smallest_change=own.smallest_change,
        why=own.why,
        misleads=_NO_CAUTION,
        aligns_with=own.source,
        tables=(TOTALS,),
        compute=_no_records,
        per=PER_RESIDENTS.get(own.unit, 1.0),
        exposure="persons" if residents else "",
        totals=FromTotals(own.measure, other),
    )


def _measures() -> tuple[tuple[str, str, str], ...]:
    codes = load_schema().codelists["measures"]
    columns = (codes[name].astype(str) for name in ("code", "title_ja", "title_en"))
    return tuple(zip(*columns, strict=True))


def _no_records(reported_totals: ir.Table) -> ir.Table:
    """Months of totals; they are summed by `totals.made`, which knows what may be added up."""
    return by_month(reported_totals, reported_totals.period_start, numerator=reported_totals.value)


@cache
def _printed_figures(indicator: str) -> Compute:
    def compute(indicators_published: ir.Table) -> ir.Table:
        rows = indicators_published.filter(indicators_published.indicator == indicator)
        return rows.select(*PUBLISHED.columns)

    return compute


def is_disclosive(entry: Indicator) -> bool:
    """True when a table the indicator reads holds people (a pseudonym or a sensitive field), unless it counts places.

    That a desk had no case at all tells nothing of anyone.
    """
    tables = load_schema().tables
    if entry.of_places or entry.kind.grain == "figure":
        return False
    return any(tables[name].is_disclosive for name in entry.tables)


def list(
    pillar: str | None = None, city: City | None = None, *, lang: str | None = None, full: bool = False
) -> pd.DataFrame:
    """The catalogue as a table, one row an indicator: id, pillar, title in the reader's language, unit, direction, smallest
    change, kind of data and the tables read.

    city: only the indicators that city has data for, its own included. lang: "ja" or "en"; else what `set_language` chose.
    full: every column in both languages. Raises SojoEvalError for a pillar or language that there is not.
    """
    if pillar is not None and pillar not in PILLARS:
        raise SojoEvalError(
            "no-pillar",
            Text(f"柱「{shown(pillar)}」はありません", f"There is no pillar {shown(pillar)!r}"),
            nearest(pillar, PILLARS),
        )
    entries = (built_in() if city is None else catalogue(opened(city))).values()
    rows = [
        {
            "indicator": e.id,
            "pillar": e.pillar,
            "title_ja": e.title.ja,
            "title_en": e.title.en,
            "question_ja": e.question.ja,
            "question_en": e.question.en,
            "numerator_ja": e.numerator.ja,
            "numerator_en": e.numerator.en,
            "denominator_ja": e.denominator.ja,
            "denominator_en": e.denominator.en,
            "unit": e.unit,
            "direction": e.direction,
            "kind": e.kind.name,
            "smallest_change": e.smallest_change,
            "why_ja": e.why.ja,
            "why_en": e.why.en,
            "misleads_ja": e.misleads.ja,
            "misleads_en": e.misleads.en,
            "aligns_with": e.aligns_with,
            "source_tables": " ".join(e.tables),
            "counts": e.counts,
            "out_of": e.out_of,
            "part": e.services is not None,
            "disclosive": is_disclosive(e),
        }
        for e in entries
        if pillar is None or e.pillar == pillar
    ]
    every = pd.DataFrame(rows, columns=_COLUMNS)
    if full:
        return every
    short = every.rename(columns={f"title_{reader_language(lang)}": "title"})
    return short[
        ["indicator", "pillar", "title", "unit", "direction", "smallest_change", "kind", "source_tables"]
    ]
