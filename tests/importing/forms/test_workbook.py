"""Entry workbooks as they are made: notes, titles, and the same bytes for the same schema."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import openpyxl

from sojo_eval.foundation.language import Text
from sojo_eval.importing.forms.fields import FROM_NOW_ON, UNITS, entry_fields, how_to_write
from sojo_eval.importing.forms.instructions import INSTRUCTIONS_SHEET
from sojo_eval.importing.forms.marker import EXAMPLE
from sojo_eval.importing.forms.workbook import HEADER_ROW, ROWS, entry_workbook, sheet_name
from sojo_eval.japanese import label_key
from tests.importing.forms.filled import EVERY, FIRST, SCHEMA, made


def test_every_column_has_a_note_and_what_it_refers_to_is_there(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx", EVERY)
    codes = book["コード表"]
    for name in EVERY:
        table = SCHEMA.tables[name]
        sheet = book[sheet_name(table)]
        fields = entry_fields(table)
        rules = sheet.data_validations.dataValidation
        assert len(rules) == len(fields)
        for rule, field, column in zip(rules, fields, range(1, len(fields) + 1), strict=True):
            letter = openpyxl.utils.get_column_letter(column)
            assert str(rule.sqref) == f"{letter}{FIRST}:{letter}{FIRST + ROWS - 1}"
            assert rule.prompt
            assert how_to_write(table, field, SCHEMA).en[:200] in rule.prompt
            assert sheet.cell(HEADER_ROW, column).value == field.title.en
            assert sheet.cell(HEADER_ROW - 1, column).value
            flag = sheet.cell(HEADER_ROW - 2, column).value
            assert flag == ("必須 Required" if field.required else "任意 Optional")
            if rule.type == "list" and not rule.formula1.startswith('"'):
                target = book.defined_names[rule.formula1.removeprefix("=")].attr_text
                there, cells = re.findall(r"'?([^'!(]+)'?!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)", target)[-1]
                assert there in book.sheetnames
                if field.codelist is not None:
                    listed = [cell.value for (cell,) in codes[cells.replace("$", "")]]
                    assert listed == SCHEMA.codelists[field.codelist]["title_ja"].tolist()


def test_what_cities_rarely_hold_is_asked_for_from_now_on_in_both_languages(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx", EVERY)
    rows = book[INSTRUCTIONS_SHEET].iter_rows(values_only=True)
    lines = {name: f"{ja}\n{en}" for name, ja, en, *_ in rows if name}
    seen = 0
    for name in EVERY:
        table = SCHEMA.tables[name]
        sheet = book[sheet_name(table)]
        for rule, field in zip(sheet.data_validations.dataValidation, entry_fields(table), strict=True):
            said = FROM_NOW_ON.ja in rule.prompt, FROM_NOW_ON.en in rule.prompt
            assert said == (field.ask, field.ask), (name, field.name, rule.prompt)
            listed = lines[sheet_name(table)].partition("これから記録したい項目")[2]
            assert (field.title.ja in listed) >= field.ask
            seen += field.ask
    assert seen == sum(f.ask for t in SCHEMA.tables.values() for f in entry_fields(t))


def test_titles_and_names_are_told_apart() -> None:
    names = [sheet_name(t) for t in SCHEMA.tables.values()]
    assert len(set(names)) == len(names)
    for table in SCHEMA.tables.values():
        keys = [label_key(f.title.ja) for f in entry_fields(table)]
        assert len(set(keys)) == len(keys), table.name
        assert not {f.unit for f in table.fields if f.unit} - set(UNITS), table.name
        longest = replace(table, title=Text("長い／表" * 20 + "[a]", ""))
        assert len(sheet_name(longest, f"{EXAMPLE} ")) <= 31


def test_the_same_schema_gives_the_same_bytes() -> None:
    assert entry_workbook(["referrals"], SCHEMA) == entry_workbook(["referrals"], SCHEMA)
