"""What is hidden of a finding is not told by its target either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.disclosure import publish
from sojo_eval.evaluation import Evaluation

Maker = Callable[..., Evaluation]
HIDDEN, SHOWN = "consultation.support_plans_drafted", "consultation.first_response_within_3_days"
# Written out here and not taken from the code under test.
NUMBERS = [
    "base", "value", "value_low", "value_high", "progress", "progress_low", "progress_high", "needed_now", "needed_mean",
]  # fmt: skip
TEXTS = ["status", "mark", "marks_possible", "reason_ja", "reason_en"]


def test_every_number_of_a_target_is_known_to_these_tests(make_evaluation: Maker) -> None:
    table = make_evaluation().targets
    numeric = {c for c in table if pd.api.types.is_float_dtype(table[c])}
    assert numeric - {"target", "time_elapsed"} == set(NUMBERS)


@settings(max_examples=8, deadline=None)
@given(
    marks=st.lists(st.floats(0.1234567, 0.9876543), min_size=len(NUMBERS), max_size=len(NUMBERS), unique=True)
)
def test_nothing_of_the_target_of_a_small_finding_survives(
    make_evaluation: Maker, marks: list[float]
) -> None:
    made = make_evaluation(0, True)
    table = made.targets.copy()
    row = table["indicator"] == HIDDEN
    signs = [round(m, 7) + 7e-9 for m in marks]
    for column, sign in zip(NUMBERS, signs, strict=True):
        table.loc[row, column] = sign
    table.loc[row, TEXTS] = "SECRET-7531"
    published = publish(replace(made, targets=table))
    said = []
    for field in fields(published):
        value = getattr(published, field.name)
        cells = value.astype(object).to_numpy().ravel() if isinstance(value, pd.DataFrame) else [value]
        said += [repr(v) if isinstance(v, float) else str(v) for v in cells]
    assert not any("SECRET" in text for text in said)
    assert not any(repr(sign) in text for sign in signs for text in said)
    hidden = published.targets.set_index("indicator").loc[HIDDEN]
    assert hidden["hidden"]
    assert hidden[NUMBERS].isna().all()
    assert (hidden[TEXTS] == "").all()
    assert hidden["target"] == 0.8
    # The title and the target itself are printed by the plan; no other number stands in the sentence.
    assert hidden["sentence_en"] == "“Support plans drafted”: the target is 0.8. Its figures are withheld."


def test_the_status_of_a_hidden_finding_is_hidden_in_the_findings_too(make_evaluation: Maker) -> None:
    found = publish(make_evaluation(0, True)).findings.set_index("indicator")
    assert found.loc[HIDDEN, "target_status"] == ""
    assert pd.isna(found.loc[HIDDEN, "current_low"])
    assert found.loc[SHOWN, "target_status"] == "on_pace"


def test_a_target_of_a_finding_that_may_be_shown_stays_whole(make_evaluation: Maker) -> None:
    made = make_evaluation(0, True)
    published = publish(made)
    row = published.targets.set_index("indicator").loc[SHOWN]
    before = made.targets.set_index("indicator").loc[SHOWN]
    assert not row["hidden"]
    pd.testing.assert_series_equal(row[before.index], before, check_dtype=False)
    log = published.hidden
    assert log.loc[log["where"] == "targets", "indicator"].tolist() == [HIDDEN]


@pytest.mark.parametrize("question", ["level", "path"])
def test_it_is_the_level_question_that_a_target_rests_on(make_evaluation: Maker, question: str) -> None:
    made = make_evaluation(0, True)
    findings = made.findings.copy()
    findings.loc[findings["indicator"] == HIDDEN, "question"] = question
    published = publish(replace(made, findings=findings))
    hidden = published.targets.set_index("indicator")["hidden"]
    assert hidden[HIDDEN] == (question == "level")
