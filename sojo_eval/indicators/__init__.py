"""What is measured: each indicator one small function over the clean tables, with its metadata beside it."""

from collections.abc import Sequence

from sojo_eval.city.areas import area_name, members, population_by_month
from sojo_eval.indicators.age_schemes import AGE_BAND, age_scheme, refuse_mixed_ages
from sojo_eval.indicators.catalogue import (
    built_in,
    catalogue,
    is_disclosive,
    known,
    list,
    no_such_indicator,
    own_entries,
    waves_that_asked,
)
from sojo_eval.indicators.definition import Definition, columns_read, explain, sql
from sojo_eval.indicators.facts import facts
from sojo_eval.indicators.groups import (
    AREA,
    by_group,
    group_of,
    group_title,
    groups_with_residents,
    spread,
    without_residents,
)
from sojo_eval.indicators.habits import ChangeOfHabit, changes_of_answering, changes_of_habit
from sojo_eval.indicators.recorded import Recorded, recorded, source_title, with_silent_areas
from sojo_eval.indicators.registry import Indicator, indicator
from sojo_eval.indicators.series import (
    by_fiscal_year,
    counted,
    find,
    gap_by_year,
    mean_wait,
    monthly,
    series,
    sums_of_fiscal_years,
    with_true_zeros,
    within,
    without_denominator,
)
from sojo_eval.indicators.shapes import by_month
from sojo_eval.indicators.subgroups import subgroup_columns

__all__ = [
    "AGE_BAND",
    "AREA",
    "ChangeOfHabit",
    "Definition",
    "Indicator",
    "Recorded",
    "age_scheme",
    "area_name",
    "built_in",
    "by_fiscal_year",
    "by_group",
    "by_month",
    "catalogue",
    "changes_of_answering",
    "changes_of_habit",
    "columns_read",
    "counted",
    "explain",
    "facts",
    "find",
    "gap_by_year",
    "group_of",
    "group_title",
    "groups_with_residents",
    "indicator",
    "is_disclosive",
    "known",
    "list",
    "mean_wait",
    "members",
    "monthly",
    "no_such_indicator",
    "own_entries",
    "population_by_month",
    "recorded",
    "refuse_mixed_ages",
    "series",
    "source_title",
    "spread",
    "sql",
    "subgroup_columns",
    "sums_of_fiscal_years",
    "waves_that_asked",
    "with_silent_areas",
    "with_true_zeros",
    "within",
    "without_denominator",
    "without_residents",
]

_OFFERED = (
    "by_fiscal_year",
    "by_month",
    "explain",
    "facts",
    "indicator",
    "kinds",
    "list",
    "series",
    "sql",
    "subgroup_columns",
    "without_denominator",
)
"""What people use. All else here is for the rooms above, and would be in the way of who types a name."""


def __dir__() -> Sequence[str]:
    return sorted(_OFFERED)
