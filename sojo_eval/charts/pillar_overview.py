"""How many indicators of each pillar improved, worsened, or could not be told."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sojo_eval.charts import texts
from sojo_eval.charts.chart import Chart, draw_chart
from sojo_eval.charts.selection import area_or_first
from sojo_eval.charts.style import INK, VERDICT_STYLES, new_figure, quiet
from sojo_eval.disclosure import Published
from sojo_eval.evaluation.columns import COUNTED
from sojo_eval.evaluation.words.labels import PILLAR_VERDICTS, PILLARS, VERDICTS
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.reader import in_readers_language

_ORDER = [code for code in VERDICT_STYLES if code in COUNTED]


@in_readers_language
def pillar_overview(published: Published, lang: Language = "ja", area: str = "") -> Chart:
    """Stacked bars, one a pillar; each part has its colour, its sign and its number."""
    place = area_or_first(published, area)
    rows = published.pillars[published.pillars["area"] == place]
    rows = rows.set_index("pillar").reindex([p for p in PILLARS if p in set(rows["pillar"])])
    return draw_chart(
        lambda: _draw(rows, lang),
        alt=_alt(rows, lang),
        caption=texts.OVERVIEW_CAPTION(lang),
        table=_table(rows, lang),
        lang=lang,
    )


def _draw(rows: pd.DataFrame, lang: Language) -> Figure:
    figure = new_figure(0.75 * len(rows) + 1.5)
    axes = figure.add_subplot()
    for y, (pillar, row) in enumerate(rows.iterrows()):
        start = 0
        for code in _ORDER:
            number = int(row[f"n_{code}"])
            if not number:
                continue
            look = VERDICT_STYLES[code]
            axes.barh(y, number, left=start, height=0.5, color=look.fill, edgecolor=INK, linewidth=0.7)
            axes.text(start + number / 2, y, f"{look.sign}{number}", ha="center", va="center", color=look.ink,
                      fontweight="bold")  # fmt: skip
            start += number
        sign = VERDICT_STYLES[str(row["verdict"])].sign
        title = f"{PILLARS[str(pillar)](lang)}{texts.COLON(lang)}{sign} {PILLAR_VERDICTS[str(row['verdict'])](lang)}"
        axes.text(0, y - 0.33, title, ha="left", va="bottom", fontweight="bold")
    axes.set_ylim(len(rows) - 0.6, -0.75)
    axes.set_xlim(0, None)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(texts.NUMBER_OF_INDICATORS(lang))
    quiet(axes)
    keys = [
        Patch(
            facecolor=VERDICT_STYLES[c].fill,
            edgecolor=INK,
            linewidth=0.7,
            label=f"{VERDICT_STYLES[c].sign} {VERDICTS[c](lang)}",
        )
        for c in _ORDER
    ]
    figure.legend(handles=keys, loc="outside lower center", ncols=3, frameon=False)
    return figure


def _parts(row: pd.Series, lang: Language) -> str:
    numbers = [(VERDICTS[c](lang), int(row[f"n_{c}"])) for c in _ORDER]
    shown = [f"{name}{n}" if lang == "ja" else f"{n} {name}" for name, n in numbers if n]
    return texts.COMMA(lang).join(shown) or texts.NONE(lang)


def _alt(rows: pd.DataFrame, lang: Language) -> str:
    parts = [
        texts.OVERVIEW_ALT_PILLAR.format(
            pillar=PILLARS[str(p)], verdict=PILLAR_VERDICTS[str(row["verdict"])], parts=_parts(row, lang)
        )(lang)
        for p, row in rows.iterrows()
    ]
    return texts.OVERVIEW_ALT.format(pillars="".join(parts))(lang).strip()


def _table(rows: pd.DataFrame, lang: Language) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                texts.PILLAR(lang): PILLARS[str(p)](lang),
                texts.VERDICT(lang): PILLAR_VERDICTS[str(row["verdict"])](lang),
            }
            | {VERDICTS[c](lang): int(row[f"n_{c}"]) for c in _ORDER}
            for p, row in rows.iterrows()
        ]
    )
