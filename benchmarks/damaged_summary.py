"""Counts what `damaged_cities.py` wrote, and makes docs/absent_records_study.md and its plot from it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd

mpl.use("Agg")
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, PLOT = DOCS / "absent_records_study.md", DOCS / "images" / "last_60_days.png"
COLOURS = {
    "improving": "#0067a5", "worsening": "#b84300", "no_meaningful_change": "#c3ccd4", "inconclusive": "#fff3cf",
    "no_case": "#e9ddf3", "insufficient_data": "#ffffff", "not_comparable": "#9a9a9a",
}  # fmt: skip


def read(results: Path, kind: str) -> list[dict[str, Any]]:
    parts = sorted(results.glob(f"{kind}_*.jsonl"))
    return [json.loads(line) for part in parts for line in part.read_text(encoding="utf-8").splitlines()]


def changes(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Days on which a verdict is another than the day before: day, indicator, question, before, after."""
    rows = []
    for (indicator, question), mine in verdicts.groupby(["indicator", "question"]):
        ordered = mine.sort_values("day")
        earlier = ordered["verdict"].shift()
        for at in ordered.index[(earlier != ordered["verdict"]) & earlier.notna()]:
            rows.append(
                (ordered.loc[at, "day"], indicator, question, earlier[at], ordered.loc[at, "verdict"])
            )
    return pd.DataFrame(rows, columns=["day", "indicator", "question", "before", "after"]).sort_values("day")


def draw(verdicts: pd.DataFrame) -> None:
    """One line an indicator (level question, context left out), one column a day, the verdict as colour."""
    level = verdicts[(verdicts["question"] == "level") & (verdicts["verdict"] != "context")]
    grid = level.pivot_table(index="indicator", columns="day", values="verdict", aggfunc="first")
    codes = [*COLOURS]
    numbers = grid.map(codes.index)
    figure, axes = plt.subplots(figsize=(9, 0.17 * len(grid) + 1.4), layout="constrained")
    start, end = mdates.date2num(grid.columns.min()) - 0.5, mdates.date2num(grid.columns.max()) + 0.5
    axes.imshow(
        numbers.to_numpy(), aspect="auto", interpolation="none", cmap=ListedColormap([*COLOURS.values()]),
        vmin=-0.5, vmax=len(codes) - 0.5, extent=(start, end, len(grid) - 0.5, -0.5),
    )  # fmt: skip
    for day in grid.columns[grid.columns.is_month_end]:
        axes.axvline(mdates.date2num(day) - 0.5, color="#333333", linewidth=0.8)
    axes.set_yticks(range(len(grid)), grid.index, fontsize=6)
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y-%m-%d"))
    axes.set_xlabel("last day of the records; lines: the first day with another whole month")
    handles = [Patch(facecolor=fill, edgecolor="#333333", label=code) for code, fill in COLOURS.items()]
    figure.legend(handles=handles, loc="outside upper center", ncols=4, fontsize=7, frameon=False)
    PLOT.parent.mkdir(exist_ok=True)
    figure.savefig(PLOT, dpi=130)


def summary(results: Path) -> None:
    """Write the page and the plot. Stops with exit code 1 where a bar is missed."""
    cities, days = read(results, "cities"), pd.DataFrame(read(results, "days"))
    days["day"] = pd.to_datetime(days["day"])
    draw(days)
    moved = [(city, finding) for city in cities for finding in city["moved"]]
    told = Counter(finding["told"] or "nowhere" for _, finding in moved)
    errors = [city for city in cities if city["error"]]
    changed = changes(days)
    inside = changed[~changed["day"].dt.is_month_end]
    kinds = Counter(damage for city in cities for damage in city["damage"])
    untouched = pd.DataFrame(read(results, "untouched"))
    untouched["number"] = untouched["short"].map(len)
    by_rare = untouched.groupby("rare")["number"].agg(["size", "sum", lambda n: (n > 0).sum()])
    lines = [
        "# What absent and damaged records do to verdicts",
        "",
        "Made by `python benchmarks/damaged_cities.py` (its parts, then `--summary`). Nothing here is typed in.",
        "",
        f"## {len(cities)} damaged cities",
        "",
        "The example city (seed 1, mixed) with one or two damages at random; its verdicts beside those of the whole city.",
        "",
        "| damage | cities |",
        "|---|---|",
        *(f"| {name.replace('_', ' ')} | {number} |" for name, number in sorted(kinds.items())),
        "",
        f"- ended with an error of ours: {len(errors)} (bar: 0)",
        f"- *improving* or *worsening* that the whole city does not have: {len(moved)}",
        *(f"  - told by {where}: {number}" for where, number in told.most_common() if where != "nowhere"),
        f"  - told nowhere: {told['nowhere']} (bar: 0)",
        "",
        "| seed | damage | tables | finding | whole city | damaged | told by |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {city['seed']} | {', '.join(city['damage'])} | {', '.join(city['tables'])} | {f['indicator']} ({f['question']})"
            f" | {f['whole']} | {f['verdict']} | {f['told'] or 'nowhere'} |"
            for city, f in moved
        ),
        "",
        "## Cities with nothing missing",
        "",
        "| chance of none below which it is taken for missing | cities | indicators cut short | in so many cities |",
        "|---|---|---|---|",
        *(f"| {rare:g} | {size} | {total} | {some} |" for rare, (size, total, some) in by_rare.iterrows()),
        "",
        f"## The city as it stood on each of its last {days['day'].nunique()} days",
        "",
        f"{len(days):,} verdicts; {len(changed)} of them are another than the day before, {len(inside)} of these on a day that"
        " does not complete a month (bar: 0).",
        "",
        "| day | indicator | question | day before | that day |",
        "|---|---|---|---|---|",
        *(
            f"| {r.day:%Y-%m-%d} | {r.indicator} | {r.question} | {r.before} | {r.after} |"
            for r in changed.itertuples()
        ),
        "",
        "![Verdicts of the level question by the last day of the records](images/last_60_days.png)",
        "",
    ]
    PAGE.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
    if errors or told["nowhere"] or len(inside):
        sys.exit(1)
