"""つながりづくり: the people who carry it, kind by kind: 民生委員, 主任児童委員, ほっとネット推進員, volunteers.

Stock figures: one reading a fiscal year, so that twelve equal months count once, and one level of area. They are never
added up over kinds: the same person is often commissioner and volunteer.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import ANNUAL_COUNT, ANNUAL_PROPORTION, ANNUAL_STOCK
from sojo_eval.indicators.registry import FromTotals, indicator
from sojo_eval.indicators.repeats import FIRST_READING, NUMBERS_REPORTED
from sojo_eval.indicators.shapes import at_one_level, by_month, first_reading_of_the_year

_TEN_PERCENT = Text(
    "欠員や募集の見直しにつながる大きさとして±10%", "±10 %: enough to change how people are recruited"
)
_TEN_PERCENT_SHOWN = Text("参考指標。±10%を目安に示す", "Context only; ±10 % is shown as a yardstick")
_MORE_IS_NOT_BETTER = Text(
    "増加は支えの広がりとも、困りごとの増加とも、数え方や報告の徹底とも読めます。単独では判定しません",
    "More may be more support, more trouble, or better reporting: never judged alone",
)
_COMMISSIONERS_REPORT = "福祉行政報告例（民生委員・児童委員の活動状況）"


def _standing(supporters: ir.Table, areas: ir.Table, kind: str) -> ir.Table:
    """Supporters of a kind at the first reading of each fiscal year, by area of one level, with `year_start`."""
    mine = supporters.filter(supporters.kind == kind)
    alone = at_one_level(mine, mine.month, areas, by=("kind",))
    return first_reading_of_the_year(alone, alone.month, by=("kind", "area"))


def _posts_filled(supporters: ir.Table, areas: ir.Table, kind: str) -> ir.Table:
    """Supporters of a kind over their quota; an area with more than its quota is full and no more."""
    read = _standing(supporters.filter(supporters.quota > 0), areas, kind)
    filled = ibis.least(read.number, read.quota)
    return by_month(read, read.year_start, numerator=filled, denominator=read.quota)


@indicator(
    pillar="connections",
    kind=ANNUAL_STOCK,
    title=Text("登録ボランティア（住民1万人当たり）", "Registered volunteers per 10,000 residents"),
    question=Text("地域を支える住民は増えたか", "Are there more residents who support others?"),
    numerator=Text("登録しているボランティア", "volunteers on the register"),
    unit="per_10000",
    direction="higher",
    smallest_change=0.10,
    why=_TEN_PERCENT,
    misleads=Text(
        "登録しているだけで活動していない人を含みます。名簿の整理だけで大きく減ることがあります",
        "People who are registered but do nothing are among them; cleaning the register alone can lower it much",
    ),
    aligns_with="社会福祉協議会（ボランティア登録者数）",
    per=10_000,
    exposure="persons",
    repeats=FIRST_READING,
    totals=FromTotals("volunteers_registered"),
)
def volunteers_registered_per_10000(supporters: ir.Table, areas: ir.Table) -> ir.Table:
    """Volunteers at the first reading of each fiscal year, by area of the lowest level given, entered in April."""
    read = _standing(supporters, areas, "volunteer")
    return by_month(read, read.year_start, numerator=read.number)


@indicator(
    pillar="connections",
    kind=ANNUAL_PROPORTION,
    title=Text(
        "民生委員・児童委員（区域担当）の充足率",
        "Share of the welfare commissioners' posts that are filled",
    ),
    question=Text("民生委員・児童委員の欠員は減ったか", "Are fewer posts of welfare commissioners vacant?"),
    numerator=Text(
        "区域を担当する民生委員・児童委員の現員（定数まで）",
        "welfare commissioners of a district, up to the quota",
    ),
    denominator=Text("区域担当の定数（主任児童委員を除く）", "the quota, commissioners for children apart"),
    unit="share",
    direction="higher",
    smallest_change=0.05,
    why=Text("担当区域の見直しにつながる大きさとして±5ポイント", "±5 points: enough to redraw the districts"),
    misleads=Text(
        "定数を減らしても上がります。3年ごとの一斉改選の年に動きます",
        "Fewer posts raise it too; it moves in the year of the general renewal, every three years",
    ),
    aligns_with="福祉行政報告例（民生委員・児童委員の定数と現員）",
    repeats=FIRST_READING,
    totals=FromTotals("commissioners", "commissioner_posts", capped=True, standing=True),
)
def commissioner_quota_filled(supporters: ir.Table, areas: ir.Table) -> ir.Table:
    """Welfare commissioners over their quota at the first reading of each fiscal year, by area.

    An area with more than its quota counts as filled: it does not make up for another's vacancies. One without a quota
    is left out, and so is what is given for a higher level of area in the same year.
    """
    return _posts_filled(supporters, areas, "welfare_commissioner")


@indicator(
    pillar="connections",
    kind=ANNUAL_PROPORTION,
    title=Text("主任児童委員の充足率", "Share of the posts of commissioners for children that are filled"),
    question=Text("主任児童委員に欠員はないか", "Are posts of commissioners for children vacant?"),
    numerator=Text("主任児童委員の現員（定数まで）", "commissioners for children, up to the quota"),
    denominator=Text("主任児童委員の定数", "the quota of commissioners for children"),
    unit="share",
    direction="context",
    smallest_change=0.05,
    why=Text("参考指標。±5ポイントを目安に示す", "Context only; ±5 points are shown as a yardstick"),
    misleads=Text(
        "定数が十数人と少なく、一人の欠員で大きく動きます。単独では判定しません",
        "There are a dozen posts or so, and one vacancy moves it much: never judged alone",
    ),
    aligns_with="福祉行政報告例（主任児童委員の定数と現員）",
    repeats=FIRST_READING,
    totals=FromTotals("child_commissioners", "child_commissioner_posts", capped=True, standing=True),
)
def commissioner_for_children_quota_filled(supporters: ir.Table, areas: ir.Table) -> ir.Table:
    """Commissioners for children over their quota at the first reading of each fiscal year, by area."""
    return _posts_filled(supporters, areas, "child_commissioner")


@indicator(
    pillar="connections",
    kind=ANNUAL_STOCK,
    title=Text("ほっとネット推進員（登録者数）", "ほっとネット promoters on the register"),
    question=Text("ほっとネット推進員は増えたか", "Are there more ほっとネット promoters?"),
    numerator=Text("登録しているほっとネット推進員", "ほっとネット promoters on the register"),
    unit="persons",
    direction="higher",
    smallest_change=0.10,
    why=_TEN_PERCENT,
    misleads=Text(
        "登録しているだけで活動していない人を含むことがあります",
        "People who are registered but do nothing may be among them",
    ),
    aligns_with="アウトリーチ等を通じた継続的支援事業（ほっとネット推進員の登録者数）",
    only_with=("supporters", "kind", "hotnet_promoter"),
    repeats=FIRST_READING,
    totals=FromTotals("hotnet_promoters"),
)
def hotnet_promoters_active(supporters: ir.Table, areas: ir.Table) -> ir.Table:
    """ほっとネット推進員 at the first reading of each fiscal year, by area of the lowest level given, entered in April."""
    read = _standing(supporters, areas, "hotnet_promoter")
    return by_month(read, read.year_start, numerator=read.number)


def _work_done(commissioner_activities: ir.Table, areas: ir.Table, *work: str) -> ir.Table:
    """Numbers of these kinds of work, by month and area of the lowest level given for that year and work."""
    mine = commissioner_activities.filter(commissioner_activities.work.isin(work))
    alone = at_one_level(mine, mine.month, areas, by=("work",))
    return by_month(alone, alone.month, numerator=alone.number)


@indicator(
    pillar="connections",
    kind=ANNUAL_COUNT,
    title=Text("民生委員・児童委員の訪問（年）", "Visits by welfare commissioners a year"),
    question=Text("民生委員・児童委員は何回訪問しているか", "How often do welfare commissioners visit?"),
    numerator=Text("訪問回数（訪問・連絡活動、その他）", "visits"),
    unit="per_year",
    direction="context",
    smallest_change=0.10,
    why=_TEN_PERCENT_SHOWN,
    misleads=_MORE_IS_NOT_BETTER,
    aligns_with=_COMMISSIONERS_REPORT,
    repeats=NUMBERS_REPORTED,
    totals=FromTotals("commissioner_visits"),
)
def commissioner_visits(commissioner_activities: ir.Table, areas: ir.Table) -> ir.Table:
    """Visits of the welfare commissioners by month and area; a number of a whole year stands under its April.

    Of a year given at two levels of area only the lowest counts.
    """
    return _work_done(commissioner_activities, areas, "visits")


@indicator(
    pillar="connections",
    kind=ANNUAL_COUNT,
    title=Text("民生委員・児童委員の活動件数（年）", "Cases of work of welfare commissioners a year"),
    question=Text(
        "民生委員・児童委員はどれだけの相談・支援や活動をしているか",
        "How much do welfare commissioners advise, support and do?",
    ),
    numerator=Text("相談・支援件数とその他の活動件数", "consultations and support, and other activities"),
    unit="per_year",
    direction="context",
    smallest_change=0.10,
    why=_TEN_PERCENT_SHOWN,
    misleads=_MORE_IS_NOT_BETTER,
    aligns_with=_COMMISSIONERS_REPORT,
    repeats=NUMBERS_REPORTED,
    totals=FromTotals("commissioner_activities"),
)
def commissioner_activities_done(commissioner_activities: ir.Table, areas: ir.Table) -> ir.Table:
    """Consultations, support and other activities by month and area; visits, liaison and days are counts of other things.

    By kind of work: `series(by=["work"])`. A number of a whole year stands under its April.
    """
    return _work_done(commissioner_activities, areas, "consultations", "other_activities")
