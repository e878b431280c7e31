"""How to cite the package says what the package says of itself, and its types travel with it."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import yaml

from sojo_eval.foundation.version import VERSION

REQUIRED = {"cff-version", "message", "title", "authors"}
"""Of the Citation File Format 1.2.0."""


def test_the_citation_file_is_valid_and_agrees_with_the_package(repository: Path) -> None:
    cited = yaml.safe_load((repository / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(cited) >= REQUIRED
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "software"
    assert cited["version"] == VERSION
    assert " AND ".join(cited["license"]) == project["license"]
    assert cited["authors"] == [{"name": "sojo_eval contributors"}]
    assert set(cited["keywords"]) <= set(project["keywords"])


def test_a_type_checker_finds_the_types_of_the_package() -> None:
    assert resources.files("sojo_eval").joinpath("py.typed").is_file()
