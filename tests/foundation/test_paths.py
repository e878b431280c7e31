"""Every door takes a path as people write it, and says so where it is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import sojo_eval as se
from sojo_eval.batch.cities import run_cities
from sojo_eval.batch.job import Settings
from sojo_eval.batch.jobs_file import read_jobs
from sojo_eval.batch.publish import Publication
from sojo_eval.batch.verify import verify
from sojo_eval.city import (
    check_city,
    import_city,
    init_city,
    open_city,
    read_configuration,
    record_clean_tables,
)
from sojo_eval.evaluation import Evaluation
from sojo_eval.example_city import make_example_city
from sojo_eval.foundation.paths import as_path
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.reports import write_index

DOORS: tuple[Callable[[str], object], ...] = (
    open_city,
    se.open_city_or_example,
    lambda p: se.publish_reports(p, p),
    check_city,
    import_city,
    read_configuration,
    read_jobs,
    lambda p: run_cities(p, Publication(), Settings()),
    lambda p: verify(p, Settings()),
)  # fmt: skip
"""What reads a folder: each refuses one that is not there by its whole name."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("door", DOORS)
def test_a_text_with_a_tilde_is_looked_for_at_home(door: Callable[[str], object], home: Path) -> None:
    with pytest.raises(SojoEvalError) as refused:
        door("~/nowhere")
    said = refused.value
    assert str(home / "nowhere") in said.message.en + said.fix.en
    assert "~" not in said.message.en


def test_what_writes_takes_a_text(home: Path, make_evaluation: Callable[..., Evaluation]) -> None:
    make_evaluation().save("~/results")
    assert (home / "results" / "findings.csv").is_file()
    init_city("~/new", code="132292", name="試験市")
    record_clean_tables("~/new", [])
    assert (home / "new" / "clean" / "manifest.json").is_file()
    assert write_index("~/reports") == home / "reports" / "index.html"
    with pytest.raises(SojoEvalError):  # the folder is somebody's
        make_example_city("~/new")


@pytest.mark.parametrize("wrong", ["", "  ", None, 4, "~nobody_of_that_name/x"])
def test_what_is_no_path_is_said_in_both_languages(wrong: str) -> None:
    with pytest.raises(SojoEvalError) as refused:
        as_path(wrong)
    assert refused.value.code == "no-path"
    assert refused.value.message.ja != refused.value.message.en
