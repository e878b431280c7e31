"""The areas that get pages of their own."""

from __future__ import annotations

from sojo_eval.city import City
from sojo_eval.city.areas import area_tree, one_by_one
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import members
from sojo_eval.schema import load_schema

_NO_RECORDS = ("areas", "area_crosswalk", "population", "services", "submissions")
"""Tables with areas that say what there is, not what was done there."""


def areas_with_records(city: City) -> list[str]:
    """Codes of the areas shown one by one (`areas.one_by_one`) with at least one record, in the order of the table `areas`.

    Raises SojoEvalError (exit code 1) when there is none.
    """
    shown, recorded = {*one_by_one(city)}, _recorded(city)
    found = [code for code in area_tree(city).levels if code in shown and members(city, code) & recorded]
    if not found:
        raise SojoEvalError(
            "no-area-with-records",
            Text("地域ごとの記録がありません", "No record names an area"),
            Text(
                "表 areas に地域を入れ、記録に地域を書くか、--by city にしてください",
                "Put the areas into the table areas and name them in the records, or use --by city",
            ),
            exit_code=1,
        )
    return found


def _recorded(city: City) -> set[str]:
    tables = load_schema().tables
    names = [name for name in city.tables if name not in _NO_RECORDS and "area" in tables[name].field_names]
    # Asked of the engine: the whole table may not fit into memory.
    return {
        code
        for name in names
        for code in city.ibis(name).select("area").distinct().execute()["area"].dropna()
    }
