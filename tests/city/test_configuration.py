"""city.toml: every mistake is named with its place, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.city import init_city, read_configuration
from sojo_eval.city.beginning.new_plans import read_plan
from sojo_eval.foundation.problems import SojoEvalError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    plans = [read_plan("2019-04-01/2024-03-31=第4期地域福祉計画"), read_plan("2024-04-01=第5期地域福祉計画")]
    init_city(tmp_path / "city", code="132292", name="西東京市", plans=plans)
    return tmp_path / "city"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('code = "132292"', "", "city.code"),
        ("threshold = 5", "threshold = 0", "disclosure.threshold"),
        ("start_date = 2019-04-01", 'start_date = "2019-04-01"', "plans[1].start_date"),
        ("confirmed = true", 'confirmed = "いいえ"', "plans[1].confirmed"),
        ('kind = "shock"', 'kind = "shok"', "kind"),
        ("end_date = 2023-05-31", "end_date = 2019-05-31", "end_date"),
        ('plan = "5"', 'plan = "4"', "plan"),
        ("[disclosure]", "[disclosur]", "disclosur"),
        ('name_ja = "第4期地域福祉計画"', 'nam_ja = "第4期地域福祉計画"', "plans[1].nam_ja"),
        ("[city]", "[city", ""),
    ],
)
def test_a_mistake_is_named_with_its_place(folder: Path, old: str, new: str, place: str) -> None:
    path = folder / "city.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SojoEvalError) as caught:
        read_configuration(folder)
    assert caught.value.exit_code == 1
    problems = caught.value.problems
    assert any(p.file == "city.toml" and p.column == place for p in problems), problems
    assert all(p.message.ja and p.message.en and p.fix.ja and p.fix.en for p in problems)
