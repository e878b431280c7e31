"""Resident survey: one concept asked in several waves becomes an indicator by its metadata alone."""

from __future__ import annotations

from functools import cache

import ibis.expr.types as ir

from sojo_eval.foundation.language import Text
from sojo_eval.indicators.kinds import SURVEY_SHARE
from sojo_eval.indicators.registry import Compute, Indicator, register
from sojo_eval.indicators.repeats import RESPONDENTS

TABLES = ("survey_questions", "survey_respondents", "survey_answers")
FIVE_POINTS = Text("計画の目標を見直す目安として±5ポイント", "±5 points: enough to revise a plan's target")
POSITIVE_ANSWERS = Text(
    "あてはまる選択肢を選んだ回答者（重み付き）", "respondents with one of the positive answers, weighted"
)
ALL_ANSWERS = Text("その設問に答えた回答者（重み付き）", "respondents who answered the question, weighted")
_SELF_REPORT = Text(
    "答えた人だけの回答です。回答しない人ほど孤立していることがあります",
    "Only those who answered; people who do not answer are often more isolated",
)


@cache
def answers_to(concept: str) -> Compute:
    """A function giving one row a respondent and wave: 1 when an answer is among the positive ones, else 0."""

    def compute(
        survey_questions: ir.Table, survey_respondents: ir.Table, survey_answers: ir.Table
    ) -> ir.Table:
        return _with_people(_answered(concept, survey_questions, survey_answers), survey_respondents)

    compute.__doc__ = f"Answers to {concept}, weighted."
    return compute


def answers_to_both(concept: str, and_concept: str) -> Compute:
    """As `answers_to`, of respondents who answered two questions of one wave: 1 when both answers are positive."""

    def compute(
        survey_questions: ir.Table, survey_respondents: ir.Table, survey_answers: ir.Table
    ) -> ir.Table:
        first = _answered(concept, survey_questions, survey_answers)
        second = _answered(and_concept, survey_questions, survey_answers)
        second = second.select("respondent_id", "asked_in", also=second.value)
        both = first.inner_join(second, ["respondent_id", "asked_in"])
        both = both.select("respondent_id", "question_id", value=both.value * both.also)
        return _with_people(both, survey_respondents)

    compute.__doc__ = f"Answers to {concept} and {and_concept} by the same respondents, weighted."
    return compute


def _answered(concept: str, survey_questions: ir.Table, survey_answers: ir.Table) -> ir.Table:
    """respondent_id, question_id, asked_in (wave), value: 1 where one of the choices in the cell is positive, else 0.

    A blank answer is not known to be a no: it is left out.
    """
    asked = survey_questions.filter(survey_questions.concept == concept)
    # A pattern on purpose: Spark takes a plain separator for one too.
    asked = asked.select("question_id", asked_in=asked.wave, positive=asked.positive_answers.re_split(r"\|"))
    answered = survey_answers.filter(survey_answers.answer.notnull()).inner_join(asked, "question_id")
    chosen = answered.answer.re_split(r"\|").intersect(answered.positive)
    return answered.select(
        "respondent_id", "question_id", "asked_in", value=(chosen.length() > 0).cast("int64")
    )


def _with_people(answered: ir.Table, survey_respondents: ir.Table) -> ir.Table:
    carried = ["wave", "area", "weight", "stratum", "psu"]
    carried += [name for name in ("subgroup",) if name in survey_respondents.columns]
    people = survey_respondents.select("respondent_id", *carried)
    return answered.inner_join(people, "respondent_id").select("question_id", "value", *carried)


def _ask(
    pillar: str,
    concept: str,
    title: Text,
    question: Text,
    direction: str = "higher",
    misleads: Text = _SELF_REPORT,
) -> None:
    register(
        Indicator(
            f"{pillar}.{concept}",
            pillar,
            SURVEY_SHARE,
            title,
            question,
            POSITIVE_ANSWERS,
            ALL_ANSWERS,
            "share",
            direction,
            0.05,
            FIVE_POINTS,
            misleads,
            "地域福祉計画のための市民調査",
            TABLES,
            answers_to(concept),
            concept=concept,
            repeats=RESPONDENTS,
        )
    )


_ask(
    "connections",
    "has_someone_to_rely_on",
    Text("頼れる人がいる市民の割合", "Residents who have someone to rely on"),
    Text("困ったときに頼れる人がいるか", "Do residents have someone to turn to?"),
)
_ask(
    "connections",
    "feels_lonely_often",
    Text("孤独を感じることが多い市民の割合", "Residents who often feel lonely"),
    Text("孤独を感じている市民は減ったか", "Do fewer residents feel lonely?"),
    direction="lower",
)
_ask(
    "connections",
    "takes_part_in_local_activity",
    Text("地域活動に参加している市民の割合", "Residents who take part in a local activity"),
    Text("地域の活動に参加する市民は増えたか", "Do more residents take part?"),
)
_ask(
    "connections",
    "greets_neighbours",
    Text("近所とあいさつや助け合いをする市民の割合", "Residents who greet or help their neighbours"),
    Text("近所の人とかかわりがあるか", "Do neighbours have to do with each other?"),
)
_ask(
    "connections",
    "knows_an_ibasho",
    Text("行ける居場所を知っている市民の割合", "Residents who know a 居場所 (place to be) they could go to"),
    Text("居場所は知られているか", "Are the places to be known?"),
)
_ask(
    "consultation",
    "knows_a_desk",
    Text("困ったときの相談先を知っている市民の割合", "Residents who know a desk to turn to"),
    Text("相談先は知られているか", "Are the desks known?"),
)
_ask(
    "consultation",
    "would_ask_for_help",
    Text("困ったときに相談しようと思う市民の割合", "Residents who would ask for help"),
    Text("ためらわずに相談できるか", "Would residents ask for help when in trouble?"),
)
_ask(
    "information",
    "gets_needed_information",
    Text("必要な福祉の情報を得られている市民の割合", "Residents who get the welfare information they need"),
    Text("必要な情報は届いているか", "Does the information arrive?"),
)
_ask(
    "information",
    "easy_to_understand",
    Text(
        "市の福祉の情報を分かりやすいと思う市民の割合",
        "Residents who find the information easy to understand",
    ),
    Text("情報は分かりやすいか", "Is the information easy to understand?"),
)
_ask(
    "information",
    "knows_hotnet_station",
    Text("ほっとネットステーションを知っている市民の割合", "Residents who know ほっとネットステーション"),
    Text(
        "「どこに相談したらよいかわからない」ときの入口は知られているか",
        "Is the entrance for those who do not know where to ask known?",
    ),
)
register(
    Indicator(
        "connections.gives_and_could_accept_help",
        "connections",
        SURVEY_SHARE,
        Text(
            "人のために何かをしていて、助けも受け入れられる市民の割合",
            "Residents who do something for others and could accept help",
        ),
        Text("支え手・受け手に分かれない地域になっているか", "Does everyone both give and take?"),
        Text(
            "「人のために何かをしている」「助けを受け入れられる」のどちらにもあてはまる回答者（重み付き）",
            "respondents who do something for others and could accept help, weighted",
        ),
        Text(
            "二つの設問の両方に答えた回答者（重み付き）", "respondents who answered both questions, weighted"
        ),
        "share",
        "higher",
        0.05,
        FIVE_POINTS,
        Text(
            "答えた人だけの回答です。助けを受け入れられると思うことと、実際に受け入れることは同じではありません",
            "Only those who answered; to think that one could accept help is not yet to accept it",
        ),
        "地域福祉計画のための市民調査",
        TABLES,
        answers_to_both("does_something_for_others", "could_accept_help"),
        concept="does_something_for_others",
        and_concept="could_accept_help",
        repeats=RESPONDENTS,
    )
)
