"""Facts stand by name and year; without any the page says so."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sojo_eval.disclosure import Published
from sojo_eval.foundation.language import Language
from sojo_eval.reports import facts


@pytest.mark.parametrize(("lang", "years"), [("ja", "2022年度、2024年度"), ("en", "2022, 2024")])
def test_a_fact_is_told_by_name_with_all_its_years(published: Published, lang: Language, years: str) -> None:
    rows = pd.DataFrame(
        [("desk_without_consultation", year, "d7", "窓口七", "desk seven") for year in (2024, 2022)],
        columns=["fact", "year", "item", "name_ja", "name_en"],
    )
    page = facts(replace(published, facts=rows), lang).html
    assert page.count("窓口七" if lang == "ja" else "desk seven") == 1
    assert years in page


def test_no_fact_is_said_and_not_left_out(published: Published) -> None:
    page = facts(published, "ja").html
    assert "一件もなかった窓口・事業・圏域はありません" in page
    assert "<table" not in page
