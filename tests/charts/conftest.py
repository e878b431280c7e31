"""The small hand-made Evaluation of `tests/made_evaluation.py`, and what may be published of it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from sojo_eval.disclosure import Published, publish
from sojo_eval.evaluation import Evaluation


@pytest.fixture(scope="session")
def make_evaluation() -> Callable[..., Evaluation]:
    """Builder of the hand-made Evaluation; its arguments are the numbers of planted small counts."""
    path = Path(__file__).resolve().parent.parent / "made_evaluation.py"
    spec = importlib.util.spec_from_file_location("sojo_eval_made_evaluation", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    builder: Callable[..., Evaluation] = module.make_evaluation
    return builder


@pytest.fixture(scope="session")
def published(make_evaluation: Callable[..., Evaluation]) -> Published:
    return publish(make_evaluation())
