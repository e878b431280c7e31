"""A folder that is no city yet says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.city import init_city, open_city
from sojo_eval.foundation.problems import SojoEvalError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init_city(tmp_path / "city", code="132292", name="西東京市")
    return tmp_path / "city"


def test_a_folder_that_is_no_city_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SojoEvalError, match="sojo-eval init"):
        open_city(tmp_path)


def test_a_city_that_was_not_imported_says_so(folder: Path) -> None:
    with pytest.raises(SojoEvalError, match="sojo-eval import"):
        open_city(folder)
