"""The example city judged from its records, and again from their totals alone: whatever totals can make must come out equal.

    python benchmarks/totals_equal_records.py [--seed 1] [--scenario mixed] [--areas 1]

Prints how much of the catalogue totals can make, and every finding that differs; exit 1 when one does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from sojo_eval.city import City
from sojo_eval.evaluation.evaluate import work_out
from sojo_eval.example_city.configuration import CITY_TOML
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.indicators import built_in, catalogue
from tests.conftest import SmallCity
from tests.indicators.totals.summed import totals_of_records, without_records

KEY = ["indicator", "area", "question"]
COMPARED = [
    "verdict", "kind", "count_baseline", "count_current", "base_baseline", "base_current", "value_baseline", "value_current",
    "change", "change_low", "change_high", "p", "n_baseline", "n_current", "reasons",
]  # fmt: skip


class ExampleCity(SmallCity):
    """Tables of the example city under its own city.toml."""

    def make(self, data_until: str = "", more: str = "", **tables: pd.DataFrame) -> City:
        super().make(**tables)
        (self.folder / "city.toml").write_text(CITY_TOML, encoding="utf-8")
        from sojo_eval.city import open_city

        return open_city(self.folder)


def unlike(records: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Findings of both that differ, one row a finding and column: indicator, area, question, column, records, totals."""
    both = records.merge(totals, on=KEY, suffixes=("", "_of_totals"))
    rows = []
    for column in COMPARED:
        first, second = both[column], both[f"{column}_of_totals"]
        other = ~((first == second) | (first.isna() & second.isna()))
        for _, row in both[other].iterrows():
            rows.append((*row[KEY], column, row[column], row[f"{column}_of_totals"]))
    return pd.DataFrame(rows, columns=[*KEY, "column", "records", "totals"])


def main() -> int:
    """Both evaluations, compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", default="mixed")
    parser.add_argument("--areas", type=int, default=1, help="centre areas beside the city")
    asked = parser.parse_args()
    tables = clean_tables(World(asked.seed, asked.scenario))
    with tempfile.TemporaryDirectory() as folder:
        records = ExampleCity(Path(folder) / "records").make(**tables)
        summed = totals_of_records(records, catalogue(records))
        totals = ExampleCity(Path(folder) / "totals").make(**without_records(tables, summed))
        centres = records.areas.query("level == 'center'")["area"].tolist()
        areas = [records.code, *sorted(centres)[: asked.areas]]
        found = {}
        for name, city in (("records", records), ("totals", totals)):
            start = time.perf_counter()
            found[name] = work_out(city, area=areas).findings
            print(f"{name}: {len(found[name])} findings in {time.perf_counter() - start:.1f} s")
        can = sum(entry.totals is not None for entry in built_in().values())
        made = set(found["totals"]["indicator"])
        print(f"{can} of {len(built_in())} indicators ({can / len(built_in()):.0%}) can be made from totals")
        print(f"{len(summed)} totals; {len(made)} indicators made from them here")
        other = unlike(found["records"], found["totals"])
        compared = len(found["records"].merge(found["totals"], on=KEY))
        differ = other[KEY].drop_duplicates().shape[0]
        print(f"{compared} findings compared, {differ} of them differ, in {len(other)} values")
        if len(other):
            print(other.to_string(index=False, max_colwidth=60))
        return int(bool(len(other)) or not compared)


if __name__ == "__main__":
    raise SystemExit(main())
