"""Places in an open document: what is written once counts for all its cells, and a damaged one says so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sojo_eval.importing.files.open_documents import read_extents
from sojo_eval.importing.files.reading import read_sheets

CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>{}'
    "</office:spreadsheet></office:body></office:document-content>"
)


def test_places_in_an_open_document_count_what_is_written_once(tmp_path: Path) -> None:
    """Rows and cells written once for many, groups of rows, and a table inside a cell."""
    tables = """<table:table table:name="a"><table:table-header-rows><table:table-row table:number-rows-repeated="3"/>
</table:table-header-rows><table:table-row><table:table-cell table:number-columns-repeated="4"/><table:table-cell
 office:value-type="float" office:value="1" table:number-rows-spanned="2"><table:table table:name="b"><table:table-row>
<table:table-cell office:value-type="float"/></table:table-row></table:table></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/>
</table:table-row></table:table>"""
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("content.xml", CONTENT.format(tables))
    extents = read_extents(tmp_path / "a.ods")
    assert list(extents) == ["a"]
    assert extents["a"].merged == [((3, 4), (4, 4))]
    assert (extents["a"].rows, extents["a"].columns) == (4, 5)
    assert not extents["a"].is_bomb


@pytest.mark.parametrize(
    "content",
    [
        "<a>",
        "",
        CONTENT.format('<table:table><table:table-row table:number-rows-repeated="x"/></table:table>'),
    ],
)
def test_a_damaged_open_document_says_so(tmp_path: Path, content: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("content.xml", content)
    with pytest.raises(ValueError, match="damaged"):
        read_extents(tmp_path / "a.ods")
    sheets, problems = read_sheets(tmp_path / "a.ods", "raw/a.ods")
    assert (sheets, [p.rule for p in problems]) == ([], ["not-a-workbook"])
