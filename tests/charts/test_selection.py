"""An unknown indicator, pillar or area is refused by name."""

from __future__ import annotations

import pytest

from sojo_eval.charts import changes_forest, pillar_overview, series_chart
from sojo_eval.disclosure import Published
from sojo_eval.foundation.problems import SojoEvalError


def test_an_unknown_indicator_pillar_or_area_is_refused_by_name(published: Published) -> None:
    with pytest.raises(SojoEvalError, match=r"no\.such"):
        series_chart(published, "no.such")
    with pytest.raises(SojoEvalError, match="gardening"):
        changes_forest(published, "gardening")
    with pytest.raises(SojoEvalError, match="999"):
        pillar_overview(published, "ja", area="999")
