"""つながりづくり: つながり指標, how people who are supported score themselves with their supporter, and score again."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_PROPORTION
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import PERSONS_ONCE
from sojo_eval.indicators.shapes import by_month

FIVE_ITEMS = ("motivation", "self_esteem", "relationships", "social_participation", "asking_for_help")
_SOONEST_DAYS, _LATEST_DAYS = 150, 400
"""A second scoring half a year to a year after the first, give or take a month."""


@indicator(
    pillar="connections",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "つながり指標が上がった人の割合", "Share of people whose connection scores (つながり指標) rose"
    ),
    question=Text(
        "支援を受ける人の意欲やつながりは育っているか", "Do people who are supported grow more connected?"
    ),
    numerator=Text(
        "5項目の合計点が初回より上がった人", "people whose total of the five items is above their first one"
    ),
    denominator=Text(
        "初回の150〜400日後に再び評価した人", "people scored again 150 to 400 days after their first scoring"
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=Text("支援の進め方を見直す目安として±5ポイント", "±5 points: enough to change how support is given"),
    misleads=Text(
        "再び評価できた人だけの割合です。離れた人は入りません。初回の点が低いほど上がりやすく、"
        "支援者だけで付けた点は甘くなりがちです（本人と付けたかどうかで分けて読めます）",
        "Only people scored again: those who left are not among them. Low first scores rise easily, and scores given "
        "without the person tend to flatter (it can be divided by whether the person took part)",
    ),
    aligns_with="重層的支援体制整備事業（つながり指標）",
    repeats=PERSONS_ONCE,
    totals=FromTotals("people_scored_improved", "people_scored"),
)
def tsunagari_improved(person_scores: ir.Table) -> ir.Table:
    """People whose total of the five items rose, over people scored again, by month and area of the second scoring.

    The second scoring is the first one that lies 150 to 400 days after the person's very first, both days included.
    """
    scored = person_scores.mutate(total=sum((person_scores[item] for item in FIVE_ITEMS), ibis.literal(0)))
    order = ibis.row_number().over(group_by=scored.person_id, order_by=scored.scored_date)
    first = scored.mutate(order=order).filter(ibis._.order == 0)
    first = first.select(same_person="person_id", first_date="scored_date", first_total="total")
    paired = scored.inner_join(first, scored.person_id == first.same_person)
    waited = paired.scored_date.delta(paired.first_date, unit="day")
    again = paired.filter((waited >= _SOONEST_DAYS) & (waited <= _LATEST_DAYS))
    order = ibis.row_number().over(group_by=again.person_id, order_by=again.scored_date)
    second = again.mutate(order=order).filter(ibis._.order == 0)
    rose = (second.total > second.first_total).cast("int64")
    return by_month(second, second.scored_date, numerator=rose, denominator=ibis.literal(1))
