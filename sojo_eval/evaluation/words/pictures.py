"""The words on pictures of estimates, which the estimators draw in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sojo_eval.foundation.fonts import FAMILY, register_fonts
from sojo_eval.foundation.language import Language, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WORDS = {
    text.en: text
    for text in (
        Text("観測値", "observed"),
        Text("外的要因の期間の観測値", "in a declared shock"),
        Text("モデル", "fitted"),
        Text("境目の変化がなかった場合の見込み", "expected without a step"),
        Text("比べられる期間がない月", "no clean window"),
        Text("計画の始まりでない時点", "no plan began"),
        Text("計画の始まり", "start of the plan"),
        Text("変化（%）", "change, %"),
        Text("変化（ポイント）", "change, points"),
    )
}


def in_the_readers_words(axes: Axes, lang: Language, title: str = "", unit: str = "") -> Axes:
    """The same picture with its legend and axis in `lang`, a title above it and the unit beside it.

    A word that this table does not know stays as it is.
    """
    register_fonts()
    legend = axes.get_legend()
    told = [axes.xaxis.label, axes.yaxis.label, *(legend.get_texts() if legend is not None else ())]
    for text in told:
        if text.get_text() in _WORDS:
            text.set_text(_WORDS[text.get_text()](lang))
        text.set_fontfamily(FAMILY)
    if unit and not axes.get_ylabel():
        axes.set_ylabel(unit, fontfamily=FAMILY)
    if title:
        axes.set_title(title, fontfamily=FAMILY, fontsize=9)
    return axes
