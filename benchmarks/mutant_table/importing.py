"""Files, cells, dates, numbers, and the schema's checks."""

from __future__ import annotations

from typing import Any

TESTS: dict[str, tuple[str, ...]] = {
    "importing/values/values.py": ("importing/values/test_policy_edges.py", "importing/values/test_values.py"),
    "importing/files/cells.py": ("importing/files/test_cells.py", "importing/files/test_text_files.py"),
    "importing/files/text_files.py": ("importing/files/test_text_files.py",),
    "schema/check.py": ("schema/test_check.py",),
    "japanese/dates.py": ("japanese/test_policy_edges.py", "japanese/test_dates.py"),
    "japanese/eras.py": ("japanese/test_policy_edges.py", "japanese/test_dates.py"),
    "japanese/numbers.py": ("japanese/test_policy_edges.py", "japanese/test_numbers.py"),
}  # fmt: skip

TABLE: dict[str, list[tuple[Any, ...]]] = {
    "importing/files/cells.py": [
        ("len(sample.unique()) == len(sample)", "False"),
        ("len(positions) == count and np.array_equal(positions, np.arange(count))", "len(positions) == count"),
        ("pc.or_(pc.equal(pc.binary_length(texts), 0), pc.utf8_is_space(texts))", "pc.equal(pc.binary_length(texts), 0)"),
    ],
    "importing/files/text_files.py": [
        ("lines == rows and not unclosed and", "lines == rows and"),
        ("(not returns or returns == content.count(b\"\\r\\n\"))", "True"),
        ("if _LOST[:1] not in content or _LOST not in content:", "if True:"),
        ("len(content) >= _SURELY_LARGE", "False"),
    ],
    "schema/check.py": [
        ("return kind if pc.any(pc.or_(edged, blank)).as_py() else PLAIN", "return PLAIN"),
        ("pc.utf8_trim(column, SPACES)", 'pc.utf8_trim(column, " ")'),
        ("pc.any(pc.or_(edged, blank))", "pc.any(edged)"),
        ('fails = bool(connection.execute(f"{check.bad} LIMIT 1").fetchall())', "fails = False"),
    ],
    "importing/values/values.py": [
        ("not number.is_integer()", "False"),
        ("notation.dates[:-1]", "notation.dates[:0:-1]"),
        ("cell, notation.dates[-1], notation", "cell, notation.dates[0], notation"),
        ('if meaning == "zero" and target', 'if meaning == "none" and target'),
        ('labels.get(label_key(text))\n    if found == AMBIGUOUS', 'labels.get(label_key(text))\n    if False'),
        ("[0-9]{1,9}", "[0-9]{1,10}"),
        ('target.privacy != "pseudonym"', "True"),
        ('if d.state == "suppressed" else', 'if d.state == "missing" else'),
    ],
    "japanese/dates.py": [
        *(("int(number) < 70", f"int(number) < {n}") for n in (69, 71)),
        ("self.fiscal_year + (month < 4)", "self.fiscal_year + (month <= 4)"),
        ("_day_of(year + (month < 4)", "_day_of(year + (month < 3)"),
        ("day.year - (day.month < 4)", "day.year - (day.month <= 4)"),
        *(("_LAST_YEAR = 1800, 2200", f"_LAST_YEAR = {n}") for n in ("1801, 2200", "1799, 2200", "1800, 2199", "1800, 2201")),
        ("if count == 0:", "if False:"),
        ("number in (0, 60)", "number in (0,)"),
        ("number + (number < 60)", "number"),
        ("if len(number) == 2:", "if True:"),
        ("also is not None and also != year", "False"),
        ("not 1 <= month <= 12", "not 1 <= month <= 13"),
        ("day.replace(month=12, day=31)", "day.replace(month=12, day=30)"),
    ],
    "japanese/eras.py": [
        ("date(1989, 1, 8), date(2019, 4, 30)", "date(1989, 1, 9), date(2019, 4, 30)"),
        ("date(1989, 1, 8), date(2019, 4, 30)", "date(1989, 1, 8), date(2019, 4, 29)"),
        ("date(2019, 5, 1), date", "date(2019, 4, 1), date"),
        ("date(1926, 12, 25), date(1989, 1, 7)", "date(1926, 12, 24), date(1989, 1, 7)"),
        ("date(1926, 12, 25), date(1989, 1, 7)", "date(1926, 12, 25), date(1989, 1, 8)"),
        ("date(1912, 7, 30), ", "date(1912, 7, 31), "),
        ("date(1868, 10, 23), ", "date(1868, 9, 8), "),
        ("self.first.year + number - 1", "self.first.year + number"),
        ("first <= era.last and last >= era.first", "first <= era.last or last >= era.first"),
        ("first <= era.last and last", "first < era.last and last"),
        ("last >= era.first)", "last > era.first)"),
    ],
    "japanese/numbers.py": [
        ("_EXACT = 2**53", "_EXACT = 2**54"),
        ("abs(value) > _EXACT", "abs(value) >= _EXACT"),
        ('shown >= int(shortened["exponent"])', 'shown > int(shortened["exponent"])'),
        ('shown >= int(shortened["exponent"])', 'shown >= int(shortened["exponent"]) - 1'),
        ('"千": 3', '"千": 4'),
        ('"万": 4,', '"万": 3,'),
        ('"%": -2', '"%": -1'),
        ('"割": -1', '"割": -2'),
        ("if about and not approximate:", "if False:"),
        ("factor > 1 and not written", "False and not written"),
        ('sign = 1 if body[0] == "+" else -1', "sign = 1"),
        ("(?:,[0-9]{3})+|", "(?:,[0-9]{2,4})+|"),
        ("if written and _unit_key(written) != _unit_key(unit):", "if False:"),
        ('cell in (0.0, 1.0)', 'cell in (0.0, 1.0, 2.0)'),
    ],
}  # fmt: skip
