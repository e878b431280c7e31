"""相談体制づくり: 重層的支援会議 and 支援会議: how often they sit, how many cases they take up, who comes."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_COUNT, ANNUAL_RATE
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import CASES_AT_SITTINGS, SITTINGS
from sojo_eval.indicators.shapes import by_month, in_area_of

_TWENTY_PERCENT = Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick")


@indicator(
    pillar="consultation",
    kind=ANNUAL_COUNT,
    title=Text("重層的支援会議の開催（年）", "重層的支援会議 (multi-layer support meetings) held a year"),
    question=Text(
        "複合的な課題を、本人の同意を得て多機関で検討しているか", "Are composite cases taken up together?"
    ),
    numerator=Text("重層的支援会議の開催", "重層的支援会議 held"),
    unit="per_year",
    direction="context",
    smallest_change=0.20,
    why=_TWENTY_PERCENT,
    misleads=Text(
        "開催数は活動量であり、本人の暮らしの変化ではありません。一度に多くのケースを検討すれば減るので、"
        "検討したケースの数と合わせて見ます",
        "It counts activity, not a change in anyone's life. Taking up more cases at one sitting lowers it: see also the "
        "cases taken up",
    ),
    aligns_with="多機関協働事業（重層的支援会議開催件数）",
    counts="meetings/kind/multilayer_support_meeting",
    repeats=SITTINGS,
    totals=FromTotals("multilayer_support_meetings"),
)
def multilayer_support_meetings(meetings: ir.Table, cases: ir.Table) -> ir.Table:
    """重層的支援会議 held, by month and area of the case."""
    held = in_area_of(meetings.filter(meetings.kind == "multilayer_support_meeting"), cases, "case_id")
    return by_month(held, held.held_date, numerator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_COUNT,
    title=Text(
        "支援会議（社会福祉法第106条の6）の開催（年）", "支援会議 (Social Welfare Act art. 106-6) held a year"
    ),
    question=Text(
        "同意が得られない段階でも早く検討しているか", "Are cases taken up early, before there is consent?"
    ),
    numerator=Text("支援会議の開催", "支援会議 held"),
    unit="per_year",
    direction="context",
    smallest_change=0.20,
    why=_TWENTY_PERCENT,
    misleads=Text(
        "増加は、早く動いたためとも、同意の得られない深刻な例が増えたためとも読めます",
        "More may mean earlier action or more grave cases without consent: never judged alone",
    ),
    aligns_with="支援会議（社会福祉法第106条の6）",
    counts="meetings/kind/support_meeting",
    repeats=SITTINGS,
    totals=FromTotals("support_meetings"),
)
def support_meetings_held(meetings: ir.Table, cases: ir.Table) -> ir.Table:
    """支援会議 held, by month and area of the case; none where only 重層的支援会議, which are kept apart, were held."""
    placed = in_area_of(meetings, cases, "case_id")
    mine = (placed.kind == "support_meeting").cast("int64")
    return by_month(placed, placed.held_date, numerator=mine)


@indicator(
    pillar="consultation",
    kind=ANNUAL_RATE,
    title=Text("会議1回当たりの参加機関", "Agencies at each meeting"),
    question=Text("会議にはどれだけの機関が集まっているか", "How many agencies come to a meeting?"),
    numerator=Text("会議に参加した機関（延べ）", "agencies attending"),
    denominator=Text("参加機関を記録した会議", "meetings whose attendance was recorded"),
    unit="agencies_each",
    direction="context",
    smallest_change=0.20,
    why=_TWENTY_PERCENT,
    misleads=Text(
        "大きな会議が増えれば上がります。同じ分野の機関が増えても上がるので、連携の広がりは「3分野以上の機関がかかわるケースの割合」で"
        "見ます",
        "Large meetings raise it, and so do more bodies of one field: how wide the cooperation is shows in the share of "
        "cases with three or more fields",
    ),
    aligns_with="多機関協働事業（参加機関数）",
    repeats=SITTINGS,
    totals=FromTotals("meeting_agencies", "multi_agency_meetings"),
)
def agencies_per_meeting(meetings: ir.Table, meeting_attendance: ir.Table, cases: ir.Table) -> ir.Table:
    """Agencies attending over meetings of both kinds, by month and area of the case.

    A meeting whose attendance nobody recorded is left out: it had agencies, we do not know how many.
    """
    present = meeting_attendance.group_by("meeting_id").aggregate(agencies=meeting_attendance.count())
    held = in_area_of(meetings.inner_join(present, "meeting_id"), cases, "case_id")
    return by_month(held, held.held_date, numerator=held.agencies, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_COUNT,
    title=Text("会議で検討したケース（延べ、年）", "Cases taken up at meetings a year"),
    question=Text(
        "多機関の会議で何件のケースを検討しているか", "How many cases do the multi-agency meetings take up?"
    ),
    numerator=Text(
        "重層的支援会議・支援会議で検討したケース（延べ）", "cases taken up at 重層的支援会議 and 支援会議"
    ),
    unit="per_year",
    direction="context",
    smallest_change=0.20,
    why=_TWENTY_PERCENT,
    misleads=Text(
        "活動量であり、本人の暮らしの変化ではありません。検討したケースを書かない会議は入らず、同じケースを何度も検討すれば増えます",
        "It counts activity, not a change in anyone's life. Meetings whose cases nobody wrote down are not in it; taking "
        "up one case again and again raises it",
    ),
    aligns_with="多機関協働事業・支援会議（検討ケース数）",
    repeats=CASES_AT_SITTINGS,
    totals=FromTotals("meeting_cases"),
)
def meeting_cases_taken_up(meetings: ir.Table, meeting_cases: ir.Table, cases: ir.Table) -> ir.Table:
    """Cases taken up at meetings of both kinds, by month of the meeting and area of the case."""
    held = meetings.select(
        "meeting_id", "held_date", *(["subgroup"] if "subgroup" in meetings.columns else [])
    )
    placed = in_area_of(meeting_cases.inner_join(held, "meeting_id"), cases, "case_id")
    return by_month(placed, placed.held_date, numerator=ibis.literal(1))
