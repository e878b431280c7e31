"""se.indicators.explain: words, SQL and a worked example for every indicator."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.shipped import shipped_folder
from sojo_eval.indicators import built_in, columns_read
from sojo_eval.schema import apply_types, load_schema, to_arrow


@pytest.fixture(scope="module")
def examples() -> duckdb.DuckDBPyConnection:
    """The shipped examples in a plain DuckDB, as a researcher would have them."""
    database = duckdb.connect()
    for name, table in load_schema().tables.items():
        path = shipped_folder("data_schema") / "examples" / f"{name}.csv"
        text = pd.read_csv(path, dtype="string", keep_default_na=False)
        database.register(name, to_arrow(apply_types(text, table), table))
    return database


@pytest.mark.parametrize("indicator", built_in())
def test_every_indicator_has_a_worked_example(indicator: str, examples: duckdb.DuckDBPyConnection) -> None:
    definition = se.indicators.explain(indicator)
    assert len(definition.example_result) > 0
    if not definition.entry.concept:  # the examples hold one survey question, which stands for all
        by_sql = examples.sql(definition.sql).df()
        assert len(by_sql) == len(definition.example_result)
        for column in {"numerator", "denominator", "days"} & {*by_sql}:
            assert by_sql[column].sum() == definition.example_result[column].sum()
    for name, frame in definition.example_tables.items():
        assert tuple(frame.columns) == definition.columns[name]
        assert set(definition.columns[name]) <= set(load_schema().tables[name].field_names)


@pytest.mark.parametrize("indicator", built_in())
def test_every_indicator_says_what_it_counts_over_what(indicator: str) -> None:
    entry = built_in()[indicator]
    assert entry.numerator.ja
    assert entry.numerator.en
    plain = entry.kind.denominator_is_public and not entry.gap_by and not entry.exposure
    assert bool(entry.denominator.ja) == bool(entry.denominator.en) == (not plain)
    for text in (entry.title, entry.question, entry.why, entry.misleads):
        assert text.ja.strip()
        assert text.en.strip()
    assert entry.aligns_with.strip()


def test_the_columns_are_those_the_rule_reads() -> None:
    entry = built_in()["consultation.first_response_within_3_days"]
    assert columns_read(entry) == {
        "consultations": ("received_date", "continuity", "first_response_date", "area")
    }


def test_it_reads_in_both_languages() -> None:
    ja = se.indicators.explain("consultation.first_response_within_3_days")
    en = se.indicators.explain("consultation.first_response_within_3_days", "en")
    assert (
        str(ja) == "3日以内に初回対応した相談の割合（対応日の分かるもの） = 受付から3日以内に初回対応した相談"
        " ÷ 受付から3日以上たち、初回対応の日が分かる新規の相談"
    )
    assert "±5 points" in " ".join(en.to_frame()["text"])
    assert "DATE_DIFF" in ja._repr_html_()
    assert "計算例" in ja._repr_html_()


def test_a_worked_example_by_hand() -> None:
    """Nine example consultations: one without a day of answer, one that goes on, one answered after a week."""
    result = se.indicators.explain("consultation.first_response_within_3_days").example_result
    by_month = result.groupby("month")[["numerator", "denominator"]].sum()
    assert [tuple(row) for row in by_month.to_numpy()] == [(1, 1), (3, 4), (2, 2)]


def test_an_unknown_indicator_names_the_nearest() -> None:
    with pytest.raises(SojoEvalError, match=r"Did you mean .*first_response_within_3_days"):
        se.indicators.explain("consultation.first_response_in_3_days")
