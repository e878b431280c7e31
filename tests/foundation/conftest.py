"""A city of one raw file, not imported yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.city import init_city
from tests.city.imported import MAPPING, write


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    init_city(folder, code="132292", name="西東京市")
    (folder / "mappings" / "m.toml").write_text(MAPPING, encoding="utf-8")
    write(folder, "O1,共生課,市の部署", "O2,泉会,NPO等")
    (folder / "clean").mkdir()
    return folder
