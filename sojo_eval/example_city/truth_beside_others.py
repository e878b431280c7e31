"""What is planted in the comparable cities, and so what the city's comparison with them should find."""

from __future__ import annotations

from dataclasses import dataclass

from sojo_eval.example_city.truth import PLANTED, SAME


@dataclass(frozen=True)
class Compared:
    """What comparable cities do from 2024-04 on: they stay as they were, or change exactly as the city does."""

    indicator: str
    common: bool
    why_ja: str
    why_en: str

    def change(self, scenario: str) -> float:
        """The others' planted change in `scenario`, on the scale of `PLANTED[indicator]`."""
        city = PLANTED[self.indicator]
        return city.change(scenario) if self.common else city.unchanged


COMPARED: dict[str, Compared] = {
    entry.indicator: entry
    for entry in (
        Compared(
            "connections.participants_per_1000", False,
            "市だけを変えた。他の6市は変えていない（感染症による落ち込みは全市に共通）",
            "Planted in the city alone; the six others stay as they were (the pandemic's dip is common to all)",
        ),
        Compared(
            "information.easy_japanese_share", True,
            "市と他の6市を同じだけ変えた（国の指針が全市に届いたという想定）。市だけを見ると改善に見える",
            "The city and the six others change alike (as if a national guideline reached all): the city alone "
            "looks improved",
        ),
    )
}  # fmt: skip
"""Indicator id → what is planted in the comparable cities of the table `comparators`."""


def compared_truth(scenario: str) -> dict[str, dict[str, object]]:
    """The planted truth against comparable cities, as written to `truth.json`.

    `truth` says whether the city changed more than they did, and which way: better_than_others,
    worse_than_others or as_others; `beyond` is by how much.
    """
    table: dict[str, dict[str, object]] = {}
    for indicator, entry in COMPARED.items():
        planted = PLANTED[indicator]
        city, others = planted.change(scenario), entry.change(scenario)
        beyond = city / others if planted.scale == "ratio" else city - others
        same = abs(beyond - planted.unchanged) < 1e-12
        better = (beyond > planted.unchanged) == (planted.better == "higher")
        table[indicator] = {
            "truth": "as_others" if same else "better_than_others" if better else "worse_than_others",
            "city": city,
            "others": others,
            "beyond": round(beyond, 4),
            "scale": planted.scale,
            "why": entry.why_en if city != planted.unchanged else SAME[1],
            "why_ja": entry.why_ja if city != planted.unchanged else SAME[0],
        }
    return table
