"""Files that are not what they say, or mean harm: a clear message soon, in bounded memory, and never a traceback."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from sojo_eval.importing.files.reading import READABLE, read_sheets
from tests.worked import seconds_worked


def small_book() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["機関コード", "機関名", "種別"], ["O1", "地域共生課", "市の部署"], ["O2", "社協", "法人"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_book(*, locked: bool = False) -> bytes:
    """An .xls; with a FILEPASS record behind the first one when it shall be locked."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("一覧")
    for r, row in enumerate((["機関コード", "機関名"], ["O1", "地域共生課"])):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    if locked:
        stream = book.get_biff_data()
        begin = 4 + int.from_bytes(stream[2:4], "little")
        record = b"\x2f\x00\x36\x00\x01\x00\x01\x00\x01\x00" + bytes(range(48))
        stream = stream[:begin] + record + stream[begin:]
        out = io.BytesIO()
        XlsDoc().save(out, stream)
        return out.getvalue()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def compound(name: str) -> bytes:
    """The beginning of a compound file, and a directory that holds this one name."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[30], head[48] = 9, 4  # sectors of 512 bytes; the directory is the fourth
    return bytes(head) + bytes(4 * 512) + name.encode("utf-16-le") + bytes(400)


def survey(suffix: str) -> bytes:
    """A hundred answers to ten questions."""
    frame = pd.DataFrame({f"Q{i}": np.arange(100.0) for i in range(10)})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        if suffix == ".dta":
            pyreadstat.write_dta(frame, path)
        else:
            pyreadstat.write_sav(frame, path, compress=suffix == ".zsav")
        return path.read_bytes()


def packed_bomb(cases: int, lie: int = 0) -> bytes:
    """A .zsav of one megabyte with a billion answers; or a small one that `lie`s about the size of its block."""
    whole, each, plain = survey(".zsav"), 0x3FF000, 1_200 if lie else 500_000_000
    at = whole.rfind(struct.pack("<ii", 999, 0)) + 8
    head = bytearray(whole[:at])
    head[80:84] = struct.pack("<i", cases)
    packed = zlib.compress(b"\x65" * min(each, plain), 9)
    count = max(1, plain // each)
    trailer = struct.pack("<qqii", -100, 0, each, count)
    for block in range(count):
        begin, size = at + block * each, lie or min(each, plain)
        trailer += struct.pack("<qqii", begin, at + 24 + block * len(packed), size, len(packed))
    end = at + 24 + count * len(packed)
    return bytes(head) + struct.pack("<qqq", at, end, len(trailer)) + packed * count + trailer


def repeated(rows: int, columns: int) -> bytes:
    """The content of an open document: one cell that stands for many."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    return f"""<office:document-content xmlns:office="{urn}:office:1.0" xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0">
<office:body><office:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="{rows}">
<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}"><text:p>x</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>""".encode()


def ods(parts: dict[str, bytes]) -> bytes:
    return zip_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", **parts})


def with_parts(parts: dict[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """The small book with some of its parts replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(small_book())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *parts]):
            change = parts.get(name)
            content = old.read(name) if name in old.namelist() else b""
            new.writestr(
                name, change(content) if callable(change) else change if change is not None else content
            )
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing at all": ("a.csv", bytes, "empty-file"),
    "empty workbook file": ("a.xlsx", bytes, "empty-file"),
    "a web page": ("a.xlsx", lambda: b"<!DOCTYPE html><html><body>404</body></html>", "not-what-it-says"),
    "a web page as csv": ("a.csv", lambda: b"\n <html><body>Service unavailable", "not-what-it-says"),
    "a text as workbook": ("a.xlsx", lambda: "機関コード,機関名\n".encode(), "not-what-it-says"),
    "a workbook as csv": ("a.csv", small_book, "not-what-it-says"),
    "a new workbook as old": ("a.xls", small_book, "not-what-it-says"),
    "an old workbook as new": ("a.xlsx", old_book, "not-what-it-says"),
    "a pdf": ("a.xlsx", lambda: b"%PDF-1.7\n", "not-what-it-says"),
    "a password": ("a.xlsx", lambda: compound("EncryptedPackage"), "locked"),
    "a password under the old name": ("a.xls", lambda: compound("EncryptedPackage"), "locked"),
    "a password in an old book": ("a.xls", lambda: old_book(locked=True), "locked"),
    "a password in an open document": ("a.ods", lambda: ods({"META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>", "content.xml": b"\x01\x02"}), "locked"),
    "a password around an open document": ("a.ods", lambda: ods({"META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>", "encrypted-package": b"\x01"}), "locked"),
    "entities in an open document": ("a.ods", lambda: ods({"content.xml": b"<?xml version='1.0'?>" + LAUGHS + b"<a>&b;</a>"}), "xml-entities"),
    "a bomb of rows in an open document": ("a.ods", lambda: ods({"content.xml": repeated(1_048_576, 999)}), "far-cell"),
    "a smaller bomb in an open document": ("a.ods", lambda: ods({"content.xml": repeated(500_000, 50)}), "far-cell"),
    "half an open document": ("a.ods", lambda: ods({"content.xml": repeated(2, 2)[:-40]}), "not-a-workbook"),
    "a Word document": ("a.xlsx", lambda: compound("WordDocument"), "not-what-it-says"),
    "half a workbook": ("a.xlsx", lambda: small_book()[:2500], "damaged-file"),
    "a zip of something else": ("a.xlsx", lambda: zip_of({"word/document.xml": b"<w/>"}), "not-what-it-says"),
    "a zip bomb": ("a.xlsx", lambda: with_parts({SHEET: bytes(300_000_000)}), "zip-bomb"),
    "entities": ("a.xlsx", lambda: with_parts({SHEET: lambda x: LAUGHS + x.replace(b"<v>", b"<v>&b;")}), "xml-entities"),
    "a cell at the end of the world": (
        "a.xlsx",
        lambda: with_parts({SHEET: lambda x: x.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')}),
        "far-cell",
    ),
    "a cell that lies about its row": (
        "a.xlsx",
        lambda: with_parts({SHEET: lambda x: x.replace(b'<c r="B2"', b'<c r="XFD1048576"')}),
        "far-cell",
    ),
    "a column that Excel has not": (
        "a.xlsx",
        lambda: with_parts({SHEET: lambda x: x.replace(b'<c r="B2"', b'<c r="zzzz2"')}),
        "far-cell",
    ),
    "a damaged text": ("a.csv", lambda: b"\x81\xff\xfe\x00,1\n", "encoding"),
    "an open quotation mark": ("a.csv", lambda: b'a,b\n"1,2\n3,4\n', "broken-csv"),
    "a row of a million columns": ("a.csv", lambda: b"a,b\n1,2\n" + b"," * 1_000_000, "too-wide"),
    "a survey file of nothing": ("a.sav", bytes, "empty-file"),
    "a text as survey": ("a.sav", lambda: b"NO,Q1\n1,2\n", "not-what-it-says"),
    "a workbook as survey": ("a.dta", small_book, "not-what-it-says"),
    "Stata as SPSS": ("a.sav", lambda: survey(".dta"), "not-what-it-says"),
    "SPSS as Stata": ("a.dta", lambda: survey(".sav"), "not-what-it-says"),
    "SPSS as text": ("a.csv", lambda: survey(".sav"), "not-what-it-says"),
    "half of SPSS": ("a.sav", lambda: survey(".sav")[:-40], "damaged-file"),
    "half of packed SPSS": ("a.zsav", lambda: survey(".zsav")[:-40], "damaged-file"),
    "half of Stata": ("a.dta", lambda: survey(".dta")[:-300], "damaged-file"),
    "the beginning of SPSS": ("a.sav", lambda: b"$FL2" + bytes(300), "damaged-file"),
    "a bomb in packed SPSS": ("a.zsav", lambda: packed_bomb(100_000_000), "too-large"),
    "a bomb that does not say its size": ("a.zsav", lambda: packed_bomb(-1), "too-large"),
    "a block that lies about its size": ("a.zsav", lambda: packed_bomb(100, lie=2**31 - 1), "damaged-file"),
    "more rows than there are": ("a.dta", lambda: survey(".dta").replace(b"<N>" + bytes([100]) + bytes(7), b"<N>" + bytes(5) + b"\1\0\0"), "damaged-file"),
    "a picture": ("a.png", lambda: b"\x89PNG", "file-kind"),
}  # fmt: skip


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_cannot_be_read_says_why_in_two_languages(tmp_path: Path, name: str) -> None:
    file, content, rule = FILES[name]
    (tmp_path / file).write_bytes(content())
    start, begun = time.monotonic(), seconds_worked()
    sheets, problems = read_sheets(tmp_path / file, f"raw/{file}")
    # Two seconds of work; on a machine that does other things too, the clock may show more.
    assert seconds_worked() - begun < 2
    assert time.monotonic() - start < 60
    assert sheets == []
    assert [p.rule for p in problems] == [rule]
    assert problems[0].message.ja
    assert problems[0].message.ja != problems[0].message.en
    assert problems[0].file == f"raw/{file}"


@pytest.mark.parametrize("suffix", READABLE)
def test_two_gigabytes_are_refused_without_being_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    begun = seconds_worked()
    sheets, problems = read_sheets(path, "raw/a")
    assert (sheets, [p.rule for p in problems]) == ([], ["too-large"])
    assert seconds_worked() - begun < 1


def test_a_bomb_takes_little_memory(tmp_path: Path) -> None:
    """In a process of its own: what it takes beyond a sound small book."""
    (tmp_path / "bomb.xlsx").write_bytes(with_parts({SHEET: bytes(1_000_000_000)}))
    (tmp_path / "sound.xlsx").write_bytes(small_book())
    program = (
        "import resource, sys\nfrom pathlib import Path\nfrom sojo_eval.importing.files.reading import READABLE, read_sheets\n"
        "read_sheets(Path(sys.argv[1]), 'a')\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peak = {
        name: int(subprocess.run([sys.executable, "-c", program, str(tmp_path / name)], capture_output=True, text=True, check=True).stdout)
        for name in ("bomb.xlsx", "sound.xlsx")
    }  # fmt: skip
    assert peak["bomb.xlsx"] - peak["sound.xlsx"] < 100_000  # kilobytes


TRIES = {
    ".xlsx": 400,
    ".csv": 400,
    ".xls": 24,
    ".sav": 24,
    ".zsav": 24,
    ".dta": 24,
}  # these cost a process each, and an .xls nine seconds where it goes in circles


@pytest.mark.parametrize("suffix", TRIES)
def test_damaged_bytes_never_break_the_reader(tmp_path: Path, suffix: str) -> None:
    """Damaged copies of a sound file: cut, flipped, spliced. Rows or a problem, within seconds."""
    sounds = {".xlsx": small_book, ".xls": old_book, ".csv": lambda: "a,b\n1,令和6年\n".encode("cp932") * 20}
    sound = sounds.get(suffix, lambda: survey(suffix))()
    rng = np.random.default_rng(20261124)
    path = tmp_path / f"a{suffix}"
    read = 0
    for _ in range(TRIES[suffix]):
        path.write_bytes(damaged(sound, rng))
        begun = seconds_worked()
        sheets, problems = read_sheets(path, "raw/a")
        assert seconds_worked() - begun < 10
        assert sheets or problems
        read += bool(sheets)
    assert 0 < read < TRIES[suffix]  # some damage is harmless, some is not


def damaged(sound: bytes, rng: np.random.Generator) -> bytes:
    """Cut off, with some bytes changed, or with a piece put elsewhere."""
    content = bytearray(sound)
    way = rng.integers(4)
    if way == 0:
        return bytes(content[: rng.integers(1, len(content))])
    if way == 1:
        at = int(rng.integers(len(content)))
        piece = content[at : at + int(rng.integers(1, 200))]
        to = int(rng.integers(len(content)))
        content[to:to] = piece
        return bytes(content)
    for at in rng.integers(0, len(content), 1 if way == 2 else 30):
        content[at] = rng.integers(256)
    return bytes(content)
