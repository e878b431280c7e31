"""Files and sheets that a person set aside: read by nothing on purpose, and accounted for with the reason."""

from __future__ import annotations

from sojo_eval.importing.accounting import Account
from sojo_eval.importing.file_names import is_sheet
from sojo_eval.importing.files.kinds import TEXTS
from sojo_eval.importing.files.reading import WORKBOOKS
from sojo_eval.importing.mappings.mapping import SetAside
from sojo_eval.importing.raw_files import RawFiles


def set_aside(files: RawFiles, aside: SetAside) -> list[Account]:
    """The account of each sheet that is set aside and that no mapping reads; files that are not tables (.pdf) have none."""
    accounts = []
    for path in files.fitting(aside.files):
        sheets = files.sheets(path)[0] if path.suffix.lower() in (*TEXTS, *WORKBOOKS) else []
        for sheet in sheets:
            if is_sheet(sheet, aside.sheets) and (path, sheet.name) not in files.used:
                files.used.add((path, sheet.name))
                rows = int((sheet.filled_cells(0) > 0).sum())
                accounts.append(Account(files.file_name(path), sheet.name, "", rows, {aside.why: rows}, 0))
        if not aside.sheets:
            files.left.add(path)
    return accounts
