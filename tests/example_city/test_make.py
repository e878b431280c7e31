from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from sojo_eval.example_city import SCENARIOS, make_example_city
from sojo_eval.example_city.received_files.sources import SOURCES
from sojo_eval.foundation.problems import SojoEvalError


def _contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_seed_gives_the_same_files_byte_for_byte(sparse_folder: Path, tmp_path: Path) -> None:
    make_example_city(tmp_path / "again", seed=1, scenario="sparse")
    assert _contents(tmp_path / "again") == _contents(sparse_folder)


def test_another_seed_gives_other_records_but_the_same_place(sparse_folder: Path, tmp_path: Path) -> None:
    make_example_city(tmp_path, seed=2, scenario="sparse")
    first, second = _contents(sparse_folder), _contents(tmp_path)
    assert first.keys() == second.keys()
    assert first["raw/つなぎ記録.csv"] != second["raw/つなぎ記録.csv"]
    assert first["raw/地域一覧.csv"] == second["raw/地域一覧.csv"]
    assert first["city.toml"] == second["city.toml"]


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SojoEvalError) as error:
        make_example_city(tmp_path)
    assert (error.value.code, error.value.exit_code) == ("not-empty", 2)
    assert _contents(tmp_path) == {"notes.txt": b"mine"}


def test_a_real_city_is_not_taken_for_an_example(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text('{"generator": "someone else"}', encoding="utf-8")
    with pytest.raises(SojoEvalError):
        make_example_city(tmp_path)


@pytest.mark.parametrize(
    ("options", "code"), [({"scenario": "best"}, "no-scenario"), ({"seed": -1}, "bad-seed")]
)
def test_wrong_use_is_refused_before_anything_is_written(
    tmp_path: Path, options: dict[str, object], code: str
) -> None:
    with pytest.raises(SojoEvalError) as error:
        make_example_city(tmp_path / "new", **options)  # type: ignore[arg-type]
    assert (error.value.code, error.value.exit_code) == (code, 2)
    assert not (tmp_path / "new").exists()


def test_an_earlier_example_city_is_replaced_and_must_be_imported_again(
    sparse_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "city"
    shutil.copytree(sparse_folder, folder)
    facts = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    (folder / "raw" / "古い.csv").write_text("old", encoding="utf-8")
    facts["files"].append("raw/古い.csv")
    (folder / "truth.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    (folder / "raw" / "mine.txt").write_text("mine", encoding="utf-8")
    (folder / "clean").mkdir()
    (folder / "clean" / "manifest.json").write_text("{}", encoding="utf-8")
    make_example_city(folder, seed=3, scenario="sparse")
    assert json.loads((folder / "truth.json").read_text(encoding="utf-8"))["seed"] == 3
    assert not (folder / "raw" / "古い.csv").exists()
    assert (folder / "raw" / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert not (folder / "clean" / "manifest.json").exists()


def test_consultations_look_as_a_city_keeps_them(sparse_folder: Path) -> None:
    files = sorted((sparse_folder / "raw").glob("相談記録_*年度.csv"))
    assert len(files) == 10
    content = files[3].read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n")
    header, first, *_, last = content.decode("cp932").splitlines()
    assert header.startswith("受付番号,受付日,受付機関,圏域")
    assert first.startswith("２０１９-00001,H31.4.")
    assert ",R2.3." in last


def test_every_header_named_by_a_mapping_is_in_its_files(sparse_folder: Path) -> None:
    mappings = sorted((sparse_folder / "mappings").glob("*.toml"))
    assert len(mappings) == len(SOURCES)
    for path in mappings:
        mapping = tomllib.loads(path.read_text(encoding="utf-8"))
        wanted = [c["header"] if isinstance(c, dict) else c for c in mapping["columns"].values()]
        files = [f for pattern in mapping["files"] for f in (sparse_folder / "raw").glob(pattern)]
        assert files, path.name
        for file in files:
            assert set(wanted) <= set(_headers(file, mapping)), (path.name, file.name)


def _headers(file: Path, mapping: dict[str, object]) -> list[str]:
    if file.suffix == ".csv":
        content = file.read_bytes()
        text = content.decode("utf-8-sig") if content.startswith(b"\xef\xbb\xbf") else content.decode("cp932")
        return text.splitlines()[0].split(",")
    pattern = str(mapping["sheets"][0]).removeprefix("*")  # type: ignore[index]
    book = CalamineWorkbook.from_path(str(file))
    sheet = next(n for n in book.sheet_names if n.endswith(pattern))
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    upper, joined = "", []
    for top, bottom in zip(rows[2], rows[3], strict=True):
        upper = str(top) or upper
        joined.append(f"{upper}/{bottom}" if bottom else upper)
    return joined


def test_workbooks_end_in_a_total_and_a_footnote(sparse_folder: Path) -> None:
    book = CalamineWorkbook.from_path(str(sparse_folder / "raw" / "担い手現員.xlsx"))
    assert book.sheet_names[:5] == ["平成28年度", "平成29年度", "平成30年度", "令和元年度", "令和2年度"]
    rows = book.get_sheet_by_name("令和5年度").to_python(skip_empty_area=False)
    assert rows[4][0] == "令和5年4月"
    assert rows[-2][0] == "合計"
    assert rows[-2][3] == sum(float(r[3]) for r in rows[4:-2])
    assert str(rows[-1][0]).startswith("※")


def test_the_readme_says_that_the_records_are_synthetic(sparse_folder: Path) -> None:
    text = (sparse_folder / "README.txt").read_text(encoding="utf-8")
    assert "合成データ" in text
    assert "synthetic" in text
    assert "住民基本台帳" in text
    assert (
        tomllib.loads((sparse_folder / "city.toml").read_text(encoding="utf-8"))["city"]["synthetic"] is True
    )


def test_truth_names_seed_scenario_and_version(sparse_folder: Path) -> None:
    facts = json.loads((sparse_folder / "truth.json").read_text(encoding="utf-8"))
    assert (facts["seed"], facts["scenario"], facts["generator_version"]) == (1, "sparse", "1")
    assert facts["scenario"] in SCENARIOS
