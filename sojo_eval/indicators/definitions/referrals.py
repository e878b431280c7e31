"""相談体制づくり: passing a person on, and whether the next door opens."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.definitions.consultation import WITHOUT_CONTINUITY, new_consultations
from sojo_eval.indicators.definitions.reasons import FIVE_POINTS_FOR_DESKS as _FIVE_POINTS
from sojo_eval.indicators.kinds import MONTHLY_PROPORTION, TIME_TO_EVENT
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import EACH_RECORD, EACH_REFERRAL
from sojo_eval.indicators.shapes import by_month, in_area_of, times_to_event

_PASSED_ON_DAYS = 30
_ACCEPTED_DAYS = 14


@indicator(
    pillar="consultation",
    kind=MONTHLY_PROPORTION,
    title=Text(
        "最初の窓口で受け止めた相談の割合",
        "Share of consultations held without being handed from desk to desk (no wrong door)",
    ),
    question=Text(
        "相談した人は、窓口から窓口へ回されずに受け止められているか",
        "Are people helped without being handed from desk to desk?",
    ),
    numerator=Text(
        "連絡がつき、30日以内に、つないだ先の窓口からさらに別の窓口へ回されなかった相談",
        "those reached, and not handed on again within 30 days by a desk to which they had been referred",
    ),
    denominator=Text(
        "受付から30日以上たち、対応結果の分かる新規の相談",
        "new consultations received at least 30 days before the last day covered whose outcome is known",
    ),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=_FIVE_POINTS,
    misleads=Text(
        "つなぐべき相談を抱え込んでも上がります。最初の窓口が複数の機関につなぐのは、たらい回しに数えません。"
        "30日より後のつなぎと、対応結果の空欄の相談は入りません",
        "It also rises when desks keep what they ought to refer. Several bodies called in by one desk are no wrong door. "
        "A referral after 30 days and a blank outcome are not seen",
    ),
    aligns_with="包括的相談支援事業（断らない相談支援）",
    followed_days=_PASSED_ON_DAYS,
    does_without=WITHOUT_CONTINUITY,
    repeats=EACH_RECORD,
    totals=FromTotals("consultations_kept", "consultations_to_be_placed"),
)
def no_wrong_door(consultations: ir.Table, referrals: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """New consultations reached and not handed on in sequence by the 30th day, over those whose outcome is known.

    All are followed for the same time: else the latest ones, which have had less time to be passed on, look best.
    """
    new = new_consultations(consultations)
    followed = new.filter(
        new.outcome.notnull() & (as_of.delta(new.received_date, unit="day") >= _PASSED_ON_DAYS)
    )
    again = handed_on(referrals)
    first = again.group_by("consultation_id").aggregate(handed_on=again.made_date.min())
    joined = followed.left_join(first, "consultation_id")
    after = joined.handed_on.delta(joined.received_date, unit="day")
    held = (~(after <= _PASSED_ON_DAYS).fill_null(False) & (joined.outcome != "no_contact")).cast("int64")
    return by_month(joined, joined.received_date, numerator=held, denominator=ibis.literal(1))


def handed_on(referrals: ir.Table) -> ir.Table:
    """Referrals that hand a person on in sequence: consultation_id and made_date.

    They are made by a desk to which the consultation had been referred, on that day or before. A desk that calls in
    several bodies, at once or one after the other, hands nobody on.
    """
    moved = referrals.filter(referrals.from_desk != referrals.to_desk)
    moved = moved.select(
        "consultation_id", "from_desk", "to_desk", "made_date"
    )  # kept aside: no more than that
    got = moved.select(case="consultation_id", holder="to_desk", got_it="made_date")
    again = moved.semi_join(
        got,
        [moved.consultation_id == got.case, moved.from_desk == got.holder, got.got_it <= moved.made_date],
    )
    return again.select("consultation_id", "made_date")


@indicator(
    pillar="consultation",
    kind=TIME_TO_EVENT,
    title=Text("つないでから受理されるまでの日数", "Days until a referral is accepted"),
    question=Text("つないだ先に早く受け止められているか", "Does the next desk take the person up soon?"),
    numerator=Text("つないでから受理されるまでの日数", "days from referral to acceptance"),
    denominator=Text(
        "つなぎ（本人の取り下げと、受理日の分からない受理を除き、調整中は観察終了日まで）",
        "referrals (without those withdrawn or accepted on an unknown day; those pending up to the last day covered)",
    ),
    unit="days",
    direction="lower",
    smallest_change=0.20,
    why=Text(
        "待つ人に違いが分かる大きさとして±20%", "±20 %: a difference that the person waiting would notice"
    ),
    misleads=Text(
        "受理されなかったつなぎは、期限の14日まで待ったものとして数えます。受理日を書かない窓口へのつなぎは入りません",
        "A referral that is declined counts as waiting for the whole 14 days; one accepted without a day is left out",
    ),
    aligns_with="包括的相談支援事業（他機関へのつなぎ）",
    horizon_days=_ACCEPTED_DAYS,
    repeats=EACH_REFERRAL,
)
def referrals_accepted_days(referrals: ir.Table, consultations: ir.Table, as_of: ir.DateScalar) -> ir.Table:
    """Days from referral to acceptance, by month of referral and area of the consultation.

    Those the person withdrew are left out, and those accepted on a day that nobody wrote down. Declined ones have
    waited the whole horizon; pending ones were not accepted by the last day covered.
    """
    outcome = referrals.outcome.fill_null("")
    meant = referrals.filter(
        (outcome != "withdrawn") & (referrals.accepted_date.notnull() | (outcome != "accepted"))
    )
    placed = in_area_of(meant, consultations, "consultation_id")
    declined = ibis.ifelse(placed.outcome == "declined", placed.made_date, ibis.null("date"))
    return times_to_event(
        placed,
        placed.made_date,
        placed.accepted_date,
        as_of,
        closed_without=declined,
        horizon_days=_ACCEPTED_DAYS,
    )


@indicator(
    pillar="consultation",
    kind=MONTHLY_PROPORTION,
    title=Text("同行してつないだ割合", "Share of referrals on which someone went along"),
    question=Text("窓口を教えるだけでなく、一緒に行っているか", "Is the person taken there, not only sent?"),
    numerator=Text("同行したつなぎ", "accompanied referrals"),
    denominator=Text("同行の有無が分かるつなぎ", "referrals of which it is known"),
    unit="share",
    direction="context",
    smallest_change=0.05,
    why=Text("参考指標。±5ポイントを目安に示す", "Context only; ±5 points are shown as a yardstick"),
    misleads=Text(
        "同行が要るかどうかは人によって違い、多いほどよいとはいえません。同行の要らない人まで同行しても上がります",
        "Who needs company differs: more is not better. Going along with those who need none raises it too",
    ),
    aligns_with="包括的相談支援事業（同行支援）",
    repeats=EACH_REFERRAL,
    totals=FromTotals("referrals_accompanied", "referrals"),
)
def accompanied_referrals(referrals: ir.Table, consultations: ir.Table) -> ir.Table:
    """Accompanied referrals over those of which it is known, by month of referral and area of the consultation."""
    known = in_area_of(referrals.filter(referrals.accompanied.notnull()), consultations, "consultation_id")
    along = known.accompanied.cast("int64")
    return by_month(known, known.made_date, numerator=along, denominator=ibis.literal(1))


@indicator(
    pillar="consultation",
    kind=MONTHLY_PROPORTION,
    title=Text("紹介元へ戻された紹介の割合", "Share of referrals that send the person back"),
    question=Text(
        "一度話を聞いた窓口へ戻されていないか", "Are people sent back to a desk that has heard them already?"
    ),
    numerator=Text(
        "すでにその相談を受けた窓口へ戻された紹介", "referrals back to a desk that had had the consultation"
    ),
    denominator=Text("すべての紹介（つなぎ）", "all referrals"),
    unit="share",
    direction="lower",
    smallest_change=0.02,
    why=Text(
        "送り返しはもともと数%なので±2ポイント", "±2 points: only some in a hundred referrals are sent back"
    ),
    misleads=Text(
        "支援を終えて元の窓口に引き継いだものも数えます。同じ日のうちの行き来は見分けられません",
        "A planned hand-over back to the first desk counts too; to and fro within one day cannot be told apart",
    ),
    aligns_with="包括的相談支援事業（断らない相談支援）",
    repeats=EACH_REFERRAL,
    totals=FromTotals("referrals_sent_back", "referrals_returnable"),
)
def referrals_sent_back_share(referrals: ir.Table, consultations: ir.Table) -> ir.Table:
    """Referrals to a desk that had the consultation before, over all, by month of referral and area."""
    marked = with_sent_back(referrals, consultations)
    return by_month(marked, marked.made_date, numerator=marked.sent_back, denominator=ibis.literal(1))


def with_sent_back(referrals: ir.Table, consultations: ir.Table) -> ir.Table:
    """Each referral with `sent_back` (1 if it goes to a desk that had the consultation before) and its area.

    A desk had it when it received the consultation, or passed it on on an earlier day. A desk that only accepted
    it is not known to have had the person before, since one referral may be open while another is made.
    """
    passed_on = referrals.select(case="consultation_id", had_by="from_desk", passed_on="made_date")
    # Few are sent back: they are found first, and joined to the others by what makes them so.
    known_before = ["consultation_id", "to_desk", "made_date"]
    back = referrals.semi_join(
        passed_on,
        [
            referrals.consultation_id == passed_on.case,
            referrals.to_desk == passed_on.had_by,
            passed_on.passed_on < referrals.made_date,
        ],
    )
    back = back.select(*known_before).distinct().mutate(back=ibis.literal(True))
    received = consultations.select("consultation_id", "area", received_by="desk")
    placed = referrals.left_join(received, "consultation_id").drop("consultation_id_right")
    joined = placed.left_join(back, known_before)
    had_it = (joined.received_by == joined.to_desk).fill_null(False) | joined.back.fill_null(False)
    return joined.select(*referrals.columns, "area", sent_back=had_it.cast("int64"))
