"""The certified run as shipped: its tables, the bars it is held to, and whether each is met."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from sojo_eval.calibration.methods import OURS
from sojo_eval.calibration.rare import NULL, POWER, RATE_RATIO
from sojo_eval.calibration.study import NOISES
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.showing.told import Told

HERE = Path(__file__).parent
NEVER_MORE = "at most"
NEVER_LESS = "at least"
POWER_OF_RARE = {1.0: 0.16, 3.0: 0.46, 8.0: 0.75}
"""By events a month: what must be found of a change by half, averaged over the noise that is promised."""


@dataclass(frozen=True)
class Bar:
    """One promise: a figure, its limit, and what was measured with its Monte-Carlo standard error.

    allowance: how many such errors the limit allows for (0 where it does not).
    """

    figure: Text
    sense: str
    limit: float
    measured: float
    error: float
    allowance: float = 0.0

    @property
    def promise(self) -> Text:
        """The limit with the rule by which it is judged."""
        share = f"{100 * self.limit:.1f}"
        ja = f"{share}%{'以下' if self.sense == NEVER_MORE else '以上'}"
        en = f"{self.sense} {share} %"
        if not self.allowance:
            return Text(ja, en)
        sign = "+" if self.sense == NEVER_MORE else "−"
        return Text(
            f"{ja}（{sign}標準誤差{self.allowance:g}個分まで許す）",
            f"{en} ({sign} {self.allowance:g} standard errors allowed)",
        )

    @property
    def kept(self) -> bool:
        """Whether it is met without any allowance."""
        return replace(self, allowance=0.0).met

    @property
    def outcome(self) -> Text:
        """Kept; kept only by the allowance for chance; or missed."""
        if self.kept:
            return Text("守った", "kept")
        if self.met:
            return Text("許した誤差の範囲で守った", "kept only within the allowance")
        return Text("守れなかった", "missed")

    @property
    def met(self) -> bool:
        """Whether the measured figure keeps the limit, the allowance for chance included."""
        slack = self.allowance * self.error
        if self.sense == NEVER_MORE:
            return bool(self.measured <= self.limit + slack)
        return bool(self.measured >= self.limit - slack)


@dataclass(frozen=True)
class Certified(Told):
    """Tables of a calibration run.

    series: one row a cell and method (`study.run`). designs: one row a line (`designs.run_designs`). rare: one row a cell
    (`rare.run_rare`). facts: worlds, seed, versions of these three, on which the promises rest. off_grid: worlds beyond the
    grid, placebos and looks, one row a rule (`off_grid.run_worlds`). probability: one row a bin
    (`probability.run_probability`).
    """

    series: pd.DataFrame
    designs: pd.DataFrame
    rare: pd.DataFrame
    facts: Mapping[str, object]
    off_grid: pd.DataFrame
    probability: pd.DataFrame

    def of(self, part: str, method: str = OURS) -> pd.DataFrame:
        """Rows of one part and method."""
        return self.series[(self.series["part"] == part) & (self.series["method"] == method)]

    @property
    def bars(self) -> list[Bar]:
        """Every bar of the specification, in its order; power at each scatter between months."""
        null, stress = self.of("no_change"), self.of("stress")
        worst, worst_stress = _largest(null), _largest(stress)
        covered = null.iloc[int(null["coverage"].argmin())]
        found = [
            Bar(
                Text("変化のない世界で「改善」と言う割合（全条件の平均）", "False “improving”, average over the grid"),
                NEVER_MORE, 0.025, float(null["improving"].mean()), _error_of_mean(null["improving_error"]),
            ),
            Bar(
                Text("同（最も悪い条件）", "False “improving”, worst cell"),
                NEVER_MORE, 0.040, float(worst["improving"]), float(worst["improving_error"]), 2,
            ),
            Bar(
                Text("同（月ごとの揺れが長く続く φ=0.8 の最も悪い条件）", "Same, worst stress cell (φ = .8)"),
                NEVER_MORE, 0.070, float(worst_stress["improving"]), float(worst_stress["improving_error"]),
            ),
            Bar(
                Text("95%区間が真の値を含む割合（最も低い条件）", "Interval coverage, lowest cell"),
                NEVER_LESS, 0.94, float(covered["coverage"]), float(covered["coverage_error"]), 2,
            ),
        ]  # fmt: skip
        found += self._power("path", 1.2, 0.38) + self._power("path", 1.3, 0.64)
        found += self._power("level", 1.2, 0.70)
        return found + self._other_designs() + self._rare()

    @property
    def counts(self) -> dict[str, int]:
        """How many bars there are (total), are kept, are kept only within their allowance, are missed."""
        bars = self.bars
        kept = sum(bar.kept for bar in bars)
        missed = sum(not bar.met for bar in bars)
        return {"total": len(bars), "kept": kept, "within": len(bars) - kept - missed, "missed": missed}

    def _power(self, question: str, ratio: float, limit: float) -> list[Bar]:
        power = self.of("power")
        asked = power[
            (power["question"] == question)
            & np.isclose(power["step"], np.log(ratio))
            & (power["mean"] == 200)
        ]
        words = {"path": Text("推移", "path"), "level": Text("水準", "level")}[question]
        bars = []
        for noise in NOISES:
            rows = asked[np.isclose(asked["noise"], noise)]
            bars.append(
                Bar(
                    Text(
                        f"本当の{100 * (ratio - 1):.0f}%増を見つける割合（{words.ja}、月の揺れ{noise:.2f}）",
                        f"Power, {words.en} question, rate ratio {ratio:g}, scatter {noise:.2f}",
                    ),
                    NEVER_LESS,
                    limit,
                    float(rows["improving"].mean()),
                    _error_of_mean(rows["improving_error"]),
                )
            )
        return bars

    def _other_designs(self) -> list[Bar]:
        part = dict(tuple(self.designs.groupby("part")))
        survey = part["survey"]
        low, high = (
            survey.iloc[int(survey["coverage"].argmin())],
            survey.iloc[int(survey["coverage"].argmax())],
        )
        bars = [
            Bar(Text("調査の差：区間が真の値を含む割合（最低）", "Survey difference, lowest coverage"),
                NEVER_LESS, 0.94, float(low["coverage"]), float(low["coverage_error"])),
            Bar(Text("同（最高）", "Survey difference, highest coverage"),
                NEVER_MORE, 0.98, float(high["coverage"]), float(high["coverage_error"])),
        ]  # fmt: skip
        named = {
            "small yearly counts": (Text("年に数件の指標：誤った「改善」", "Small yearly counts, false “improving”"), 0.035),
            "yearly shares": (Text("年度の割合：誤った「改善」", "Yearly shares, false “improving”"), 0.035),
            "comparators": (Text("他市との比較（4市以上）：誤った「改善」", "Comparators (4 or more), false “improving”"), 0.035),
            "many indicators": (
                Text("変化のない20指標のどれかを「改善」と言う割合", "Any of 20 null indicators “improving”"),
                0.05,
            ),
        }  # fmt: skip
        for name, (figure, limit) in named.items():
            row = _largest(part[name])
            bars.append(
                Bar(figure, NEVER_MORE, limit, float(row["improving"]), float(row["improving_error"]))
            )
        return bars

    def _rare(self) -> list[Bar]:
        """Rare counts and rare shares by month, at the noise that is promised; power averaged over it."""
        part = dict(tuple(self.rare.groupby("part")))
        null, worst = part[NULL], _largest(part[NULL])
        covered = null.iloc[int(null["coverage"].argmin())]
        bars = [
            Bar(Text("まれな件数・割合（月別）：誤った「改善」（平均）", "Rare counts and shares by month, false “improving”, average"),
                NEVER_MORE, 0.025, float(null["improving"].mean()), _error_of_mean(null["improving_error"])),
            Bar(Text("同（最も悪い条件）", "Same, worst cell"),
                NEVER_MORE, 0.040, float(worst["improving"]), float(worst["improving_error"]), 2),
            Bar(Text("同：95%区間が真の値を含む割合（最低）", "Same, lowest coverage"),
                NEVER_LESS, 0.94, float(covered["coverage"]), float(covered["coverage_error"]), 2),
        ]  # fmt: skip
        for shares, words in ((False, Text("件数", "counts")), (True, Text("割合", "shares"))):
            for mean, limit in POWER_OF_RARE.items():
                rows = part[POWER]
                rows = rows[(rows["shares"] == shares) & (rows["mean"] == mean)]
                figure = Text(
                    f"月{mean:g}件の{words.ja}：本当の{RATE_RATIO:g}倍を見つける割合",
                    f"Power, rare {words.en}, {mean:g} a month, rate ratio {RATE_RATIO:g}",
                )
                error = _error_of_mean(rows["improving_error"])
                bars.append(Bar(figure, NEVER_LESS, limit, float(rows["improving"].mean()), error))
        return bars

    @property
    def methods(self) -> pd.DataFrame:
        """False "improving" by method and question over the null grid: method, question, improving, worst, coverage."""
        null = self.series[self.series["part"] == "no_change"]
        groups = null.groupby(["method", "question"], sort=False)
        return groups.agg(
            improving=("improving", "mean"),
            improving_error=("improving_error", _error_of_mean),
            worst=("improving", "max"),
            coverage=("coverage", "mean"),
            worlds=("worlds", "sum"),
        ).reset_index()

    @property
    def power(self) -> pd.DataFrame:
        """Share of planted changes found, averaged over φ: question, rate_ratio, mean, noise, method, improving."""
        power = self.series[self.series["part"] == "power"]
        power = power.assign(rate_ratio=np.exp(power["step"]).round(3))
        keys = ["question", "rate_ratio", "mean", "noise", "method"]
        return power.groupby(keys, sort=False)[["improving", "coverage"]].mean().reset_index()

    def to_frame(self) -> pd.DataFrame:
        """The bars as a table: figure, sense, limit, allowance (in errors), measured, error, met, outcome."""
        rows = [
            (b.figure.en, b.sense, b.limit, b.allowance, b.measured, b.error, b.met, b.outcome.en)
            for b in self.bars
        ]
        columns = ["figure", "sense", "limit", "allowance", "measured", "error", "met", "outcome"]
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        first, counts = self.bars[0], self.counts
        return (
            f"In worlds where nothing has changed a verdict says “improving” in {100 * first.measured:.1f} % "
            f"(± {100 * first.error:.2f}). Of {counts['total']} promises {counts['kept']} are kept, {counts['within']} "
            f"only within their printed allowance, and {counts['missed']} missed."
        )


def load_certified(folder: PathLike = HERE) -> Certified:
    """The run that is shipped with the package. Raises FileNotFoundError when the installation is incomplete."""
    folder = as_path(folder)
    return Certified(
        pd.read_csv(folder / "certified_series.csv"),
        pd.read_csv(folder / "certified_designs.csv"),
        pd.read_csv(folder / "certified_rare.csv"),
        json.loads((folder / "certified.json").read_text(encoding="utf-8")),
        pd.read_csv(folder / "certified_off_grid.csv"),
        pd.read_csv(folder / "certified_probability.csv"),
    )


def _largest(rows: pd.DataFrame) -> pd.Series:
    return rows.iloc[int(rows["improving"].argmax())]


def _error_of_mean(errors: pd.Series) -> float:
    """Monte-Carlo error of the mean of independent cells."""
    return float(np.sqrt((errors**2).sum()) / len(errors))
