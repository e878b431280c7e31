"""Names of the methods compared, Japanese and English side by side."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

METHOD_NAMES: dict[str, Text] = {
    "ours": Text("この道具の判定", "Verdicts of this tool"),
    "ours_ar1": Text("同（誤差をどこでもAR(1)とみなす）", "Same, AR(1) errors throughout"),
    "ours_split": Text("同（誤差をどこでも二つに分ける）", "Same, errors split in two throughout"),
    "arrow": Text("二つの平均を比べて矢印", "Two means and an arrow"),
    "t_test": Text("月の値のt検定", "t test on the months"),
    "poisson_dummy": Text("ポアソン回帰（期間だけ）", "Poisson model, period only"),
    "newey_west": Text("最小二乗＋Newey–West", "Least squares, Newey–West"),
    "quasi_poisson": Text("準ポアソン回帰（月は独立）", "Quasi-Poisson, months independent"),
}
"""The last two have our model's terms (season, shocks, trend) and differ in the errors alone."""
