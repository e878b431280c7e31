"""Charts, pages and the lab."""

from __future__ import annotations

from typing import Any

TESTS: dict[str, tuple[str, ...]] = {
    "charts/ticks.py": ("charts/test_ticks.py",),
    "charts/tight_svg.py": ("charts/test_tight_svg.py",),
    "lab/copies.py": ("lab/test_copies.py",),
    "reports/explore/sortable_table.py": ("reports/explore/test_sortable_table.py",),
    "reports/cities_index.py": ("reports/test_cities_index.py",),
}  # fmt: skip

TABLE: dict[str, list[tuple[Any, ...]]] = {
    "charts/ticks.py": [
        ("1e-3 * step", "1e3 * step"),
        ("100 * shown", "shown"),
    ],
    "lab/copies.py": [
        ("elif there and there != before.get(name):", "elif False:"),
        ("elif there and there != before.get(name):", "elif there:"),
        ("if there == _fingerprint(fresh):", "if False:"),
        ("private_folder(folder)", "folder.mkdir(exist_ok=True)"),
        ("refuse_links(city, (FOLDER,))", "pass"),
        ("json.dumps(value, ensure_ascii=False)", "'\"' + value + '\"'"),
    ],
    "reports/explore/sortable_table.py": [
        ('"connected": False,', '"connected": True,'),
        ("return person_at_notebook() and", "return True and"),
        ("if not str(name).endswith(others)", ""),
    ],
    "reports/cities_index.py": [
        ("base64.b64encode(hashlib.sha256(_FILTER.encode()).digest()).decode()", '""'),
        ("notes = [row.why(lang)] if row.why else []", "notes: list[str] = []"),
        ('if (code := row.verdicts.get(p)) else "—"', 'if (code := row.verdicts.get(p, "mixed")) else "—"'),
    ],
    "charts/tight_svg.py": [
        ("coarser=16", "coarser=8"),
        ("told.append(float(round(", "told.append(float(int("),
        ('if letter in "zZ":', 'if letter in "Z":'),
        ('start = here if command == "M" else start', "start = here"),
        ('"&": "%26", ', ""),
        ("says.append(part != \"<g>\")", "says.append(True)"),
    ],
}  # fmt: skip
