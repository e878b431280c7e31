"""Gates that ask whether the two periods were measured alike."""

from __future__ import annotations

import pandas as pd

from sojo_eval.evaluation.evidence import Evidence, PrintedEvidence, SeriesEvidence, SurveyEvidence
from sojo_eval.evaluation.gates.refusal import Refusal, not_comparable
from sojo_eval.foundation.language import Text


def definition_changed_at_boundary(evidence: Evidence) -> Refusal | None:
    """A definition or area change within three months of the plan boundary cannot be told from the plan."""
    if not evidence.boundary_breaks:
        return None
    what = evidence.boundary_breaks[0]
    return not_comparable(
        f"計画の境目の前後3か月以内に測り方が変わりました（{what.ja}）。変化が計画の時期によるものか、測り方の違いによるものか、区別できません",
        f"The definition changed within three months of the plan boundary ({what.en}): "
        "a change cannot be told apart from the new definition",
    )


def kept_otherwise(evidence: Evidence) -> Refusal | None:
    """A change of habit in keeping records that would move the number by itself."""
    for change in evidence.habits:
        if change.refuses:
            return not_comparable(
                f"記録のしかたが二つの期間で違います（{change.said.ja}）。実際の変化か記録の変化かを区別できません",
                f"Records were kept otherwise in the two periods ({change.said.en}): a change cannot be told from that",
            )
    return None


def printed_definition_changed(evidence: PrintedEvidence) -> Refusal | None:
    """Two printed figures with different definitions."""
    if evidence.before.empty or evidence.after.empty:
        return None
    first, second = evidence.before.iloc[0]["definition"], evidence.after.iloc[0]["definition"]
    if first == second:
        return None
    return not_comparable(
        f"二つの時点で定義が違います（「{first}」と「{second}」）",
        f"The two figures have different definitions ({first!r} and {second!r})",
    )


def question_reworded(evidence: SurveyEvidence) -> Refusal | None:
    """A later question, or the other one asked with it, is not declared comparable with the earlier one."""
    if evidence.before.empty or evidence.after.empty:
        return None
    first, last = evidence.before.iloc[0], evidence.after.iloc[0]
    pairs = [(str(first["question_id"]), str(last["question_id"]))]
    questions = evidence.questions
    if also := evidence.entry.and_concept:
        other = questions[questions["concept"] == also].set_index("wave")["question_id"]
        pairs.append((str(other[first["wave"]]), str(other[last["wave"]])))
    links = questions.set_index("question_id")["comparable_with"]
    if all(_linked(earlier, later, links) for earlier, later in pairs):
        return None
    return not_comparable(
        "設問文か選択肢が変わり、前回と比べられるという確認（橋渡し調査など）がありません",
        "The wording or the answers changed, and nothing (such as a bridge sample) shows that the "
        "two questions may be compared",
    )


def _linked(earlier: str, later: str, links: pd.Series) -> bool:
    """Whether `comparable_with` leads from the later question to the earlier one."""
    seen: set[str] = set()
    while later != earlier:
        if later in seen or pd.isna(links.get(later)):
            return False
        seen.add(later)
        later = str(links[later])
    return True


_DESIGN_FIELDS = (
    ("mode", Text("調査方法", "the mode")),
    ("frame", Text("母集団", "the sampling frame")),
    ("sampling", Text("抽出法", "the sampling")),
)


def survey_design_changed(evidence: SurveyEvidence) -> Refusal | None:
    """Mode, frame or sampling differ between the two waves."""
    if evidence.before.empty or evidence.after.empty:
        return None
    waves = evidence.waves.set_index("wave")
    first, second = waves.loc[evidence.before.iloc[0]["wave"]], waves.loc[evidence.after.iloc[0]["wave"]]
    changed = [name for column, name in _DESIGN_FIELDS if first[column] != second[column]]
    if not changed:
        return None
    return not_comparable(
        f"{'・'.join(c.ja for c in changed)}が前回の調査と違います",
        f"{' and '.join(c.en for c in changed)} changed since the earlier wave",
    )


def definition_change_not_modelled(evidence: Evidence) -> Refusal | None:
    """A definition change inside a period can be modelled in monthly series only."""
    if not evidence.breaks or (isinstance(evidence, SeriesEvidence) and not evidence.by_year):
        return None
    return not_comparable(
        "期間の途中で測り方が変わりました。この種の資料では、測り方の違いを補正できません",
        "The definition changed inside a period, and with data of this kind that cannot be adjusted for",
    )
