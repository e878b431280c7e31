"""The current plan's targets beside what was found: one row a target, with status and reasons."""

from __future__ import annotations

import pandas as pd

from sojo_eval.city import City
from sojo_eval.city.target_scheme import TargetScheme
from sojo_eval.evaluation.attention import MOVING_AWAY
from sojo_eval.evaluation.columns import TARGETS
from sojo_eval.evaluation.periods import Period
from sojo_eval.evaluation.targets.declared import OF_ONE_DAY, TABLE
from sojo_eval.evaluation.targets.scheme import marks
from sojo_eval.evaluation.targets.status import (
    Course,
    Measured,
    base_from_change,
    elapsed,
    rests_on_the_course,
    status,
)
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem

_NAN = float("nan")
_NOTHING = Measured(_NAN, _NAN, _NAN)
_TELLS_ONLY = "target-unlikely"
"""The rule of a problem that does not keep a target from being judged."""

NO_FINDING = Text(
    "この指標を計算できる資料がありません", "There are no data from which this indicator could be worked out"
)
NO_VALUE = Text("いまの値がありません（{reason}）", "There is no current value ({reason})")
NO_INTERVAL = Text(
    "この種類の指標では、いまの値だけの95%区間を出せません",
    "For this kind of indicator the current value has no 95 % interval of its own",
)
NO_DUE_DATE = Text(
    "達成期限も計画の最終日も書かれていないため、進み具合を期限と比べられません",
    "Neither a due date nor the plan's last day is known, so that the pace has nothing to be held against",
)
NO_BASE = Text(
    "初期値が書かれておらず、前の計画の値もありません",
    "No base is written down, and there is no value of the earlier plan",
)
TOO_WIDE = Text(
    "いまの値の95%区間が広く、目標に間に合う進み具合かどうかを見分けられません",
    "The 95 % interval of the current value is too wide to tell whether the pace will do",
)

ON_BOTH_SIDES = Text(
    "出発点で届いていた目標に、いまも届いているかどうかを見分けられません",
    "Whether the target, which the base had reached, is still reached cannot be told",
)
RESTS_ON_THE_COURSE = Text(
    "いまの値は期間の平均です。まっすぐ伸びてきたのなら間に合い、初めからこの水準なら足りません",
    "The current value is the mean of a period: enough if it rose evenly, too little if it stood there from the start",
)


def judged_targets(
    city: City, findings: pd.DataFrame, current: Period, problems: list[Problem]
) -> pd.DataFrame:
    """One row for each target of the current plan (`columns.TARGETS`), judged for the whole city.

    findings: as `evaluate` makes them; problems: of `target_problems`. Targets of other plans belong to the evaluation
    in which that plan is the current one.
    """
    table = city.table(TABLE).reset_index(drop=True)
    whole = findings[(findings["area"] == city.code) & (findings["question"] == "level")]
    found = {str(row["indicator"]): row for _, row in whole.iterrows()}
    stopped = {p.row: p for p in reversed(problems) if p.rule != _TELLS_ONLY}
    plan = city.plan(current.id)
    rows = [
        _row(row, found.get(str(row["indicator"])), plan, stopped.get(at), city.configuration.target_scheme)
        for at, (_, row) in enumerate(table.iterrows(), start=1)
        if row["plan"] == current.id and len(whole)  # single areas have no targets
    ]
    return pd.DataFrame(rows, columns=[column.name for column in TARGETS])


def with_targets(findings: pd.DataFrame, targets: pd.DataFrame, city: str) -> pd.DataFrame:
    """The findings with `target` and `target_status` of the whole city's level question; empty everywhere else.

    What moves away from its target deserves attention, whatever its verdict.
    """
    own = (findings["area"] == city) & (findings["question"] == "level")
    declared = targets.drop_duplicates("indicator").set_index("indicator")
    indicator = findings["indicator"].where(own)
    status = indicator.map(declared["status"]).astype(object).fillna("")
    return findings.assign(
        target=indicator.map(declared["target"]).astype(float),
        target_status=status,
        attention=findings["attention"].astype(bool) | (status == MOVING_AWAY),
    )


def _row(
    target: pd.Series,
    finding: pd.Series | None,
    plan: pd.Series,
    problem: Problem | None,
    scheme: TargetScheme | None,
) -> dict[str, object]:
    due = target["due_date"] if pd.notna(target["due_date"]) else plan["end_date"]
    row: dict[str, object] = {
        "indicator": target["indicator"],
        "plan": target["plan"],
        "pillar": "" if finding is None else finding["pillar"],
        "title_ja": target["indicator"] if finding is None else finding["title_ja"],
        "title_en": target["indicator"] if finding is None else finding["title_en"],
        "unit": "" if finding is None else finding["unit"],
        "direction": target["direction"],
        "base": target["baseline_value"],
        "base_from": "" if pd.isna(target["baseline_value"]) else "table",
        "target": target["target_value"],
        "due_date": due,
        "status": "cannot_be_told",
        "mark": "",
        "marks_possible": "",
        "source": target["source"],
    }
    if problem is not None:
        return row | _reason(Text(*(problem.sentence(lang) for lang in ("ja", "en"))))
    if finding is None:
        return row | _reason(NO_FINDING)
    return row | _judged(target, finding, (plan["start_date"], due), scheme)


def _judged(
    target: pd.Series,
    finding: pd.Series,
    span: tuple[pd.Timestamp, pd.Timestamp],
    scheme: TargetScheme | None,
) -> dict[str, object]:
    current = Measured(*(float(finding[c]) for c in ("value_current", "current_low", "current_high")))
    base, base_from = _base(target, finding, current)
    last = finding["data_until"]
    course = Course(
        base=base,
        target=float(target["target_value"]),
        current=current,
        elapsed=elapsed(*_days(*span, last), of_one_day=finding["kind"] in OF_ONE_DAY),
        higher=target["direction"] == "higher",
    )
    found = status(course)
    here, possible = marks(scheme, course, str(finding["unit"]))
    progress = [course.progress(v) for v in (current.value, current.low, current.high)]
    return {
        "base": base.value,
        "base_from": base_from,
        "value": current.value,
        "value_low": current.low,
        "value_high": current.high,
        "as_of": last,
        "progress": progress[0],
        "progress_low": min(progress[1:]),
        "progress_high": max(progress[1:]),
        "time_elapsed": course.elapsed.now,
        "needed_now": course.straight(course.elapsed.now),
        "needed_mean": course.straight(course.elapsed.mean),
        "status": found,
        "mark": here,
        "marks_possible": possible,
        **(_reason(_why_not(course, finding)) if found == "cannot_be_told" else _reason(Text("", ""))),
    }


def _base(target: pd.Series, finding: pd.Series, current: Measured) -> tuple[Measured, str]:
    """The base as the city wrote it, else the earlier plan's value with its interval; and which of the two."""
    written = target["baseline_value"]
    if pd.notna(written):
        return Measured(float(written), float(written), float(written)), "table"
    earlier = float(finding["value_baseline"])
    if pd.isna(earlier):
        return _NOTHING, ""
    change = Measured(*(float(finding[c]) for c in ("change", "change_low", "change_high")))
    return base_from_change(earlier, change, current, ratio=finding["scale"] == "ratio"), "earlier_plan"


def _days(*days: pd.Timestamp) -> tuple[float, float, float]:
    start, due, last = (_NAN if pd.isna(day) else day / pd.Timedelta(days=1) for day in map(_since, days))
    return start, due, last


def _since(day: pd.Timestamp) -> pd.Timedelta:
    return day - pd.Timestamp("2000-01-01")


def _why_not(course: Course, finding: pd.Series) -> Text:
    """Why the status cannot be told: what is missing, or that the interval is too wide."""
    if pd.isna(course.current.value):
        return NO_VALUE.format(reason=Text(str(finding["reasons"]), str(finding["reasons_en"])))
    if pd.isna(course.current.low):
        return NO_INTERVAL
    if pd.isna(course.base.value):
        return NO_BASE
    if course.keeps:
        return ON_BOTH_SIDES
    if pd.isna(course.elapsed.now):
        return NO_DUE_DATE
    return RESTS_ON_THE_COURSE if rests_on_the_course(course) else TOO_WIDE


def _reason(reason: Text) -> dict[str, object]:
    return {"reason_ja": reason.ja, "reason_en": reason.en}
