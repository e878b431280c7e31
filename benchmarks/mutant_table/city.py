"""A city's folder, records and engines."""

from __future__ import annotations

from typing import Any

TESTS: dict[str, tuple[str, ...]] = {
    "city/target_scheme.py": ("city/test_target_scheme.py",),
    "city/recording.py": ("city/test_recording.py",),
    "city/habits.py": ("city/test_habits.py", "indicators/test_habits.py", "evaluation/test_habits.py"),
    "city/record_queries.py": ("indicators/totals/test_told.py",),
    "city/settings.py": ("indicators/totals/test_made.py",),
    "city/stored_results.py": ("city/test_stored_results.py",),
    "city/engines/written_queries.py": ("city/engines/test_written_queries.py",),
    "city/engines/fetched.py": ("city/engines/test_fetched.py",),
    "city/engines/on_duckdb.py": ("city/engines/test_on_duckdb.py",),
    "city/beginning/municipality_code.py": ("city/beginning/test_municipality_code.py",),
    "city/beginning/new_plans.py": ("city/beginning/test_new_plans.py", "city/beginning/test_new_city.py"),
    "city/areas.py": ("city/test_areas.py", "reports/test_asked.py"),
}  # fmt: skip

TABLE: dict[str, list[tuple[Any, ...]]] = {
    "city/habits.py": [
        ("FOLLOWED_DAYS = 90", "FOLLOWED_DAYS = 91"),
        ("MIN_ROWS = 30", "MIN_ROWS = 31"),
        ("KNOWN_SOON_DAYS = 30", "KNOWN_SOON_DAYS = 100"),
        ("if f.codelist and UNKNOWN in", "if False and UNKNOWN in"),
        ('not in {*table.primary_key, "area"}]', "not in {*table.primary_key}]"),
        ("alike=1 - distinct", "alike=distinct"),
        ("first_or_last = (day.day() == 1) |", "first_or_last = (day.day() == 2) |"),
        ("ibis.ifelse(rows.area.notnull(), value, 0).sum()", "value.sum()"),
    ],
    "city/recording.py": [
        ("RARE = 0.00001", "RARE = 0.001"),
        ("RARE = 0.00001", "RARE = 0.0000001"),
        ("SURELY_FILLED = 0.95", "SURELY_FILLED = 0.9999999"),
        ("DAYS_OFF = 4", "DAYS_OFF = 6"),
        ("DAYS_OFF = 4", "DAYS_OFF = 2"),
        ("& ~self._rows.index.isin([*self.shocked])", ""),
        ("empty | _empty_years(self._rows) if whole_years else empty", "empty"),
        ("if not filled.any():", "if False:"),
        ("zero &= (filled > 0).to_numpy()", "pass"),
        ("-share * known[run]", "-share"),
        ('== 0) & (by_year["size"] == MONTHS_A_YEAR)', "== 0)"),
    ],
    "city/target_scheme.py": [
        ("_MOST_SHARES = 10.0", "_MOST_SHARES = 10.1"),
        ("_MOST_SHARES = 10.0", "_MOST_SHARES = 9.9"),
        ("_MOST_POINTS = 1.0", "_MOST_POINTS = 1.1"),
        ("if below >= above:", "if below > above:"),
        ("FEWEST_MARKS, LONGEST_MARK = 2, 10", "FEWEST_MARKS, LONGEST_MARK = 1, 10"),
        ("FEWEST_MARKS, LONGEST_MARK = 2, 10", "FEWEST_MARKS, LONGEST_MARK = 2, 11"),
    ],
    "city/engines/fetched.py": [
        ("(np.abs(known) >= _EXACT).any()", "False"),
        ("known.min() < limits.min", "False"),
        ("known.max() > limits.max", "False"),
        ("except duckdb.ConversionException:", "except ZeroDivisionError:"),
        ('frozenset({"DOUBLE"})', 'frozenset({"DOUBLE", "FLOAT", "DECIMAL(3,2)"})'),
        ('days[gaps] = np.datetime64("NaT")', "pass"),
        ("objects[gaps] = None", "pass"),
        ("return np.where(gaps, np.nan, values)\n\n", "return values\n\n"),
    ],
    "city/engines/on_duckdb.py": [
        ('self._connection.raw_sql("SET threads = 1")', "pass"),
        ('self._connection.raw_sql("RESET threads")', "pass"),
    ],
    "city/engines/written_queries.py": [
        ("written.sql.replace(_in_words(STAND_IN), _in_words(day))", "written.sql"),
        ("return value.known_as or None", 'return value.known_as or "mine"'),
        ("sorted(n or \"\" for n in names) if isinstance(value, frozenset) else names", "names"),
        ('f"{type(value).__qualname__}({said})"', "said"),
    ],
    "city/beginning/municipality_code.py": [
        ("_WEIGHTS = (6, 5, 4, 3, 2)", "_WEIGHTS = (6, 5, 4, 3, 1)"),
        ("str((11 - rest) % 10)", "str(11 - rest)"),
        ("if code[5] != check_digit(code[:5]):", "if False:"),
        ("if len(ways) > 1:", "if False:"),
        ("code = re.sub(r\"\\s\", \"\", normalise(given))", "code = given"),
    ],
    "city/beginning/new_plans.py": [
        ("if end is not None and end <= start:", "if False:"),
        ('"month_end" if last else "month"', '"month"'),
        ("sorted(plans, key=lambda plan: plan.start)", "plans"),
    ],
    "city/stored_results.py": [
        ('"configuration": content_hash(city.configuration),', ""),
        ('"tables": {name: facts["sha256"]', '"tables": {name: ""'),
        ('"inputs": city.manifest.get("inputs", {}),', ""),
        ('"engine": city.engine,', ""),
        ('"code": code_fingerprint(),', ""),
        ('"libraries": library_versions(),', ""),
        ("_short([asked, rests_on(city)])", "_short(rests_on(city))"),
        ("except (OSError, DamagedArchiveError):", "except OSError:"),
        ("lock.acquire()", "pass"),
        ("found = _read(path, result, parts) if may_write else None", "found = None"),
        ("[_KEPT - 1 :]", "[_KEPT:]"),
        ("part.unlink(missing_ok=True)", "pass"),
        ("os.environ.get(FOLDER_VARIABLE) or", ""),
        ("private_folder(folder)", "folder.mkdir(parents=True, exist_ok=True)"),
    ],
    "city/areas.py": [
        ('code.lstrip("0") == asked', "False"),
        ("if len(meant) == 1:", "if meant:"),
    ],
    "city/record_queries.py": [("rows.filter(rows.value.notnull()) if name in FIGURES else rows", "rows")],
    "city/settings.py": [("(*PER_RESIDENTS,) if over == RESIDENTS", "(*PER_RESIDENTS, *COUNTED) if over == RESIDENTS")],
}  # fmt: skip
