"""A reworded question is marked between the waves."""

from __future__ import annotations

from sojo_eval.charts import survey_waves
from sojo_eval.disclosure import Published


def test_a_reworded_question_is_marked_in_the_waves(published: Published) -> None:
    assert "地域の活動に参加している　※ 比較できません" in survey_waves(published, "connections", "ja").alt
