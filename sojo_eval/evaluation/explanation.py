"""One finding taken apart: series, gates, model, other assumptions, the naive reading, the sentence."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from sojo_eval.evaluation.evidence import AnyEvidence, SeriesEvidence
from sojo_eval.evaluation.gates import GATES
from sojo_eval.evaluation.judgement import Judged
from sojo_eval.evaluation.placebos import placebo_of
from sojo_eval.evaluation.words import placebos as placebo_words
from sojo_eval.evaluation.words.formats import format_change, format_p, format_size
from sojo_eval.evaluation.words.labels import GRADES, N_UNITS, NAIVE, QUESTIONS, UNITS, VERDICTS
from sojo_eval.evaluation.words.pictures import in_the_readers_words
from sojo_eval.evaluation.words.sentences import finding_sentence
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import Told
from sojo_eval.statistics.monthly.placebo import PlaceboInTime
from sojo_eval.statistics.results import LINE_COLOUR, ChangeEstimate, new_axes
from sojo_eval.statistics.series_change import SeriesChange

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PASSED, REFUSED, NOT_REACHED = "passed", "refused", "not_reached"
_RESULTS = {
    PASSED: Text("通過", "passed"),
    REFUSED: Text("不通過", "refused"),
    NOT_REACHED: Text("未確認", "not reached"),
}
_SENSITIVITIES = {
    "without_shocks": Text("市が定めた外的要因を調整しない", "declared shocks not adjusted"),
    "fiscal_years": Text("平常な年度の合計だけで見る", "clean fiscal-year totals alone"),
    "phi_0.8": Text("月ごとの揺れが長く続くと仮定（φ=0.8）", "months' noise taken to last (φ = .8)"),
}
SYNTHETIC = Text(
    "これは架空のデータによる見本です。実在の市の実績ではありません。",
    "This is an example made with synthetic data. It does not describe the real city.",
)
_HEADS = {
    "gates": Text("事前の確認（比べてよいか）", "Gates: may it be compared?"),
    "model": Text("推定", "Estimate"),
    "other": Text("前提を変えた確認", "Under other assumptions"),
    "naive": Text("二つの数値を比べるだけの読み方", "What comparing two numbers says"),
    "picture": Text(
        "点は観測値（白抜きは外的要因の期間）、実線はモデル（計画の境目で切れます）、破線は境目の変化がなかった場合の見込み。",
        "Dots: observed (hollow in a shock); line: the model, broken at the plan boundary; dashed: expected without "
        "a step there.",
    ),
    "not_possible": Text("この資料では計算できません", "cannot be worked out from these data"),
    "internal": Text(
        "内部検討用です。小さな件数を隠していないため、公表しないでください。",
        "For work inside the city hall: small counts are not hidden here. Not for publication.",
    ),
}


@dataclass(frozen=True)
class Explanation(Told):
    """How one finding came about. Holds exact counts: not for publication.

    finding: the row of `Evaluation.findings`. judged: its evidence with the estimate or the refusal. synthetic: of a city
    that does not exist, which the first line says. longer: evidence of the same indicator that reaches further back, and
    plan_starts: the first days of all plans, from which `placebo` is worked out when it is asked for.
    """

    finding: pd.Series
    judged: Judged
    lang: Language = field(default_factory=reader_language)
    synthetic: bool = False
    longer: AnyEvidence | None = None
    plan_starts: tuple[pd.Timestamp, ...] = ()

    def in_language(self, lang: Language) -> Explanation:
        """The same explanation in Japanese ("ja") or English ("en")."""
        return replace(self, lang=lang)

    @property
    def sentence(self) -> Text:
        """What the reports say of it when nothing has to be hidden."""
        return finding_sentence(self.finding.to_dict())

    @property
    def series(self) -> pd.DataFrame:
        """The data: the course with fitted and expected values where there is a model of it, else what was gathered."""
        estimate, evidence = self.judged.estimate, self.judged.evidence
        if isinstance(estimate, SeriesChange):
            return estimate.course
        return evidence.to_frame()

    @property
    def gates(self) -> pd.DataFrame:
        """One row a gate asked, in the policy's order: title_ja, title_en, result, reason_ja, reason_en."""
        rows, stopped = [], False
        for gate in GATES:
            if not gate.asked_of(self.judged.evidence):
                continue
            refusal = None if stopped else gate.refuse(self.judged.evidence)
            result = NOT_REACHED if stopped else PASSED if refusal is None else REFUSED
            reason = refusal.reason if refusal else Text("", "")
            rows.append((gate.title.ja, gate.title.en, result, reason.ja, reason.en))
            stopped = stopped or refusal is not None
        return pd.DataFrame(rows, columns=["title_ja", "title_en", "result", "reason_ja", "reason_en"])

    @property
    def sensitivities(self) -> pd.DataFrame:
        """One row an assumption declared beforehand: name, change (missing where it cannot be worked out)."""
        estimate = self.judged.estimate
        found = {} if estimate is None else dict(estimate.sensitivities)
        return pd.DataFrame(list(found.items()), columns=["assumption", "change"])

    @cached_property
    def placebo(self) -> PlaceboInTime | None:
        """The same question at earlier months at which no plan began; None for what is not estimated from months."""
        return placebo_of(self.judged, self.longer, self.plan_starts)

    def to_frame(self) -> pd.DataFrame:
        """The finding as one row."""
        return self.finding.to_frame().T.reset_index(drop=True)

    def plot(self, ax: Axes | None = None) -> Axes:
        """The course with the model's lines, the interval where there is no course, the bare series when refused; with
        the indicator's name and unit, and, of a city that does not exist, with that it does not.
        """
        row, lang = self.finding, self.lang
        title = str(row[f"title_{lang}"]) + (f"\n{SYNTHETIC(lang)}" if self.synthetic else "")
        is_course = not isinstance(self.judged.estimate, ChangeEstimate) or isinstance(
            self.judged.estimate, SeriesChange
        )
        unit = UNITS[str(row["unit"])](lang) if is_course else ""
        return in_the_readers_words(self._drawn(ax), lang, title, unit)

    def _drawn(self, ax: Axes | None) -> Axes:
        estimate, evidence = self.judged.estimate, self.judged.evidence
        if isinstance(estimate, SeriesChange):
            return estimate.plot(ax, per=evidence.entry.per)
        if estimate is not None:
            return estimate.plot(ax)
        from matplotlib import dates as mdates  # heavy, as in new_axes

        axes = new_axes(ax, (8.0, 3.0))
        if isinstance(evidence, SeriesEvidence) and len(evidence.months):
            months = evidence.months
            axes.plot(
                months["month"],
                evidence.entry.per * months["numerator"] / months["denominator"],
                "o-",
                color=LINE_COLOUR,
            )
            axes.axvline(mdates.date2num(evidence.current.start), color="#555555", linewidth=0.8)  # type: ignore[no-untyped-call]
            axes.set_ylim(bottom=0)
        return axes

    def __str__(self) -> str:
        first = f"{SYNTHETIC(self.lang)}\n" if self.synthetic else ""
        return first + self.sentence(self.lang)

    def _repr_html_(self) -> str:
        lang, row = self.lang, self.finding
        question, verdict = QUESTIONS[str(row["question"])](lang), VERDICTS[str(row["verdict"])](lang)
        grade = f"{row['grade']}: {GRADES[str(row['grade'])](lang)}"
        parts = [
            f'<p class="banner">{escape(SYNTHETIC(lang))}</p>' if self.synthetic else "",
            f"<p><strong>{escape(verdict)}</strong> · {escape(question)} · {escape(grade)}</p>",
            f"<p>{escape(self.sentence(lang))}</p>",
            self._picture(),
            self._placebo(),
            _table(_HEADS["gates"](lang), self._gate_rows()),
        ]
        if self.judged.estimate is not None:
            parts.append(_table(_HEADS["model"](lang), self._model_rows()))
        if len(self.sensitivities):
            parts.append(_table(_HEADS["other"](lang), self._sensitivity_rows()))
        if row["naive_verdict"]:
            naive = [(NAIVE[str(row["naive_verdict"])](lang), str(row[f"naive_note_{lang}"]))]
            parts.append(_table(_HEADS["naive"](lang), naive))
        parts.append(f"<p><small>{escape(_HEADS['internal'](lang))}</small></p>")
        return in_notebook("".join(parts), lang)

    def _gate_rows(self) -> list[tuple[str, str]]:
        return [
            (
                str(gate[f"title_{self.lang}"]),
                f"{_RESULTS[gate['result']](self.lang)} {gate[f'reason_{self.lang}']}".strip(),
            )
            for _, gate in self.gates.iterrows()
        ]

    def _model_rows(self) -> list[tuple[str, str]]:
        row, lang = self.finding, self.lang
        scale, unit = str(row["scale"]), str(row["unit"])
        change, low, high = (
            format_change(row[c], scale, unit, lang) for c in ("change", "change_low", "change_high")
        )
        rows = [
            ("変化（95%区間）" if lang == "ja" else "Change (95 % interval)", f"{change} ({low} – {high})"),
            (
                "p（多くの指標を同時に見たことを考えた p）" if lang == "ja" else "p (adjusted)",
                f"{format_p(row['p'])} ({format_p(row['p_adjusted'])})",
            ),
            (
                "施策の見直しを考える目安" if lang == "ja" else "Smallest change worth acting on",
                format_size(row["smallest_change"], scale, unit, lang),
            ),
            (
                "見分けられる最小の変化" if lang == "ja" else "Smallest change these data can show",
                format_size(row["detectable_change"], scale, unit, lang),
            ),
            (
                "データの量" if lang == "ja" else "Amount of data",
                f"{row['n_baseline']:,.0f} → {row['n_current']:,.0f}{N_UNITS[str(row['n_unit'])](lang)}",
            ),
            ("方法" if lang == "ja" else "Method", str(row["method"])),
        ]
        if not pd.isna(row["phi"]):
            rows.append(("自己相関 φ" if lang == "ja" else "Autocorrelation φ", f"{row['phi']:.2f}"))
        return rows

    def _sensitivity_rows(self) -> list[tuple[str, str]]:
        scale, unit = str(self.finding["scale"]), str(self.finding["unit"])
        rows = []
        for name, change in self.sensitivities.itertuples(index=False):
            known = change == change
            words = format_change(change, scale, unit, self.lang)
            rows.append(
                (_SENSITIVITIES[name](self.lang), words if known else _HEADS["not_possible"](self.lang))
            )
        return rows

    def _picture(self) -> str:
        caption = _HEADS["picture"](self.lang) if isinstance(self.judged.estimate, SeriesChange) else ""
        return _figure(self.plot(), self.sentence(self.lang), caption)

    def _placebo(self) -> str:
        """The section of the placebos: sentence, picture, what was not tried, and the interval they would give."""
        found, lang = self.placebo, self.lang
        if found is None:
            return ""
        row = self.finding
        said = placebo_words.placebo_sentence(found, str(row["direction"]), str(row["verdict"]))(lang)
        skipped = "、" if lang == "ja" else ", "
        reasons = skipped.join(
            f"{placebo_words.REASONS[name](lang)} {n}" for name, n in found.skipped.items()
        )
        ratio, wide = placebo_words.UNKNOWN(lang), ""
        if found.widened is not None and found.spread is not None:
            ratio = f"{found.spread:.2f}"
            low, high = (format_change(x, str(row["scale"]), str(row["unit"]), lang) for x in found.widened)
            wide = f"{low} – {high}"
        rows = [(placebo_words.SKIPPED(lang), reasons), (placebo_words.SCATTER(lang), ratio)]
        rows += [(placebo_words.WIDENED(lang), wide)] if wide else []
        picture = (
            _figure(in_the_readers_words(found.plot(), lang), said, placebo_words.CAPTION(lang))
            if found.n
            else ""
        )
        return f"<p>{escape(said)}</p>{picture}{_table(placebo_words.HEADING(lang), rows)}"


def _figure(axes: Axes, alt: str, caption: str) -> str:
    from matplotlib import pyplot as plt  # heavy, and only needed when a notebook shows the explanation

    figure = axes.get_figure(root=True)
    assert figure is not None  # axes just drawn have one
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=110)
    plt.close(figure)
    image = base64.b64encode(data.getvalue()).decode()
    return (
        f'<figure><img alt="{escape(alt, quote=True)}" src="data:image/png;base64,{image}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _table(caption: str, rows: list[tuple[str, str]]) -> str:
    body = "".join(f'<tr><th scope="row">{escape(a)}</th><td>{escape(b)}</td></tr>' for a, b in rows)
    return f"<table><caption>{escape(caption)}</caption><tbody>{body}</tbody></table>"
