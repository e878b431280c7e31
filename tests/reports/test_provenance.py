"""Where a report comes from is told without the names of files, and changes with any of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

import sojo_eval.reports as reports
from sojo_eval.disclosure import Published
from sojo_eval.foundation.language import LANGUAGES, Language


@pytest.mark.parametrize("lang", LANGUAGES)
def test_inputs_are_one_hash_without_names(published: Published, lang: Language) -> None:
    inputs = {"raw/相談_田中太郎.csv": "ab" * 32, "city.toml": "cd" * 32}
    lines = f"{'cd' * 32}  city.toml\n{'ab' * 32}  raw/相談_田中太郎.csv\n"
    given = replace(published, provenance={**published.provenance, "inputs": inputs})
    html = reports.provenance_block(given, lang).html
    assert hashlib.sha256(lines.encode()).hexdigest() in html
    assert "田中" not in html
    assert "ab" * 8 not in html
    assert {"ja": "2ファイル", "en": "2 files"}[lang] in html


def test_a_changed_file_changes_the_hash(published: Published) -> None:
    def told(**inputs: str) -> str:
        return reports.provenance_block(replace(published, provenance={"inputs": inputs})).html

    assert told(a="1", b="2") == told(b="2", a="1")
    assert len({told(a="1"), told(a="2"), told(b="1"), told(a="1", b="1")}) == 4
