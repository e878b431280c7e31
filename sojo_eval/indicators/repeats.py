"""Whether the same person counts once or often: one of these goes with every indicator."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

EACH_RECORD = Text(
    "記録1件ごとに1回。同じ人が二度来れば2件です", "once a record: a person who comes twice counts twice"
)
ATTENDANCES = Text("延べ人数。同じ人が来るたびに数えます", "attendances: a person counts at every visit")
PERSONS_OF_A_YEAR = Text(
    "同じ人は年度に一度だけ数えます", "a person counts once a fiscal year, however often they appear"
)
PERSONS_OF_A_MONTH = Text(
    "同じ人は月に一度だけ数えます", "a person counts once a month, however often they appear"
)
PERSONS_ONCE = Text("同じ人は一度だけ数えます", "a person counts once")
CASES_ONCE = Text("ケース（世帯）ごとに一度だけ数えます", "a case (a household) counts once")
FIRST_READING = Text(
    "年度の最初の読みだけを数えます。毎月同じ数でも一度です",
    "only the first reading of a fiscal year counts, however often it is read",
)
RESPONDENTS = Text("回答者ごとに一度（重み付き）", "each respondent once, weighted")
SITTINGS = Text(
    "会議1回ごとに一度。何ケース検討しても1回です", "each sitting once, however many cases it takes up"
)
PLACES = Text("場所・窓口ごとに一度", "each place or desk once")
PUBLICATIONS = Text("発行物・ページごとに一度", "each publication or page once")
HELD_SESSIONS = Text(
    "開催1回ごとに一度。まとめた行は「実施回数」の回数だけ数えます",
    "each session once; a row for several counts as many as it says",
)
AREAS_OF_A_MONTH = Text("圏域ごとに月に一度", "each area once a month")
MATCHES = Text(
    "マッチング1件ごとに1回。同じ人が二度つながれば2件です",
    "each match once: a person matched twice counts twice",
)
NUMBERS_REPORTED = Text(
    "報告された数をそのまま足します。同じ人への訪問も回数だけ数えます",
    "numbers are added as reported: visits to the same person count each time",
)
EACH_REFERRAL = Text(
    "つなぎ1件ごとに1回。一つの相談を二つの機関につなげば2件です",
    "once a referral: a consultation referred to two bodies counts twice",
)
EACH_PLAN = Text(
    "プランごとに1回。見直して作り直したプランは別に数えます",
    "once a plan: one that was drawn up anew counts again",
)
CASES_AT_SITTINGS = Text(
    "会議ごと・ケースごとに1回。同じケースを二度検討すれば2件です",
    "once a case and sitting: a case taken up twice counts twice",
)
