"""Mutations of a mapping file: entries of wrong types, patterns that do not compile or never end, rules that eat the header."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import numpy as np

PATTERNS = (
    "(", "[", "*", "(?P<year>", "a{99999999999}", "(?P<1>x)", "(" * 200 + ")" * 200, "(" * 2000, "(?<=a+)b", "\\", "(?i", "[z-a]", "(?P=x)",
    "(a+)+$", "(a|aa)+$", "([\\s\\S]*)*x", "(.*)*x", "(.*?,){25}P", "^(\\w+\\s?)*$", "(\\w*)*@", "(.|\\n)*?(.|\\n)*?x$", ".*.*.*.*.*x", "",
    ".", ".*", "^$", "(?P<month>x)?", "\\d", "^", "(?P<persons>\\d+)", "(?s:.*)", "[\\w\\W]+", "(x+x+)+y", "(?P<area>.*)", "\\Z", "年|月|日",
)  # fmt: skip
_VALUES = (
    "0", "-1", "1.5", "true", "[]", "{}", "[1]", '[""]', '["a", 1]', '""', '" "', '"\\u0000"', "1979-05-27", "inf", "nan", "1" * 400, "1e400", "'*'",
    '"**"', '"/etc/*"', '"../*"', '"**a"', '"[" ', '["*"]', '"{x}"', '"{"', '"A"', '"XFD"', '"ZZZ"', "[1, 2, 3]", "[0]", "[1000000]", "[5, 1]",
    "[1, 1]", '"month"', '"name_ja"', '"２"', '"²"', '"99999"', '"令和"', "{ header = 1 }", '{ text = "{a}{b}" }', "[[1], [2]]", "{ a = { b = 1 } }",
    "10:00:00", "-0.0", "9223372036854775808", "'''\na'''",
)  # fmt: skip
_LINES = (
    'until = "."', 'below = "."', "header_rows = [1]", "header_rows = [2, 3]", "header_rows = [99]", "header_rows = [10000000000]", "header_rows = []",
    'fill_down = ["A"]', 'fill_down = ["B", "C"]', 'once = ["area"]', 'once = ["name_ja"]', 'sheets = ["*"]', 'sheets = "["', 'file_name = "(?P<area>.*)"',
    'sheet_name = "(?P<name_ja>.*)"', "colums = 1", 'files = []', 'files = ["**/*"]', 'files = [""]', 'files = ["/"]', 'files = ["..", "."]', 'table = "areas"',
    'table = "population"', "[codes]", "[marks]", '[marks]\n"-" = "zero"\n"x" = "missing"', '[[leave_out]]\ncolumn = "A"\nmatches = "."\nwhy = "all"',
    '[[leave_out]]\ncolumn = "A"\nblank = true\nwhy = "no key"', '[[totals]]\ncolumn = "A"\nequals = "合計"\nof = "all"', '[[sums]]\ntotal = "B"\nparts = ["C", "D"]',
    '[[sums]]\ntotal = "B"\nparts = ["C"]\nrunning = true', '[[sums]]\ntotal = "A"\npattern = ".*"', '[[notes]]\nmatches = ".*"', '[[notes]]\nmatches = "(?P<note>.)"\n[notes.event]\nevent = "{note}"',
    '[wide]\nvalue = "persons"\n[[wide.columns]]\npattern = ".*"', '[wide]\nvalue = "value"\nadd = true\n[[wide.columns]]\npattern = "(?P<sex>.)(?P<sex2>.*)"',
    "[constants]\nsource = 1979-05-27", "[constants]\nsource = { a = 1 }", '[aliases]\n"A" = ["B"]', "a = " + "[" * 500 + "]" * 500, "x.y.z = 1", "[[columns]]", "\ufeff", "\x00",
    'unit = "千円"',
)  # fmt: skip
_COLUMN_OPTIONS = (
    "times = 1000", "times = inf", "times = nan", "times = 1" + "0" * 400, "times = -1", "times = 0", "times = true", 'unit = "千円"', 'unit = "年"', 'unit = ""', "unit = 1",
    'date = "month"', 'date = ["excel_serial", "day"]', "date = []", 'date = "fiscal_year_end"', 'year = "2024"', 'year = "²"', 'year = "99999"', 'year = "0"', 'fiscal_year = "{year}"',
    'fiscal_year = "1' + "0" * 400 + '"', 'short_years = "reiwa"', 'short_years = "western"', "approximate = true", 'approximate = "x"', "address = true", 'lookup = "name_ja"', 'lookup = "x"',
    'otherwise = ["A"]', 'otherwise = "B"', "otherwise = []", 'position = "A"', 'pattern = ".*"', 'pattern = "(a+)+$"', 'text = "x"',
)  # fmt: skip
_ENTRY = re.compile(r"^([\w\"一-鿿ぁ-んァ-ヶ（）・/.]+) = (.+)$", re.MULTILINE)


def _value(text: str, rng: np.random.Generator) -> str:
    entries = list(_ENTRY.finditer(text))
    entry = entries[rng.integers(len(entries))]
    start, end = entry.span(2)
    return text[:start] + _VALUES[rng.integers(len(_VALUES))] + text[end:]


def _key(text: str, rng: np.random.Generator) -> str:
    entries = list(_ENTRY.finditer(text))
    start, end = entries[rng.integers(len(entries))].span(1)
    keys = (
        "persons",
        "area",
        "name_ja",
        "date",
        "value",
        "x",
        '"見出し"',
        "header_rows",
        "a.b",
        text[start:end][:-1] or "x",
    )
    return text[:start] + keys[rng.integers(len(keys))] + text[end:]


def _line(text: str, rng: np.random.Generator) -> str:
    """A line put first (where top entries belong), after one that has the same name is taken out; or last."""
    line = _LINES[rng.integers(len(_LINES))]
    if line.startswith("["):
        name = line.split("]")[0] + "]"
        return text if name in text and not name.startswith("[[") else f"{text}\n{line}\n"
    key = line.split(" = ")[0]
    return f"{line}\n" + re.sub(rf"^{re.escape(key)} = .*$", "", text, count=1, flags=re.MULTILINE)


def _pattern(text: str, rng: np.random.Generator) -> str:
    """A pattern where one stands, or in a new entry."""
    pattern = json.dumps(PATTERNS[rng.integers(len(PATTERNS))], ensure_ascii=False)
    places = list(
        re.finditer(
            r'^(?:pattern|matches|until|below|file_name|sheet_name|title) = (".*")$', text, re.MULTILINE
        )
    )
    if places and rng.random() < 0.5:
        start, end = places[rng.integers(len(places))].span(1)
        return text[:start] + pattern + text[end:]
    way = int(rng.integers(7))
    if way < 5:
        return f"{('until', 'below', 'file_name', 'sheet_name', 'title')[way]} = {pattern}\n{text}"
    if way == 5:
        return f"{text}\n[[notes]]\nmatches = {pattern}\n"
    headers = re.findall(r'= "([^"=]+)"$', text, re.MULTILINE) or ["A"]
    header = json.dumps(headers[rng.integers(len(headers))], ensure_ascii=False)
    return f'{text}\n[[leave_out]]\ncolumn = {header}\nmatches = {pattern}\nwhy = "by pattern"\n'


def _option(text: str, rng: np.random.Generator) -> str:
    """One more option of a column."""
    option = _COLUMN_OPTIONS[rng.integers(len(_COLUMN_OPTIONS))]
    begin = text.index("[columns]") if "[columns]" in text else 0
    places = [m for m in _ENTRY.finditer(text) if m.start() > begin]
    if not places:
        return text
    start, end = (place := places[rng.integers(len(places))]).span(2)
    old = place[2].split(" #")[0].strip()
    new = f"{{ header = {old}, {option} }}" if old.startswith('"') else old.rstrip("} ") + f", {option} }}"
    return text[:start] + new + text[end:]


def _bytes(text: str, rng: np.random.Generator) -> str:
    at, size = int(rng.integers(len(text))), int(rng.integers(1, 30))
    return text[:at] + ("", text[at : at + size] * 2, "\n", '"', "]")[rng.integers(5)] + text[at + size :]


MAPPING: dict[str, Callable[[str, np.random.Generator], str]] = {
    "mapping: value": _value,
    "mapping: key": _key,
    "mapping: line": _line,
    "mapping: pattern": _pattern,
    "mapping: option": _option,
    "mapping: text": _bytes,
}
