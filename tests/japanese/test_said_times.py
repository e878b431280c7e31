"""What a text says of a time, and the days that it means; what could be two spans is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojo_eval.japanese import UnreadableError, parse_date
from sojo_eval.japanese.periods import parse_period
from sojo_eval.japanese.said_times import said_time, said_times

SPANS = {
    "R6.4": "2024-04-01 2024-04-30",
    "Ｒ６年４月": "2024-04-01 2024-04-30",
    "令和6年4月分": "2024-04-01 2024-04-30",
    "令和六年四月": "2024-04-01 2024-04-30",
    "2024.4": "2024-04-01 2024-04-30",
    "202404": "2024-04-01 2024-04-30",
    "2024/4": "2024-04-01 2024-04-30",
    "Apr 2024": "2024-04-01 2024-04-30",
    "平成31年度": "2019-04-01 2020-03-31",
    "令和元年度": "2019-04-01 2020-03-31",
    "平成27(2015)年": "2015-01-01 2015-12-31",
    "31・令和元年度": "2019-04-01 2020-03-31",
    "平成31／令和元年": "2019-01-01 2019-12-31",
    "平成31年・令和元年度": "2019-04-01 2020-03-31",
    "H31・R1年度": "2019-04-01 2020-03-31",
    "64・元年": "1989-01-01 1989-12-31",
    "2021年(令和3年)4月分": "2021-04-01 2021-04-30",
    "令和 元 年平均": "2019-01-01 2019-12-31",
    "令和6年度第1四半期": "2024-04-01 2024-06-30",
    "令和6年度 第４四半期": "2025-01-01 2025-03-31",
    "2024年度Q2": "2024-07-01 2024-09-30",
    "2024年度上半期": "2024-04-01 2024-09-30",
    "2024年度下期": "2024-10-01 2025-03-31",
    "令和6年度4～6月": "2024-04-01 2024-06-30",
    "令和6年度1〜3月": "2025-01-01 2025-03-31",
    "令和6年4月〜令和7年3月": "2024-04-01 2025-03-31",
    "令和6年度通年": "2024-04-01 2025-03-31",
    "令和6年度末現在": "2025-03-31 2025-03-31",
    "令和6年2月末日": "2024-02-29 2024-02-29",
    "令和6年10月1日現在": "2024-10-01 2024-10-01",
    "2024-04-01": "2024-04-01 2024-04-01",
    "令和5年度3月": "2024-03-01 2024-03-31",
    "2024年中": "2024-01-01 2024-12-31",
}
ASKS = {
    "2024": "年度か暦年か",
    "令和6": "年度か暦年か",
    "6年4月": "元号のない",
    "Apr-24": "元号のない",
    "4月": "年がありません",
    "4～6月": "年がありません",
    "第1四半期": "年がありません",
    "上半期": "年がありません",
    "10月1日現在": "年がありません",
    "2024年第1四半期": "年度の四半期",
    "令和6(2023)年": "食い違って",
    "平成35年度": "平成は2019年",
    "令和6年2月30日": "暦にない",
    "30・令和元年度": "期間として",
    "平成30・令和元年度": "期間として",
    "31・令和2年度": "期間として",
    "元・元年度": "期間として",
    "計": "期間として読めません",
    "May": "期間として読めません",
    "": "期間として読めません",
    "1.65": "期間として読めません",
}


@pytest.mark.parametrize(("text", "span"), SPANS.items())
def test_a_span_is_read(text: str, span: str) -> None:
    assert " ".join(map(str, parse_period(text))) == span
    assert str(parse_date(text, "period_end")) == span.split()[1]


@pytest.mark.parametrize(("text", "why"), ASKS.items())
def test_what_could_be_two_things_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        parse_period(text)
    assert why in caught.value.why.ja


@pytest.mark.parametrize(
    ("text", "given", "span"),
    [
        ("1月", {"fiscal_year": 2024}, "2025-01-01 2025-01-31"),
        ("1月", {"year": 2024}, "2024-01-01 2024-01-31"),
        ("第2四半期", {"fiscal_year": 2024}, "2024-07-01 2024-09-30"),
        ("6年4月", {"short_years": "令和"}, "2024-04-01 2024-04-30"),
        ("Apr-24", {"short_years": "western"}, "2024-04-01 2024-04-30"),
        ("6年度", {"short_years": "R"}, "2024-04-01 2025-03-31"),
    ],
)
def test_what_is_left_out_may_be_given(text: str, given: dict[str, object], span: str) -> None:
    assert " ".join(map(str, parse_period(text, **given))) == span  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("令和5年度 相談件数", ["令和5年度"]),
        ("相談(4月〜9月)令和6年度", ["4月〜9月", "令和6年度"]),
        ("koguchi_1901_2001", ["1901", "2001"]),
        ("住居確保給付金_201901-03", ["201901"]),
        ("soudan2024_04", ["2024_04"]),
        ("kobe_0409sodan", []),
        ("222127_preschool", []),
        ("1-9a", []),
        ("ver1.2024", []),
        ("第9期計画", []),
        ("H30_hou0005", ["H30"]),
    ],
)
def test_times_are_found_in_names(text: str, found: list[str]) -> None:
    assert [s.text for s in said_times(text)] == found


@given(st.text(alphabet="令和平成年度月日元0123456789R.-/〜末現在四半期上 Qpr", max_size=16))
def test_no_text_is_anything_but_a_span_or_refused(text: str) -> None:
    said_times(text)
    said = said_time(text)
    try:
        first, last = parse_period(text)
    except UnreadableError:
        return
    assert said is not None
    assert first <= last
