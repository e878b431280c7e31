"""What of a city's folder decides what its pages show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sojo_eval.city.folder import CLEAN, MANIFEST
from sojo_eval.city.settings import FILE_NAME
from sojo_eval.data_quality.data_quality import PROBLEM_LIST
from sojo_eval.evaluation.headline.declaration import declaration_of
from sojo_eval.evaluation.periods import choose_periods
from sojo_eval.reports.asked import FEWEST_COMPARED, Parameters


def city_inputs(folder: Path) -> Mapping[str, Path]:
    """Name → file: the clean tables stand in the manifest with their hashes."""
    return {
        FILE_NAME: folder / FILE_NAME,
        f"{CLEAN}/{MANIFEST}": folder / CLEAN / MANIFEST,
        f"{CLEAN}/{PROBLEM_LIST}": folder / CLEAN / PROBLEM_LIST,
    }


def declaration_notes(found: Parameters) -> tuple[str, ...]:
    """What pages say of the headline indicators' history, which `results/` knows and the inputs do not."""
    if len(found.city.plans) < FEWEST_COMPARED:
        return ()
    periods = choose_periods(found.city, found.baseline, found.current)
    return tuple(note.en for note in declaration_of(found.city, *periods).notes)
