"""`sojo-eval template`: which tables there are, and a workbook for those asked for."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sojo_eval.city import init_city
from sojo_eval.cli.template import make_template
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.schema import load_schema
from tests.conftest import SmallCity


def refusal(asked: list[str], out: Path | None, force: bool = False) -> SojoEvalError:
    with pytest.raises(SojoEvalError) as caught:
        make_template(asked, out, None, force, "ja")
    return caught.value


def test_without_a_table_all_are_listed_with_their_titles(capsys: pytest.CaptureFixture[str]) -> None:
    make_template([], None, None, False, "ja")
    printed = capsys.readouterr().out
    for table in load_schema().tables.values():
        assert table.name in printed
        assert table.title.ja in printed


def test_tables_are_asked_for_by_name_or_by_title(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "相談.xlsx"
    make_template(["Consultations", "つなぎ", "referrals"], out, None, False, "en")
    sheets = openpyxl.load_workbook(out).sheetnames
    assert sheets[:5] == ["記入のしかた", "相談記録", "つなぎ", "記入例 相談記録", "記入例 つなぎ"]
    printed = capsys.readouterr().out
    assert (
        "It refers to tables that the city must have; import them first: Services and desks, Areas" in printed
    )
    assert "sojo-eval template services areas --out" in printed
    assert [p.name for p in out.parent.iterdir()] == ["相談.xlsx"]


def test_a_misspelt_table_is_met_with_the_nearest(tmp_path: Path) -> None:
    assert "referrals（つなぎ）" in refusal(["referals"], tmp_path / "a.xlsx").fix.ja
    assert "consultations" in refusal(["相談の記録"], tmp_path / "a.xlsx").fix.en
    assert "sojo-eval template" in refusal(["xyzw"], tmp_path / "a.xlsx").fix.ja
    assert not (tmp_path / "a.xlsx").exists()


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    out.write_text("filled in", encoding="utf-8")
    assert refusal(["plans"], out).code == "exists"
    assert out.read_text(encoding="utf-8") == "filled in"
    make_template(["plans"], out, None, True, "ja")
    assert openpyxl.load_workbook(out).sheetnames[1] == "計画期間"


def test_where_to_write_must_be_said_and_be_a_workbook(tmp_path: Path) -> None:
    assert refusal(["plans"], None).code == "no-out"
    assert refusal(["plans"], tmp_path / "a.csv").code == "file-kind"


def test_a_citys_own_names_are_put_up_for_choice(tmp_path: Path, small_city: SmallCity) -> None:
    city = small_city.make()
    make_template(["supporters"], tmp_path / "a.xlsx", city.path, False, "ja")
    lists = openpyxl.load_workbook(tmp_path / "a.xlsx")["コード表"]
    assert {"試験市", "東", "西", "東町", "西町"} <= {c.value for row in lists.iter_rows() for c in row}


def test_before_the_first_import_the_registers_are_asked_for_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init_city(tmp_path / "city", code="132292", name="西東京市")
    make_template(["consultations"], tmp_path / "a.xlsx", tmp_path / "city", False, "ja")
    assert "sojo-eval template services areas --out 台帳_事業・窓口.xlsx" in capsys.readouterr().out
