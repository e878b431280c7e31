"""相談体制づくり: the entrances, each desk by itself, and those through which nobody comes."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.consultation import FIRST_RESPONSE_DAYS, first_response_within_3_days
from sojo_eval.indicators.definitions.reasons import FIVE_POINTS_FOR_DESKS as _FIVE_POINTS
from sojo_eval.indicators.kinds import ANNUAL_PROPORTION, MONTHLY_COUNT, MONTHLY_PROPORTION
from sojo_eval.indicators.registry import (
    RESIDENTS,
    Compute,
    Indicator,
    indicator,
    register,
    tables_read,
)
from sojo_eval.indicators.service_groups import DESKS, ServiceGroup
from sojo_eval.indicators.shapes import by_month, fiscal_year_start

_PART = Text(
    "全体の一部なので単独では判定しません。窓口の間の分担が変わっても動きます",
    "Part of a whole, never judged alone; it moves when desks share their work differently",
)


@indicator(
    pillar="consultation",
    kind=MONTHLY_PROPORTION,
    title=Text(
        "アウトリーチかほっとネットステーションを経た相談の割合",
        "Share of consultations that came through outreach or ほっとネットステーション",
    ),
    question=Text(
        "自分から窓口に来られない人に届いているか", "Are people reached who would not come to a desk?"
    ),
    numerator=Text(
        "アウトリーチかほっとネットステーションを経た相談",
        "consultations that came through outreach or ほっとネットステーション",
    ),
    denominator=Text("経路の分かる相談", "consultations whose way is known"),
    unit="share",
    direction="higher",
    smallest_change=0.02,
    why=Text(
        "もともと少ない経路なので±2ポイント",
        "±2 points: few consultations come this way, five would be most of them",
    ),
    misleads=Text(
        "ほかの経路が減っても上がります（経路が不明の相談は除きます）",
        "It also rises when other ways dry up (those whose way is unknown are left out)",
    ),
    aligns_with="アウトリーチ等を通じた継続的支援事業・ほっとネットステーション",
    out_of="known_way",
)
def first_contact_through_outreach_or_station(consultations: ir.Table) -> ir.Table:
    """Consultations that came through outreach or the station over those whose way is known, by month of receipt."""
    known = consultations.filter(
        consultations.came_through.notnull() & (consultations.came_through != "unknown")
    )
    reached_out = known.came_through.isin(["outreach", "hotnet_station"]).cast("int64")
    return by_month(known, known.received_date, numerator=reached_out, denominator=ibis.literal(1))


def _complete_years(consultations: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """The fiscal years with any consultation that are over: year_start (1 April) and year_end (31 March)."""
    year_start = fiscal_year_start(consultations.received_date)
    year_end = (year_start + ibis.interval(months=12) - ibis.interval(days=1)).cast("date")
    years = consultations.select(year_start=year_start, year_end=year_end).distinct()
    return years.filter(years.year_end <= as_of)


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "1年間に相談が一件もなかった窓口の割合", "Share of desks without any consultation in the year"
    ),
    question=Text("使われていない窓口はないか", "Are there desks that nobody uses?"),
    numerator=Text("その年度に相談が一件もない窓口", "desks without a consultation in the fiscal year"),
    denominator=Text("年度を通して開いていた窓口", "desks open the whole fiscal year"),
    unit="share",
    direction="lower",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "記録を出さない窓口も「なし」に見えます",
        "A desk that hands in no records looks the same as one without any",
    ),
    aligns_with="予算執行調査（支援実績のない機関）",
    of_places=True,
)
def desks_without_a_case(services: ir.Table, consultations: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Desks without a consultation over desks open the whole fiscal year, in April of each complete year with records."""
    years = _complete_years(consultations, as_of)
    desks = services.filter(services.takes_consultations)
    desks = desks.select("service", "area", "opened_date", "closed_date").cross_join(years)
    desks = desks.filter(
        (desks.opened_date.isnull() | (desks.opened_date <= desks.year_start))
        & (desks.closed_date.isnull() | (desks.closed_date >= desks.year_end))
    )
    year_start = fiscal_year_start(consultations.received_date)
    used = consultations.select(service="desk", year_start=year_start).distinct().mutate(used=ibis.literal(1))
    joined = desks.left_join(used, ["service", "year_start"])
    idle = joined.used.isnull().cast("int64")
    return by_month(joined, joined.year_start, numerator=idle, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "1年間に一件もなかった新しい事業の割合（多機関協働・アウトリーチ・参加支援）",
        "Share of the new functions without any case in the year (multi-agency, outreach, participation)",
    ),
    question=Text("始めた事業は実際に使われているか", "Are the functions that were started used at all?"),
    numerator=Text("その年度に記録が一件もない事業", "functions without a record in the fiscal year"),
    denominator=Text(
        "年度を通して行われた多機関協働・アウトリーチ・参加支援",
        "multi-agency, outreach and participation functions that ran the whole fiscal year",
    ),
    unit="share",
    direction="lower",
    smallest_change=0.10,
    why=Text(
        "三つの事業のうち一つでも動けば大きな違いなので±10ポイント",
        "±10 points: one of the three functions coming to life is a great difference",
    ),
    misleads=Text(
        "一件あれば「あり」です。件数の多さは別の指標で見ます",
        "One case is enough: how many there are is for other indicators",
    ),
    aligns_with="予算執行調査（約2割の自治体で多機関協働・参加支援の実績がない）",
    may_be_empty=frozenset({"cases", "outreach_contacts", "participation_matches"}),
    of_places=True,
)
def new_functions_without_a_case(
    services: ir.Table,
    consultations: ir.Table,
    cases: ir.Table,
    outreach_contacts: ir.Table,
    participation_matches: ir.Table,
    as_of: ir.DateScalar,
) -> ir.Table:
    """New functions without a record over those that ran the whole fiscal year, in April of each complete year.

    A function runs from its first service's opening (always, where none is dated) until its last service closes. A
    table that is there without rows means none; the years are those with consultations. Citywide: the functions
    have no areas.
    """
    new = services.filter(services.programme.isin(["multi_agency", "outreach", "participation_support"]))
    began = new.opened_date.fill_null(ibis.date(1900, 1, 1)).min()
    ended = new.closed_date.fill_null(ibis.date(9999, 12, 31)).max()
    functions = new.group_by("programme").aggregate(began=began, ended=ended)
    running = functions.cross_join(_complete_years(consultations, as_of))
    running = running.filter((running.began <= running.year_start) & (running.ended >= running.year_end))
    records = [
        cases.select(programme=ibis.literal("multi_agency"), day="opened_date"),
        outreach_contacts.select(programme=ibis.literal("outreach"), day="date"),
        participation_matches.select(programme=ibis.literal("participation_support"), day="requested_date"),
    ]
    seen = ibis.union(*records)
    seen = seen.select("programme", year_start=fiscal_year_start(seen.day)).distinct()
    joined = running.left_join(seen.mutate(seen=ibis.literal(1)), ["programme", "year_start"])
    idle = joined.seen.isnull().cast("int64")
    return by_month(joined, joined.year_start, numerator=idle, denominator=ibis.literal(1))


def _received_at(desk: ServiceGroup) -> Compute:
    def compute(consultations: ir.Table, services: ir.Table) -> ir.Table:
        here = desk.among(services).select(desk="service")
        received = consultations.semi_join(here, "desk")
        return by_month(received, received.received_date, numerator=ibis.literal(1))

    compute.__doc__ = f"Consultations received at {desk.title.en}, by month of receipt and area."
    return compute


def _answered_soon_at(desk: ServiceGroup) -> Compute:
    def compute(consultations: ir.Table, services: ir.Table, as_of: ir.DateScalar) -> ir.Table:
        here = desk.among(services).select(desk="service")
        return first_response_within_3_days(consultations.semi_join(here, "desk"), as_of)

    compute.__doc__ = f"First responses within 3 days at {desk.title.en}, by month of receipt and area."
    return compute


def _show(desk: ServiceGroup) -> None:
    received, answered = _received_at(desk), _answered_soon_at(desk)
    register(
        Indicator(
            id=f"consultation.received_{desk.code}",
            pillar="consultation",
            kind=MONTHLY_COUNT,
            title=Text(
                f"{desk.title.ja}の相談（住民千人当たり・月）",
                f"Consultations per 1,000 residents a month: {desk.title.en}",
            ),
            question=Text(
                f"{desk.title.ja}に相談はどれだけ寄せられているか",
                f"How many consultations come in: {desk.title.en}?",
            ),
            numerator=Text(f"{desk.title.ja}が受け付けた相談", f"consultations received: {desk.title.en}"),
            denominator=RESIDENTS,
            unit="per_1000_month",
            direction="context",
            smallest_change=0.10,
            why=Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick"),
            misleads=_PART,
            aligns_with=f"包括的相談支援事業（{desk.title.ja}）",
            tables=tables_read(received),
            compute=received,
            per=1000,
            exposure="persons",
            services=desk,
            counts=f"consultations/desk/{desk.code}",
        )
    )
    register(
        Indicator(
            id=f"consultation.answered_soon_{desk.code}",
            pillar="consultation",
            kind=ANNUAL_PROPORTION,
            title=Text(
                f"{desk.title.ja}で3日以内に初回対応した割合",
                f"Share answered within 3 days: {desk.title.en}",
            ),
            question=Text(
                f"{desk.title.ja}ではすぐに応じてもらえるか",
                f"Do people get a first answer quickly: {desk.title.en}?",
            ),
            numerator=Text(
                "受付から3日以内に初回対応した相談", "consultations with a first response within 3 days"
            ),
            denominator=Text(
                f"{desk.title.ja}が受け付け、3日以上たった相談",
                f"consultations received at least 3 days before the last day covered: {desk.title.en}",
            ),
            unit="share",
            direction="context",
            smallest_change=0.05,
            why=Text("参考指標。±5ポイントを目安に示す", "Context only; ±5 points are shown as a yardstick"),
            misleads=_PART,
            aligns_with=f"包括的相談支援事業（{desk.title.ja}）",
            tables=tables_read(answered),
            compute=answered,
            followed_days=FIRST_RESPONSE_DAYS,
            services=desk,
            counts=f"answered_soon/desk/{desk.code}",
            out_of=f"consultations/desk/{desk.code}",
        )
    )


for _desk in DESKS:
    _show(_desk)
