"""The index lists reports by language with their answers."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup

import sojo_eval.reports as reports
from sojo_eval.foundation.language import LANGUAGES, Language


def test_the_index_lists_reports_by_language_with_the_answers(
    pages: dict[Language, str], tmp_path: Path
) -> None:
    for lang in LANGUAGES:
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "40_evaluation.html").write_text(pages[lang], encoding="utf-8")
    path = reports.write_index(tmp_path)
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "ja"
    links = [str(a["href"]) for a in page.select(".reports a")]
    assert links == ["ja/40_evaluation.html", "en/40_evaluation.html"]
    assert all((tmp_path / link).is_file() for link in links)
    assert [s["lang"] for s in page.find_all("section")] == ["ja", "en"]
    assert "つながりづくり：3つの主要指標のうち1つが改善" in page.get_text()
    assert "Consultation: of 3 headline indicators" in page.get_text()
