"""The clean tables of a city against the schema."""

from __future__ import annotations

from dataclasses import replace

from sojo_eval.city.folder import CLEAN, open_city
from sojo_eval.city.places.unplaced import unplaced
from sojo_eval.foundation.paths import PathLike
from sojo_eval.foundation.problems import Problem, SojoEvalError
from sojo_eval.schema import check_tables


def check_city(folder: PathLike) -> list[Problem]:
    """All problems of the clean tables against the schema; none means the folder is sound.

    Where columns are missing or of another type only these are listed: a city with them cannot be opened at all. Raises
    SojoEvalError as `open_city` does for a folder that is none of an imported city.
    """
    try:
        city = open_city(folder)
    except SojoEvalError as error:
        if error.code != "clean-types":
            raise
        return [*error.problems]
    tables = {name: city.table(name) for name in city.tables}
    problems = [*check_tables(tables, only=city.tables), *unplaced(tables)]
    return [replace(p, file=p.file or f"{CLEAN}/{p.table}.parquet") for p in problems]
