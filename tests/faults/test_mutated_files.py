"""Thirty-odd ways a city's files can be wrong: each is located in both languages, and nothing clean is touched."""

from __future__ import annotations

import hashlib
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from sojo_eval.city import import_city
from sojo_eval.cli.app import app
from sojo_eval.example_city import make_example_city

Mutate = Callable[[Path], object]

LOG = "raw/相談記録_2023年度.csv"
RESPONDENTS = "raw/調査_回答者.csv"
WAVES = "raw/調査_概要.csv"
PEOPLE = "raw/地域・年齢別人口.csv"
REFERRALS = "raw/つなぎ記録.csv"
MAPPING = "mappings/08_consultations.toml"


def encoding_of(path: Path) -> str:
    return "utf-8-sig" if path.read_bytes().startswith(b"\xef\xbb\xbf") else "cp932"


def in_text(name: str, change: Callable[[list[str]], list[str]]) -> Mutate:
    """Change the lines of a text file and keep its encoding."""

    def mutate(folder: Path) -> None:
        path = folder / name
        encoding = "utf-8" if path.suffix == ".toml" else encoding_of(path)
        lines = path.read_bytes().decode(encoding).splitlines()
        path.write_bytes("\r\n".join([*change(lines), ""]).encode(encoding))

    return mutate


def cell(name: str, line: int, column: str, value: str) -> Mutate:
    """Put `value` into one cell of a CSV file (no quoted commas in the cells before it)."""

    def change(lines: list[str]) -> list[str]:
        at = lines[0].split(",").index(column)
        cells = lines[line].split(",")
        cells[at] = value
        lines[line] = ",".join(cells)
        return lines

    return in_text(name, change)


def renamed(name: str, old: str, new: str) -> Mutate:
    return in_text(name, lambda lines: [lines[0].replace(old, new), *lines[1:]])


def replaced(name: str, old: str, new: str) -> Mutate:
    return in_text(name, lambda lines: "\n".join(lines).replace(old, new, 1).split("\n"))


def content(name: str, data: bytes) -> Mutate:
    return lambda folder: (folder / name).write_bytes(data)


def doubled(folder: Path) -> None:
    in_text(LOG, lambda lines: [*lines, lines[5]])(folder)


def mojibake(folder: Path) -> None:
    path = folder / LOG
    data = path.read_bytes()
    path.write_bytes(data[:400] + b"\x81\xff\xfe\x00\x9f" + data[400:])


# name: (what goes wrong, the table that must not change, part of the file named, column named, text in the message)
MUTATIONS: dict[str, tuple[Mutate, str, str, str, str]] = {
    "missing column": (renamed(LOG, "受付日", "うけつけ"), "consultations", "2023年度", "受付日", "ありません"),
    "renamed column": (renamed(LOG, "受付日", "受付年月日"), "consultations", "2023年度", "受付日", "受付年月日"),
    "heisei 35": (cell(LOG, 3, "受付日", "平成35年4月3日"), "consultations", "2023年度", "受付日", "令和5年"),
    "H35": (cell(LOG, 3, "受付日", "H35.4.3"), "consultations", "2023年度", "受付日", "平成は2019年"),
    "era before it began": (cell(LOG, 3, "受付日", "R1.4.3"), "consultations", "2023年度", "受付日", "令和は2019年"),
    "era and number alone": (cell(LOG, 3, "受付日", "R5"), "consultations", "2023年度", "受付日", "元号と数字だけ"),
    "two-digit year": (cell(LOG, 3, "受付日", "23/4/3"), "consultations", "2023年度", "受付日", "2桁の年"),
    "no such day": (cell(LOG, 3, "受付日", "R5.2.30"), "consultations", "2023年度", "受付日", "暦にない"),
    "words for a date": (cell(LOG, 3, "受付日", "先週"), "consultations", "2023年度", "受付日", "日付として読めません"),
    "date missing": (cell(LOG, 3, "受付日", ""), "consultations", "2023年度", "受付日", "必ず要る"),
    "response before receipt": (cell(LOG, 3, "初回対応日", "R4.4.1"), "consultations", "2023年度", "初回対応日", "前です"),
    "closed before receipt": (cell(LOG, 3, "終了日", "R4.4.1"), "consultations", "2023年度", "終了日", "前です"),
    "unknown code": (cell(LOG, 3, "相談方法", "伝書鳩"), "consultations", "2023年度", "相談方法", "コード表"),
    "unknown desk": (cell(LOG, 3, "受付機関", "未知の窓口"), "consultations", "2023年度", "受付機関", "参照する表"),
    "unknown area": (cell(LOG, 3, "圏域", "月面圏域"), "consultations", "2023年度", "圏域", "地域の表にない名前"),
    "duplicate key": (doubled, "consultations", "2023年度", "受付番号", "同じ行"),
    "orphan key": (cell(REFERRALS, 2, "受付番号", "9999-99999"), "referrals", "つなぎ記録", "受付番号", "にない値"),
    "negative count": (cell(PEOPLE, 3, "人口", "-5"), "population", "人口", "人口", "小さい"),
    "triangle for minus": (cell(PEOPLE, 3, "人口", "△5"), "population", "人口", "人口", "小さい"),
    "fraction of a person": (cell(PEOPLE, 3, "人口", "12.5"), "population", "人口", "人口", "整数"),
    "unit in a number": (cell(PEOPLE, 3, "人口", "5人"), "population", "人口", "人口", "数として"),
    "approximate number": (cell(PEOPLE, 3, "人口", "約500"), "population", "人口", "人口", "数として"),
    "percent": (cell("raw/目標値.csv", 1, "目標値", "85%"), "targets", "目標値", "目標値", "％"),
    "weights off the frame": (cell(RESPONDENTS, 2, "ウェイト", "99999"), "survey_waves", "調査_概要", "", "重みの合計"),
    "weight of zero": (cell(RESPONDENTS, 2, "ウェイト", "0"), "survey_respondents", "調査_回答者", "ウェイト", "正の数"),
    "more returns than invited": (cell(WAVES, 1, "有効回収数", "9000"), "survey_waves", "調査_概要", "有効回収数", "多く"),
    "unknown plan": (cell(WAVES, 1, "計画", "9"), "survey_waves", "調査_概要", "計画", "にない値"),
    "empty file": (content(LOG, b""), "consultations", "2023年度", "", "空です"),
    "mojibake": (mojibake, "consultations", "2023年度", "", "文字コード"),
    "html named xlsx": (
        content("raw/重層_台帳.xlsx", b"<html><body>404</body></html>"), "cases", "重層_台帳", "", "ウェブページ",
    ),
    "open quotation mark": (
        in_text(LOG, lambda lines: [*lines[:4], '"' + lines[4], *lines[5:]]), "consultations", "2023年度", "", "CSV",
    ),
    "no file": (lambda folder: (folder / REFERRALS).unlink(), "referrals", "mappings/", "files", "ファイルがありません"),
    "sheet renamed": (replaced("mappings/11_cases.toml", '"ケース"', '"けーす"'), "cases", "重層_台帳", "", "シート"),
    "mapping with a slip": (replaced(MAPPING, "[columns]", "[colums]"), "consultations", "08_consultations", "colums", "項目"),
    "mapping of an unknown field": (
        replaced(MAPPING, "closed_date =", "close_date ="), "consultations", "08_consultations", "columns.close_date",
        "項目",
    ),
    "mapping that is no TOML": (content(MAPPING, b"[columns"), "consultations", "08_consultations", "", "TOML"),
}  # fmt: skip


@pytest.fixture(scope="module")
def whole_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sparse example city, imported without a problem."""
    folder = tmp_path_factory.mktemp("sound") / "city"
    make_example_city(folder, seed=7, scenario="sparse")
    assert import_city(folder).errors == ()
    return folder


@pytest.fixture(scope="module")
def sound_city(whole_city: Path) -> Path:
    """The same city with a few rows of its long files, since each mistake costs an import: without a problem too."""
    folder = whole_city.with_name("short")
    shutil.copytree(whole_city, folder, ignore=shutil.ignore_patterns("clean"))
    shortened(folder / "raw")
    assert import_city(folder).errors == ()
    return folder


def shortened(raw: Path) -> None:
    """Take away rows that no other row refers to; every kind of file, and every table, stays."""
    for path in [*raw.glob("相談記録_201*.csv"), *raw.glob("地域活動_201*.csv")]:
        path.unlink()
    cases = openpyxl.load_workbook(raw / "重層_台帳.xlsx", read_only=True)["ケース"]
    taken_up = {str(row[1]) for row in cases.iter_rows(values_only=True)}

    def keep(name: str, kept: Callable[[int, list[str]], bool]) -> None:
        in_text(
            f"raw/{name}",
            lambda lines: [lines[0], *(line for i, line in enumerate(lines[1:]) if kept(i, line.split(",")))],
        )(raw.parent)

    def few(number: str) -> bool:
        plain = unicodedata.normalize("NFKC", number)
        return plain in taken_up or (plain[:3] == "202" and plain.endswith("1"))

    for path in raw.glob("相談記録_*.csv"):
        keep(path.name, lambda i, cells: few(cells[0]))
    keep("相談内容.csv", lambda i, cells: few(cells[0]))
    keep("つなぎ記録.csv", lambda i, cells: few(cells[1]))
    for name in ("地域・年齢別人口.csv", "民生委員_活動報告.csv", "職員配置.csv", "調査_回答.csv"):
        keep(name, lambda i, cells: i < 200)
    book = openpyxl.load_workbook(raw / "担い手現員.xlsx")
    for name in book.sheetnames[:-1]:
        del book[name]
    book.save(raw / "担い手現員.xlsx")


def hashes(folder: Path) -> dict[str, str]:
    return {p.stem: hashlib.sha256(p.read_bytes()).hexdigest() for p in (folder / "clean").glob("*.parquet")}


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_a_mistake_is_located_and_nothing_clean_is_touched(
    name: str, sound_city: Path, tmp_path: Path
) -> None:
    mutate, table, file, column, words = MUTATIONS[name]
    folder = tmp_path / "city"
    shutil.copytree(sound_city, folder)
    before = hashes(folder)
    mutate(folder)
    result = CliRunner().invoke(app, ["import", str(folder), "--lang", "ja"])
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    assert words in result.output
    assert hashes(folder)[table] == before[table]
    problems = pd.read_csv(folder / "clean" / "problems.csv", dtype=str, keep_default_na=False)
    named = problems["message"].str.contains(words, regex=False) | problems["fix"].str.contains(
        words, regex=False
    )
    here = problems["file"].str.contains(file, regex=False) & problems["column"].str.contains(
        column, regex=False
    )
    assert (named & here).any(), problems.to_string()
    assert (problems[["message_en", "fix_en"]] != "").all().all()
    assert (problems["message_en"] != problems["message"]).all()


def test_every_mistake_is_told_in_english_too(sound_city: Path, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(sound_city, folder)
    cell(LOG, 3, "受付日", "平成35年4月3日")(folder)
    result = CliRunner().invoke(app, ["import", str(folder), "--lang", "en"])
    assert result.exit_code == 1
    assert "raw/相談記録_2023年度.csv › row 4 › column" in result.output
    assert "平成 ended on 2019-04-30 (is it 令和5年?)" in result.output
    assert "Write it as R6.4.1" in result.output


def test_a_failed_table_keeps_back_those_that_refer_to_it(sound_city: Path, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(sound_city, folder)
    before = hashes(folder)
    cell(LOG, 3, "受付日", "先週")(folder)
    outcome = import_city(folder)
    assert {"consultation_topics", "referrals", "cases", "meetings", "support_plans"} <= set(
        outcome.held_back
    )
    assert len(outcome.errors) == 1, [p.sentence("en") for p in outcome.problems]
    assert hashes(folder) == before


def test_a_mended_file_imports_again(sound_city: Path, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(sound_city, folder)
    original = (folder / LOG).read_bytes()
    mojibake(folder)
    assert import_city(folder).errors
    assert "文字コードが壊れています" in (folder / "clean" / "problems.html").read_text(encoding="utf-8")
    (folder / LOG).write_bytes(original)
    assert import_city(folder).errors == ()
    assert "文字コードが壊れています" not in (folder / "clean" / "problems.html").read_text(encoding="utf-8")


def test_every_row_is_accounted_for(whole_city: Path) -> None:
    log = pd.read_csv(whole_city / "clean" / "import_log.csv")
    assert (log["rows_read"] == log["rows_kept"] + log["rows_left_out"] + log["rows_refused"]).all()
    assert log["rows_read"].sum() > 10_000
