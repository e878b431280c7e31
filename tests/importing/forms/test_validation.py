"""Excel stops only what the import would not take."""

from __future__ import annotations

from pathlib import Path

from sojo_eval.importing.forms.fields import entry_fields
from tests.importing.forms.filled import SCHEMA, made


def test_excel_stops_only_what_the_import_would_not_take(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx", ["community_activities", "services"])
    sheet = book["地域活動"]
    fields = [f.name for f in entry_fields(SCHEMA.tables["community_activities"])]
    rules = dict(zip(fields, sheet.data_validations.dataValidation, strict=True))
    # openpyxl reads Excel's default, stop, as None
    assert rules["participants"].errorStyle == "warning"
    assert rules["date"].errorStyle == "warning"
    assert rules["volunteers"].errorStyle in (None, "stop")
    assert rules["kind"].errorStyle in (None, "stop")
    assert rules["service"].showErrorMessage is False
    assert rules["service"].formula1 == "keys_services"
