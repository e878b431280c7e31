"""Every encoding that offices write is read as it is, or refused with the way out; never into other letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.importing.files.encodings import decode
from sojo_eval.importing.files.reading import read_sheets

TEXT = "窓口,受付日,件数\n本庁（１階）,令和6年4月1日,12\nなごみセンター,令和6年4月2日,3\n"
ENCODINGS = {
    "utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "cp932": "cp932", "euc_jp": "euc_jp", "iso2022_jp": "iso2022_jp_ext",
    "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
}  # fmt: skip


@pytest.mark.parametrize(("written", "told"), ENCODINGS.items())
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_table_reads_the_same_in_each(tmp_path: Path, written: str, told: str, ends: str) -> None:
    content = TEXT.replace("\n", ends).encode(written)
    assert decode(content, "a.csv")[1] == told
    (tmp_path / "a.csv").write_bytes(content)
    (sheet,), problems = read_sheets(tmp_path / "a.csv", "a.csv")
    assert problems == []
    assert [[str(c) for c in row] for row in sheet.rows] == [line.split(",") for line in TEXT.splitlines()]


@pytest.mark.parametrize("written", ["utf-16", "utf-16-le", "utf-8", "cp932"])
def test_the_unicode_text_of_excel_is_divided_by_tabs(tmp_path: Path, written: str) -> None:
    (tmp_path / "件数.txt").write_bytes(TEXT.replace(",", "\t").encode(written))
    (sheet,), problems = read_sheets(tmp_path / "件数.txt", "件数.txt")
    assert problems == []
    assert sheet.rows[1][2] == "12"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("ﾏﾄﾞｸﾞﾁ,件数,本庁\nﾅｺﾞﾐ,3,西\n", "cp932"),  # kana in half width beside kanji
        ("窓口,件数\n本庁なごみ,3\n", "euc_jp"),
        ("サロン,参加者\nさくら会,3\n", "euc_jp"),
        ("年度,件数\n令和,3\n", "cp932"),
        ("①②,㈱\n髙﨑,3\n", "cp932"),
    ],
)
def test_what_the_two_old_encodings_share_is_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.csv") == (text, encoding, None)


def test_lines_in_utf_16_among_others_make_no_table_of_other_signs() -> None:
    mixed = TEXT.encode("utf-8") + TEXT.encode("utf-16-le") + TEXT.encode("utf-8")
    text, encoding, problem = decode(mixed, "a.csv")
    assert problem is not None or "\0" in text, encoding


@pytest.mark.parametrize(
    "content", ["年度,件数\n平成,3\n".encode("euc_jp"), "ﾏﾄﾞ,ｹﾝ\nｱｲｳｴ,3\n".encode("cp932")]
)
def test_what_could_be_both_is_refused_or_right_but_never_other_letters(content: bytes) -> None:
    text, encoding, problem = decode(content, "a.csv")
    if problem is None:
        assert text.encode(encoding) == content
        assert encoding == "cp932" if "ﾏ" in text else "年度" in text
    else:
        assert "UTF-8" in problem.fix.ja


@pytest.mark.parametrize(
    "content",
    [b"a\0b\0\x01\x02", bytes(range(256)) * 4, b"\x00\x00\x00\x07\x00", b"\xff\xfea", b"\x1b$B\x30"],
)
def test_what_is_no_text_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    sheets, problems = read_sheets(tmp_path / "a.csv", "a.csv")
    assert sheets == []
    assert next(p.rule for p in problems) in ("encoding", "not-what-it-says")
    assert problems[0].fix.ja
