"""The calibration page tells where the promises end, in both languages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

import sojo_eval as se
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.reports.texts import calibration as texts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_world_off_the_grid_stands_there_and_what_exceeds_the_promise_is_marked(lang: Language) -> None:
    certified = se.calibration.load_certified()
    rows = certified.off_grid
    rows = rows[(rows["part"] == "off_grid") & (rows["rule"] == "verdict")]
    page = BeautifulSoup(se.reports.calibration_off_grid(certified, lang)._repr_html_(), "html.parser")
    cells = [
        [c.get_text(strip=True) for c in row.find_all("td")] for row in page.find("tbody").find_all("tr")
    ]  # type: ignore[union-attr]
    assert [row[0] for row in cells] == [texts.OFF_GRID_WORLDS[w](lang) for w in rows["what"]]
    shares = [float(row[2].split("%")[0]) / 100 for row in cells]
    assert shares == pytest.approx(rows["improving"].tolist(), abs=0.0006)
    assert [row[2].endswith(("※", "†")) for row in cells] == [share > 0.04 for share in rows["improving"]]
    assert 0 < sum(row[2].endswith(("※", "†")) for row in cells) < len(cells)


def test_no_world_is_named_that_the_table_does_not_hold() -> None:
    rows = se.calibration.load_certified().off_grid
    assert set(texts.OFF_GRID_WORLDS) == set(rows.loc[rows["part"] == "off_grid", "what"])
