"""What may be published of the small hand-made Evaluation, and its pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import sojo_eval.reports as reports
from sojo_eval.disclosure import Published, publish
from sojo_eval.evaluation import Evaluation
from sojo_eval.foundation.language import LANGUAGES, Language
from tests.reports.whole_pages import blocks, executed


@pytest.fixture(scope="session")
def published(make_evaluation: Callable[..., Evaluation]) -> Published:
    return publish(make_evaluation())


@pytest.fixture(scope="session")
def pages(published: Published) -> dict[Language, str]:
    return {lang: reports.notebook_to_html(executed(blocks(published, lang)), lang) for lang in LANGUAGES}
