"""One finding judged again under supposed terms: to see what a verdict hangs on, never to replace it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from numbers import Real
from typing import TYPE_CHECKING, Any

import pandas as pd

from sojo_eval.evaluation.columns import FINDINGS, MOVED
from sojo_eval.evaluation.evaluate import finding_row
from sojo_eval.evaluation.evaluation import Evaluation
from sojo_eval.evaluation.explanation import SYNTHETIC, Explanation
from sojo_eval.evaluation.exploring.judged_again import JudgedAgain, Place, Terms
from sojo_eval.evaluation.judgement import Judged
from sojo_eval.evaluation.looks import significance
from sojo_eval.evaluation.targets import judged_targets, with_targets
from sojo_eval.evaluation.words.formats import format_change, format_size
from sojo_eval.evaluation.words.labels import VERDICTS
from sojo_eval.evaluation.words.sentences import finding_sentence
from sojo_eval.foundation.columns import typed
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.settings import shown
from sojo_eval.foundation.showing.told import Told
from sojo_eval.statistics import benjamini_hochberg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Day = str | date | pd.Timestamp | None

NOT_THE_RULE = Text(
    "仮の条件での再計算です。登録された規則による判定ではありません。公表できません。",
    "Judged under supposed terms. This is not the registered rule, and not for publication.",
)
_TERMS = Text("仮の条件", "Supposed terms")
_REGISTERED = Text("登録された規則", "Registered rule")
_NONE = Text("なし", "none")
_SMALLEST = Text("見直しを考える目安 {value}", "smallest change worth acting on {value}")
_SHOCKS = Text("外的要因の期間 {value}", "shocks {value}")
_BREAKS = Text("定義の変更 {value}", "changes of definition {value}")
_AS_REGISTERED = Text("登録のまま", "as registered")
_ROWS = {
    "verdict": Text("判定", "Verdict"),
    "change": Text("変化", "Change"),
    "interval": Text("95%区間", "95 % interval"),
    "smallest": Text("施策の見直しを考える目安", "Smallest change worth acting on"),
    "reason": Text("理由", "Reason"),
}


@dataclass(frozen=True)
class WhatIf(Told):
    """A finding as it would be under other terms, beside the registered one. Holds exact counts: not for publication.

    finding, registered: rows of `columns.FINDINGS`. judged: the evidence with its estimate or refusal under `terms`.
    """

    finding: pd.Series
    registered: pd.Series
    terms: Terms
    judged: Judged
    lang: Language = field(default_factory=reader_language)
    synthetic: bool = False

    def in_language(self, lang: Language) -> WhatIf:
        """The same in Japanese ("ja") or English ("en")."""
        return replace(self, lang=lang)

    @property
    def supposed(self) -> Text:
        """The terms in words."""
        unit, scale = str(self.finding["unit"]), str(self.finding["scale"])
        said = []
        if self.terms.smallest_change is not None:
            sizes = [format_size(self.terms.smallest_change, scale, unit, lang) for lang in ("ja", "en")]
            said.append(_SMALLEST.format(value=Text(*sizes)))
        for template, days in ((_SHOCKS, self.terms.shocks), (_BREAKS, self.terms.breaks)):
            if days is not None:
                said.append(template.format(value=_days(days)))
        return Text("、".join(t.ja for t in said), ", ".join(t.en for t in said)) if said else _AS_REGISTERED

    def to_frame(self) -> pd.DataFrame:
        """Both findings side by side in words: columns item, registered, supposed."""
        rows = [
            [
                _ROWS[name](self.lang),
                *(_said(name, row, self.lang) for row in (self.registered, self.finding)),
            ]
            for name in _ROWS
        ]
        return pd.DataFrame(rows, columns=["item", "registered", "supposed"])

    def plot(self, ax: Axes | None = None) -> Axes:
        """The course with the model's lines under the supposed terms, with what it is written above it."""
        axes = Explanation(self.finding, self.judged, self.lang).plot(ax)
        axes.set_title(NOT_THE_RULE(self.lang), fontsize=9)
        return axes

    def __str__(self) -> str:
        lang = self.lang
        first = f"{SYNTHETIC(lang)}\n" if self.synthetic else ""
        verdicts = [VERDICTS[str(row["verdict"])](lang) for row in (self.registered, self.finding)]
        title = self.finding[f"title_{lang}"]
        return (
            f"{first}{NOT_THE_RULE(lang)}\n{_TERMS(lang)}: {self.supposed(lang)}\n"
            f"{title}: {verdicts[0]} → {verdicts[1]}\n{finding_sentence(self.finding.to_dict())(lang)}"
        )

    def _repr_html_(self) -> str:
        lang = self.lang
        first = f'<p class="banner">{escape(SYNTHETIC(lang))}</p>' if self.synthetic else ""
        heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in ("", _REGISTERED(lang), _TERMS(lang)))
        body = "".join(
            f'<tr><th scope="row">{escape(item)}</th><td>{escape(was)}</td><td>{escape(now)}</td></tr>'
            for item, was, now in self.to_frame().itertuples(index=False)
        )
        return in_notebook(
            f'{first}<p class="banner">{escape(NOT_THE_RULE(lang))}</p>'
            f"<p><strong>{escape(str(self.finding[f'title_{lang}']))}</strong> {_TERMS(lang)}: {escape(self.supposed(lang))}</p>"
            f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>",
            lang,
        )


def terms_of(
    smallest_change: float | None, shocks: Sequence[tuple[Day, Day]] | None, breaks: Sequence[Day] | None
) -> Terms:
    """The terms as they are asked for. Raises SojoEvalError for a change that is not above 0 and at most 1, days that are
    none, and shocks that end before they begin.
    """
    if smallest_change is not None and not (
        isinstance(smallest_change, Real)
        and not isinstance(smallest_change, bool)
        and 0 < smallest_change <= 1
    ):
        raise SojoEvalError(
            "what-if-terms",
            Text(
                f"smallest_change が0より大きく1以下の数ではありません: {shown(smallest_change)}",
                f"smallest_change is no number above 0 and at most 1: {shown(smallest_change)}",
            ),
            Text("0.05（割合なら5ポイント、ほかは5%）のように書いてください", "Write 0.05: five points of a share, else 5 %"),
        )  # fmt: skip
    spans = None if shocks is None else tuple(_span(shock) for shock in _listed(shocks))
    days = None if breaks is None else tuple(_day(day) for day in _listed(breaks))
    return Terms(None if smallest_change is None else float(smallest_change), spans, days)


def judged_under(evaluation: Evaluation, place: Place, terms: Terms) -> WhatIf:
    """The finding of that place under other terms; all others stay as they were registered.

    Raises SojoEvalError for an evaluation that does not know its city any more.
    """
    again, registered = evaluation.judged, evaluation.finding(*place)
    if not isinstance(again, JudgedAgain):
        raise SojoEvalError(
            "no-records",
            Text(
                "この評価は、もとの記録を持っていません",
                "This evaluation does not know the records it came from",
            ),
            Text("se.evaluate(市) の結果で試してください", "Ask the result of se.evaluate(city)"),
        )
    judged = again.under(place, terms)
    path = place[0], place[1], "path"
    level = significance(again.city.configuration.looks, *again.periods)
    p_adjusted = _adjusted_with(evaluation, place, judged.p)

    def row(of_path: Judged | None) -> pd.DataFrame:
        made = finding_row(
            again.city,
            judged,
            p_adjusted,
            headline=bool(registered["headline"]),
            path=of_path,
            level=level,
        )
        return pd.DataFrame([made], columns=[c.name for c in FINDINGS])

    found = row(None)
    if place[2] == "level" and path in again and found.iloc[0]["verdict"] in MOVED:
        found = row(
            again.under(path, terms)
        )  # a model more, only where its course is told beside the verdict
    targets = judged_targets(again.city, found, again.periods[1], [*evaluation.target_problems])
    found = typed(with_targets(found, targets, again.city.code), FINDINGS)
    return WhatIf(found.iloc[0], registered, terms, judged, synthetic=evaluation.city.synthetic)


def _adjusted_with(evaluation: Evaluation, place: Place, p: float) -> float:
    """The p-value corrected within its family as `evaluate` does, with all others as they were registered."""
    found = evaluation.findings
    family = evaluation.declaration.headline.pillar_of
    mine = family.get(place[0], "")
    of = found["indicator"].map(lambda name: family.get(name, "")) == mine
    rows = found[of & (found["area"] == place[1]) & (found["question"] == place[2])]
    values = rows["p"].astype(float).mask(rows["direction"] == "context")
    here = (rows["indicator"] == place[0]).to_numpy()
    values[here] = p
    adjusted = benjamini_hochberg(values.reset_index(drop=True)).adjusted
    return float(adjusted.to_numpy()[here][0])


def _said(name: str, row: pd.Series, lang: Language) -> str:
    scale, unit = str(row["scale"]), str(row["unit"])
    if name == "verdict":
        return VERDICTS[str(row["verdict"])](lang)
    if name == "reason":
        return str(row["reasons" if lang == "ja" else "reasons_en"])
    if name == "smallest":
        return format_size(row["smallest_change"], scale, unit, lang)
    if name == "interval":
        if pd.isna(row["change_low"]):
            return ""
        ends = [format_change(row[end], scale, unit, lang) for end in ("change_low", "change_high")]
        return " – ".join(ends)
    return format_change(row["change"], scale, unit, lang)


def _days(days: Sequence[pd.Timestamp | tuple[pd.Timestamp, pd.Timestamp]]) -> Text:
    if not days:
        return _NONE
    spelled = [
        f"{day:%Y-%m-%d}" if isinstance(day, pd.Timestamp) else " – ".join("" if pd.isna(d) else f"{d:%Y-%m-%d}" for d in day)
        for day in days
    ]  # fmt: skip
    return Text("、".join(spelled), ", ".join(spelled))


def _listed(given: Any) -> Sequence[Any]:
    if not isinstance(given, list | tuple):
        raise _no_day(given)
    return given


def _span(shock: Any) -> tuple[pd.Timestamp, pd.Timestamp]:
    if not isinstance(shock, list | tuple) or len(shock) != 2:
        raise _no_day(shock)
    first, last = _day(shock[0]), pd.NaT if shock[1] is None or pd.isna(shock[1]) else _day(shock[1])
    if last < first:
        raise _no_day(shock)
    return first, last  # type: ignore[return-value]  # as events hold an open end


def _day(day: Any) -> pd.Timestamp:
    if not isinstance(day, str | date | pd.Timestamp):
        raise _no_day(day)  # pandas would read 2022 as nanoseconds of 1970
    try:
        found = pd.Timestamp(day)
    except (ValueError, TypeError) as error:
        raise _no_day(day) from error
    if pd.isna(found):
        raise _no_day(day)
    return found


def _no_day(day: object) -> SojoEvalError:
    return SojoEvalError(
        "what-if-terms",
        Text(f"日付か期間ではありません: {shown(day)}", f"This is no date or period: {shown(day)}"),
        Text(
            'shocks=[("2020-03-01", "2023-05-31")]、breaks=["2022-04-01"] のように書いてください',
            'Write shocks=[("2020-03-01", "2023-05-31")], breaks=["2022-04-01"]',
        ),
    )
