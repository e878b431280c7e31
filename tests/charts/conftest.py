"""What may be published of the small hand-made Evaluation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sojo_eval.disclosure import Published, publish
from sojo_eval.evaluation import Evaluation


@pytest.fixture(scope="session")
def published(make_evaluation: Callable[..., Evaluation]) -> Published:
    return publish(make_evaluation())
