"""What is measured: each indicator one small function over the clean tables, with its metadata beside it."""

from sojo_eval.indicators.areas import area_name, members, population_by_month
from sojo_eval.indicators.catalogue import built_in, catalogue, is_disclosive, known, list
from sojo_eval.indicators.definition import Definition, columns_read, explain, sql
from sojo_eval.indicators.groups import AREA, by_group, spread
from sojo_eval.indicators.registry import Indicator, indicator
from sojo_eval.indicators.series import (
    by_fiscal_year,
    counted,
    find,
    gap_by_year,
    monthly,
    series,
    within,
    without_denominator,
)
from sojo_eval.indicators.subgroups import subgroup_columns

__all__ = [
    "AREA",
    "Definition",
    "Indicator",
    "area_name",
    "built_in",
    "by_fiscal_year",
    "by_group",
    "catalogue",
    "columns_read",
    "counted",
    "explain",
    "find",
    "gap_by_year",
    "indicator",
    "is_disclosive",
    "known",
    "list",
    "members",
    "monthly",
    "population_by_month",
    "series",
    "spread",
    "sql",
    "subgroup_columns",
    "within",
    "without_denominator",
]
