"""The overview gives each pillar's counts in words."""

from __future__ import annotations

from sojo_eval.charts import pillar_overview
from sojo_eval.disclosure import Published


def test_the_words_of_the_overview_give_each_pillars_counts(published: Published) -> None:
    alt = pillar_overview(published, "ja").alt
    assert "つながりづくりは一部改善：改善1、ほぼ横ばい1、データ不足1、比較不能1" in alt
    assert (
        "Consultation, mixed: 1 improving, 1 worsening, 1 still open" in pillar_overview(published, "en").alt
    )
