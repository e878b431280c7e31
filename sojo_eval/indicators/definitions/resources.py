"""つながりづくり: 社会資源の把握, the places and supports that a city knows of in its areas."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_COUNT, ANNUAL_STOCK
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import PLACES
from sojo_eval.indicators.shapes import at_fiscal_year_ends, by_month, fiscal_year_start


@indicator(
    pillar="connections",
    kind=ANNUAL_STOCK,
    title=Text(
        "活動中の社会資源（年度末、住民1万人当たり）",
        "Local resources in use per 10,000 residents (end of March)",
    ),
    question=Text("つなぎ先となる場は地域にどれだけあるか", "How many places are there to be connected to?"),
    numerator=Text(
        "年度末に活動している社会資源（活動開始日の分かるもの）",
        "resources active at the end of March, of those whose start is known",
    ),
    unit="places_per_10000",
    direction="context",
    smallest_change=0.10,
    why=Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick"),
    misleads=Text(
        "活動開始日の空欄はいつからか分からないので数えません。台帳を作る前に終わった資源は載っていないことが多く、"
        "そのぶん昔が少なく見えます。把握が進むだけでも増えるので、単独では判定しません",
        "A blank start is unknown and left out. Resources that ended before the register was made are mostly not on it, "
        "so that the past looks emptier than it was, and knowing of more raises it too: never judged alone",
    ),
    aligns_with="参加支援事業（社会資源の把握）",
    per=10_000,
    exposure="persons",
    repeats=PLACES,
    totals=FromTotals("social_resources"),
)
def social_resources_in_use(social_resources: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Resources active on each 31 March, by area, entered under the April of that fiscal year.

    Active from its first to its last day; a blank last day goes on, a blank first day is unknown and left out. An area
    whose resources have all ended, or not begun, has none: its years are zero from the first of the whole table on.
    """
    dated = social_resources.filter(social_resources.active_from <= as_of)
    dated = dated.mutate(first_of_all=dated.active_from.min().over())
    yearly = at_fiscal_year_ends(dated, dated.first_of_all, as_of)
    begun = yearly.active_from <= yearly.year_end
    ended = (yearly.active_to < yearly.year_end).fill_null(False)
    return by_month(yearly, fiscal_year_start(yearly.year_end), numerator=(begun & ~ended).cast("int64"))


@indicator(
    pillar="connections",
    kind=ANNUAL_COUNT,
    title=Text("新たに始まった社会資源（年）", "Local resources that began a year"),
    question=Text("地域に新しい場は生まれているか", "Do new places come into being?"),
    numerator=Text("その年度に活動を始めた社会資源", "resources that became active"),
    unit="per_year",
    direction="context",
    smallest_change=0.20,
    why=Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick"),
    misleads=Text(
        "活動開始日の空欄は数えません。終わった資源は引かず、台帳に載る前に終わったものは入りません。単独では判定しません",
        "A blank start is left out; those that ended are not taken off, and those that ended before they were "
        "registered are missing: never judged alone",
    ),
    aligns_with="参加支援事業（社会資源の開拓）",
    repeats=PLACES,
    totals=FromTotals("social_resources_opened"),
)
def social_resources_opened(social_resources: ir.Table) -> ir.Table:
    """Resources by the month in which they became active, and area."""
    opened = social_resources.filter(social_resources.active_from.notnull())
    return by_month(opened, opened.active_from, numerator=ibis.literal(1))
