"""A city whose consultations lie in folders of files."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from sojo_eval.city import City, open_city, record_clean_tables


def consultations(rows: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    received = pd.Timestamp("2019-04-01") + pd.to_timedelta(rng.integers(0, 2500, rows), unit="D")
    return pd.DataFrame(
        {
            "consultation_id": [f"k{i}" for i in range(rows)],
            "household_id": [f"H{i}" for i in rng.integers(0, rows // 2, rows)],
            "received_date": received,
            "first_response_date": received + pd.to_timedelta(rng.integers(0, 9, rows), unit="D"),
            "desk": "S1",
            "area": rng.choice(np.array(["01100", "132292", "T 1/a", None], dtype=object), rows),
        }
    )


def divided_city(city: City, by: str) -> City:
    """The same city with its consultations in folders."""
    clean = city.path / "clean"
    one = clean / "consultations.parquet"
    duckdb.execute(
        f"COPY (SELECT *, year(received_date - INTERVAL 3 MONTH) AS fiscal_year FROM '{one}') "
        f"TO '{clean / 'consultations'}' (FORMAT parquet, PARTITION_BY ({by}))"
    )
    one.unlink()
    record_clean_tables(city.path, ["consultations"])
    return open_city(city.path)
