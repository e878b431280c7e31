"""What every room stands on."""

from __future__ import annotations

from typing import Any

TESTS: dict[str, tuple[str, ...]] = {
    "foundation/look.py": ("foundation/test_look.py",),
    "foundation/reader.py": ("foundation/test_reader.py",),
    "foundation/fiscal_years.py": ("evaluation/test_policy_edges.py", "foundation/test_fiscal_years.py"),
    "foundation/archive.py": ("foundation/test_archive.py",),
    "foundation/fingerprint.py": ("foundation/test_fingerprint.py",),
    "foundation/cache.py": ("foundation/test_cache.py",),
    "foundation/paths.py": ("foundation/test_paths.py",),
}  # fmt: skip

TABLE: dict[str, list[tuple[Any, ...]]] = {
    "foundation/fiscal_years.py": [
        ("days.dt.month < 4", "days.dt.month <= 4"),
        ("MONTHS_A_YEAR = 12", "MONTHS_A_YEAR = 11"),
        ('transform("nunique")', 'transform("size")'),
    ],
    "foundation/archive.py": [
        ('f.metadata.get("stored", True)', "True"),
        ("if value is pd.NaT or value is pd.NA:", "if value is pd.NA:"),
        ("float(value) if math.isfinite(value) else", "float(value) if True else"),
        ("if not isinstance(found, result):", "if False:"),
        ("(1980, 1, 1, 0, 0, 0)", "__import__('time').localtime()[:6]"),
        ("told.update(_as_arrow(table))", "pass"),
        ("dtype=object)", ")"),
    ],
    "foundation/fingerprint.py": [
        ("and _COMPILED not in p.parts", ""),
        ("for folder in (package,", "for folder in (package / 'nothing',"),
        ('digest.update(f"{path.relative_to(folder).as_posix()}\\0".encode())', "pass"),
    ],
    "foundation/cache.py": [
        ("json.dumps([code_fingerprint(), library_versions()], sort_keys=True)", '"one"'),
        ("if checksum != _checksum(body):", "if False:"),
        ("entries = {**_read(path), **self._new}", "entries = {**self._new}"),
        ("found[_MOST_FILES:]", "found[99:]"),
        ("with suppress(OSError):", "if True:"),
    ],
    "foundation/paths.py": [
        (".expanduser()", ""),
        ("if not os.fspath(path).strip():", "if False:"),
    ],
    "foundation/look.py": [
        ("if ' style=\"' in attributes:", "if False:"),
        ('"worsening", "moving_away"), ("#b84300"', '"worsening", "moving_away"), ("#c0c0c0"'),
        ('"small": "display:block;', '"small": "'),
    ],
    "foundation/reader.py": [
        ("reader_language(args[position])", "str(args[position])"),
        ('named["lang"] = reader_language(named.get("lang"))', 'named["lang"] = named.get("lang", "ja")'),
    ],
}  # fmt: skip
