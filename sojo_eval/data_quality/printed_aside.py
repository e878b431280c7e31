"""Printed figures that were imported and that no indicator reads yet: with the lines of city.toml that make them indicators."""

from __future__ import annotations

import json

from sojo_eval.city import City
from sojo_eval.foundation.language import Text

_FEWEST_TIMES = 2
"""Of one figure: what was printed once has no course."""
_PILLARS = {
    "consultation": ("相談", "窓口", "支援会議", "プラン"),
    "information": ("情報", "広報", "ホームページ", "閲覧", "知って"),
    "connections": ("頼れる", "つながり", "参加", "孤独", "孤立", "居場所", "サロン", "近所", "ボランティア"),
}
"""Words by which a pillar is proposed; the city decides."""
ASKED = "…"
LEAD = Text(
    "取り込んだ公表指標のうち {n} は、まだどの指標にもなっていません。評価するものを city.toml に書き足してください（柱と望ましい向きを確かめて）",
    "{n} of the printed figures are no indicator yet. Add those to be evaluated to city.toml (look at the pillar and the direction)",
)


def printed_aside(city: City) -> list[str]:
    """A section [[published_indicators]] for each figure printed for two times or more that city.toml does not name."""
    figures = city.table("indicators_published")
    named = {entry.id for entry in city.configuration.indicators}
    figures = figures[figures["value"].notna() & ~figures["indicator"].isin(named)]
    found = []
    for indicator, rows in figures.groupby("indicator", sort=False):
        if rows["period_start"].nunique() >= _FEWEST_TIMES:
            found.append(_section(str(indicator), str(rows["unit"].iloc[0])))
    return found


def _section(indicator: str, unit: str) -> str:
    """The id's last words are the title. A share's smallest change is five points, another's a tenth."""
    words = [word for word in indicator.replace(".", "/").split("/") if word]
    # What city.toml is asked about stays to be answered there.
    pillar = next((p for p, said in _PILLARS.items() if any(word in indicator for word in said)), ASKED)
    title = json.dumps(words[-1], ensure_ascii=False)
    return "\n".join(
        [
            "[[published_indicators]]",
            f"id = {json.dumps(indicator, ensure_ascii=False)}",
            f'pillar = "{pillar}"',
            f"title_ja = {title}",
            f"title_en = {title}",
            f'unit = "{unit}"',
            'direction = "higher"',
            f"smallest_change = {'0.05' if unit == 'share' else '0.10'}",
        ]
    )
