"""つながりづくり: each service of 地域づくり事業 and 助け合い活動 on its own.

They are parts of indicators that are judged as a whole, so they are context: judging the whole and its parts would
count one change twice.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_COUNT, MONTHLY_COUNT
from sojo_eval.indicators.registry import (
    NOTHING,
    RESIDENTS,
    Compute,
    Indicator,
    register,
    tables_read,
)
from sojo_eval.indicators.service_groups import COMMUNITY_BUILDING, ServiceGroup
from sojo_eval.indicators.shapes import by_month

_YARDSTICK = Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick")
_SMALL_YARDSTICK = Text("参考指標。±20%を目安に示す", "Context only; ±20 % is shown as a yardstick")
_ATTENDANCES = Text(
    "全体の一部なので単独では判定しません。延べ人数です",
    "Part of a whole, never judged alone; attendances are counted",
)
_ACTIVITIES = Text(
    "全体の一部なので単独では判定しません。回数であり、参加した人の数ではありません",
    "Part of a whole, never judged alone; it counts activities, not people",
)


def _participants_of(group: ServiceGroup) -> Compute:
    def compute(community_activities: ir.Table, services: ir.Table) -> ir.Table:
        held = community_activities.semi_join(group.among(services).select("service"), "service")
        held = held.filter(held.participants.notnull())
        return by_month(held, held.date, numerator=held.participants)

    compute.__doc__ = f"Participants of the activities of {group.title.en}, by month and area."
    return compute


def _activities_of(group: ServiceGroup) -> Compute:
    def compute(community_activities: ir.Table, services: ir.Table) -> ir.Table:
        mine = group.among(services).select("service").mutate(mine=ibis.literal(1))
        joined = community_activities.left_join(mine, "service")
        return by_month(joined, joined.date, numerator=joined.mine.fill_null(0))

    compute.__doc__ = f"Activities of {group.title.en}, by month and area; none where only others were held."
    return compute


def mutual_help_participants(community_activities: ir.Table) -> ir.Table:
    """Participants of 助け合い活動, by month and area."""
    held = community_activities.filter(
        (community_activities.kind == "mutual_help") & community_activities.participants.notnull()
    )
    return by_month(held, held.date, numerator=held.participants)


def mutual_help_activities(community_activities: ir.Table) -> ir.Table:
    """助け合い活動 held, by month and area; none where only other activities were held."""
    mine = (community_activities.kind == "mutual_help").cast("int64")
    return by_month(community_activities, community_activities.date, numerator=mine)


def _show_participants(
    code: str, title: Text, aligns_with: str, compute: Compute, services: ServiceGroup | None = None
) -> None:
    register(
        Indicator(
            id=f"connections.participants_{code}",
            pillar="connections",
            kind=MONTHLY_COUNT,
            title=Text(
                f"{title.ja}の参加者（住民千人当たり・月）",
                f"Participants per 1,000 residents a month: {title.en}",
            ),
            question=Text(f"{title.ja}にどれだけの人が来ているか", f"How many people come: {title.en}?"),
            numerator=Text(f"{title.ja}の延べ参加者", f"attendances: {title.en}"),
            denominator=RESIDENTS,
            unit="per_1000_month",
            direction="context",
            smallest_change=0.10,
            why=_YARDSTICK,
            misleads=_ATTENDANCES,
            aligns_with=aligns_with,
            tables=tables_read(compute),
            compute=compute,
            per=1000,
            exposure="persons",
            services=services,
        )
    )


def _show_activities(
    code: str, title: Text, aligns_with: str, compute: Compute, services: ServiceGroup | None = None
) -> None:
    register(
        Indicator(
            id=f"connections.activities_{code}",
            pillar="connections",
            kind=ANNUAL_COUNT,
            title=Text(f"{title.ja}の実施（年）", f"Activities a year: {title.en}"),
            question=Text(f"{title.ja}は何回開かれたか", f"How often is something held: {title.en}?"),
            numerator=Text(f"{title.ja}の活動", f"activities held: {title.en}"),
            denominator=NOTHING,
            unit="per_year",
            direction="context",
            smallest_change=0.20,
            why=_SMALL_YARDSTICK,
            misleads=_ACTIVITIES,
            aligns_with=aligns_with,
            tables=tables_read(compute),
            compute=compute,
            services=services,
        )
    )


for _group in COMMUNITY_BUILDING:
    _scheme = f"地域づくり事業（{_group.title.ja}）"
    _show_participants(_group.code, _group.title, _scheme, _participants_of(_group), _group)
    _show_activities(_group.code, _group.title, _scheme, _activities_of(_group), _group)

_MUTUAL_HELP = Text("助け合い活動", "mutual help (助け合い活動)")
_show_participants(
    "mutual_help", _MUTUAL_HELP, "ふれあいのまちづくり（助け合い活動）", mutual_help_participants
)
_show_activities("mutual_help", _MUTUAL_HELP, "ふれあいのまちづくり（助け合い活動）", mutual_help_activities)
