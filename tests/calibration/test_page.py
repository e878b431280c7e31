"""docs/calibration.md shows the certified run."""

from __future__ import annotations

from pathlib import Path

from sojo_eval.calibration import load_certified
from sojo_eval.calibration.page import page


def test_the_page_shows_the_certified_run(repository: Path) -> None:
    written = (repository / "docs" / "calibration.md").read_text(encoding="utf-8")
    assert written == page(load_certified()), "run: python -m sojo_eval.calibration.page docs/calibration.md"
