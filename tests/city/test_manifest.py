"""What the manifest records of the clean tables: files that come or go are noticed."""

from __future__ import annotations

import pytest

from sojo_eval.city import open_city, record_clean_tables
from sojo_eval.foundation.problems import SojoEvalError
from tests.city.divided import consultations, divided_city
from tests.conftest import SmallCity


def test_a_file_that_comes_or_goes_is_noticed(small_city: SmallCity) -> None:
    city = divided_city(small_city.make(consultations=consultations()), "fiscal_year")
    files = sorted((city.path / "clean" / "consultations").rglob("*.parquet"))
    away = files[0].rename(files[0].with_suffix(".away"))
    with pytest.raises(SojoEvalError, match="clean-changed"):
        open_city(city.path)
    away.rename(files[0])
    open_city(city.path)
    files[1].rename(files[1].with_name("renamed.parquet"))
    with pytest.raises(SojoEvalError, match="clean-changed"):
        open_city(city.path)


def test_only_tables_that_are_there_are_recorded(small_city: SmallCity) -> None:
    city = small_city.make()
    for name in ("consultations", "no_such_table"):
        with pytest.raises(SojoEvalError, match="no-clean-table"):
            record_clean_tables(city.path, [name])


def test_a_clean_table_changed_by_hand_is_noticed(small_city) -> None:  # type: ignore[no-untyped-def]
    city = small_city.make()
    path = city.path / "clean" / "areas.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(SojoEvalError, match="import"):
        open_city(city.path)
