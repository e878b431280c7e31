"""Kinds of problems in words that hold nothing of a file: what a page that may be public says of an import."""

from __future__ import annotations

from sojo_eval.foundation.language import Text
from sojo_eval.schema import load_schema

OTHER, CONSISTENCY = "other", "consistency"
KINDS: dict[str, Text] = {
    "unreadable": Text("開けない、または壊れているファイルがある", "A file is damaged or cannot be opened"),
    "unread": Text("読まなかったファイル、シート、列がある", "A file, sheet or column is not read"),
    "mapping": Text("対応表の誤り", "A mistake in a mapping"),
    "column": Text("要る列がない、または列を一つに決められない", "A column is missing or not told apart"),
    "empty": Text(
        "記録が見つからない、または前のまま残した", "No records were found, or the earlier ones stay"
    ),
    "value": Text(
        "書き方が決まりと違う値（日付、数、コードなど）", "A value is not as agreed (date, number, code)"
    ),
    "required": Text("必ず要る値がない", "A value that must be there is missing"),
    "key": Text("同じ番号の記録が重なっている", "Two records have one key"),
    "reference": Text("参照する先の記録がない", "A record refers to one that is not there"),
    CONSISTENCY: Text("項目どうしが食い違っている", "Fields of a record contradict each other"),
    "personal": Text(
        "個人が分かる文字があったので取り込まなかった", "Text that tells a person was found and not taken"
    ),
    "totals": Text("合計と内訳が合わない", "A total is not the sum of its parts"),
    "twice": Text("二重に数えたおそれがある", "Something may be counted twice"),
    "dates": Text("ありそうにない日付", "A date is unlikely"),
    "revised": Text("前に評価した記録が変わった", "Records that were evaluated have changed"),
    "layout": Text(
        "表の形の注意（結合したセル、隠れた行、改行など）",
        "The form of a table (merged, hidden, broken cells)",
    ),
    "unplaced": Text(
        "役割の分からない窓口、どの結果にも入らない地域がある",
        "The role of a desk is not known, or an area is in no result",
    ),
    OTHER: Text("そのほか", "Other"),
}
SEVERITIES = {"error": Text("誤り", "error"), "warning": Text("注意", "warning")}
_RULES = {
    "unreadable": "damaged-file encoding broken-csv empty-file far-cell locked not-a-workbook not-what-it-says too-large"
    " too-wide xml-entities zip-bomb file-kind no-file cannot-open open-in-excel",
    "unread": "not-mapped unread-column unread-figures unknown-column unknown-table unknown_column no-sheet",
    "mapping": "mapping no-mapping name pattern-too-slow",
    "column": "missing-column missing_column ambiguous-column",
    "empty": "no-records no-table not-renewed file-held-back",
    "value": "type column_type code_list minimum outside unreadable damaged-text error-value formula-without-value struck-through",
    "required": "required not-filled",
    "key": "primary_key unique_key repeated-differs",
    "reference": "foreign_key",
    "personal": "personal-data",
    "totals": "total-differs sum-differs total-unchecked",
    "twice": "twice-in-files month-in-two-files twice-at-desks",
    "dates": "unlikely-date",
    "revised": "revised",
    "unplaced": "area-in-no-part role-not-known",
    "layout": "encoding-guessed footnote hidden-sheet label-of-several-values lines-in-a-cell merged-across merged-number"
    " no-second-look recognised hidden-rows hidden-columns red-text cell-comments above-the-header until-in-the-table"
    " too-many-cells",
}
_KIND = {rule: kind for kind, rules in _RULES.items() for rule in rules.split()}


def kind_of(rule: str) -> str:
    """The key in `KINDS` of a rule's code; `OTHER` for one that is not known: its own words are not shown."""
    if rule in _KIND:
        return _KIND[rule]
    of_tables = {named.name for table in load_schema().tables.values() for named in table.rules}
    return CONSISTENCY if rule in of_tables else OTHER
