"""docs/calibration.md, made from the certified tables: `python -m sojo_eval.calibration.page docs/calibration.md`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, cast

import pandas as pd

from sojo_eval.calibration.certified import Bar, Certified, load_certified
from sojo_eval.calibration.labels import METHOD_NAMES
from sojo_eval.calibration.methods import AR1_THROUGHOUT, SPLIT_THROUGHOUT
from sojo_eval.calibration.page_off_grid import off_grid_section
from sojo_eval.calibration.rare import POWER, RATE_RATIO
from sojo_eval.calibration.tables import markdown_table, percent, percent_with_error

_TEMPLATE = """\
# Calibration: how often the verdicts are wrong

{summary}

Simulated worlds whose truth is known: {worlds} a cell, seed {seed}, Python {python}, {packages}. Slow usual methods
run on the first 500 worlds of a cell. Made by `python benchmarks/calibration.py`; this page by
`python -m sojo_eval.calibration.page docs/calibration.md`. `±` is one Monte-Carlo standard error.

## Promises

{bars}

The power bars do not say how much months scatter around season and trend, so three scatters are printed (standard
deviation of the log rate beyond counting noise; coronary admissions in Sicily show about .05, casework more). The
null grid is run at {noise:.2f}.

## False "improving", by method

Averages over the grid: φ 0, .3, .6; 20 and 200 events a month; with and without COVID in the earlier period; for the
path with and without an earlier trend of 4 % a year. The last two methods have the terms of our model (season, shocks,
trend) and differ from it in their errors alone; the three above them adjust for nothing.

{methods}

## Cell by cell, ours

{cells}

## Stress: φ = .8

{stress}

In months that remember this much, 84 of them hold little independent information. The rate is disclosed here and not
hidden in an average.

## Power

Share of planted changes called improving, averaged over φ 0, .3, .6; 60 + 24 months. Ours takes months (200 events,
and 20 where a record's own mean reaches 20) with AR(1) errors, and quarters (10 events) with errors split into a part
that lasts and a part that does not. The other two columns do one or the other throughout
(see [more_power.md](more_power.md)).

{power}

## Rare counts and rare shares by month

Five years before the boundary, three of them in a shock, and two after: 24 clean months on either side. Shares are of
40 cases a month; they are judged by the interval alone, because 5 points are more than any such change. Noise is the
standard deviation and the autocorrelation of the log rate (logit) between months; (0.3, 0.8) is the stress, for which
nothing is promised. How other methods do on such worlds, and what the prior does, stands in
[rare_counts.md](rare_counts.md).

{rare}

## Surveys, small counts, comparators, many indicators

{designs}

{off_grid}"""


def page(certified: Certified) -> str:
    """The whole page as Markdown."""
    facts = cast("dict[str, Any]", dict(certified.facts))
    null = certified.of("no_change")
    return _TEMPLATE.format(
        summary=str(certified),
        worlds=f"{facts['worlds']:,}",
        seed=facts["seed"],
        python=facts["python"],
        packages=", ".join(f"{name} {version}" for name, version in facts["packages"].items()),
        noise=float(null["noise"].iloc[0]),
        bars=markdown_table(_bars(certified)),
        methods=markdown_table(_methods(certified)),
        cells=markdown_table(_cells(certified, "no_change")),
        stress=markdown_table(_cells(certified, "stress")),
        power=markdown_table(_power(certified)),
        rare=markdown_table(_rare(certified)),
        designs=markdown_table(_designs(certified)),
        off_grid=off_grid_section(certified),
    )


def _bars(certified: Certified) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (b.figure.en, b.promise.en, percent_with_error(b.measured, b.error), _outcome(b))
            for b in certified.bars
        ],
        columns=["figure", "promise", "measured", ""],
    )


def _methods(certified: Certified) -> pd.DataFrame:
    rows = certified.methods
    return pd.DataFrame(
        {
            "method": rows["method"].map(lambda m: METHOD_NAMES[m].en),
            "question": rows["question"],
            "false “improving”": _errors(rows, "improving"),
            "worst cell": rows["worst"].map(percent),
            "coverage": rows["coverage"].map(percent),
            "worlds": rows["worlds"].map("{:,}".format),
        }
    )


def _cells(certified: Certified, part: str) -> pd.DataFrame:
    rows = certified.of(part)
    others = {
        "AR(1) throughout": certified.of(part, AR1_THROUGHOUT),
        "split throughout": certified.of(part, SPLIT_THROUGHOUT),
    }
    yes_no = {True: "yes", False: "no"}
    return pd.DataFrame(
        {
            "question": rows["question"],
            "φ": rows["phi"].map("{:g}".format),
            "mean": rows["mean"].map("{:.0f}".format),
            "COVID": rows["covid"].map(yes_no),
            "trend": rows["trend"].map(yes_no),
            "months": [f"{b} + {a}" for b, a in zip(rows["before"], rows["after"], strict=True)],
            "false “improving”": _errors(rows, "improving"),
            "coverage": _errors(rows, "coverage"),
            **{
                f"{name}: false · coverage": [
                    f"{percent(share)} · {percent(covered)}"
                    for share, covered in zip(other["improving"], other["coverage"], strict=True)
                ]
                for name, other in others.items()
            },
        }
    )


def _power(certified: Certified) -> pd.DataFrame:
    wide = certified.power.pivot_table(
        index=["question", "rate_ratio", "mean", "noise"], columns="method", values="improving", sort=False
    ).reset_index()
    return pd.DataFrame(
        {
            "question": wide["question"],
            "rate ratio": wide["rate_ratio"].map("{:g}".format),
            "mean": wide["mean"].map("{:.0f}".format),
            "scatter": wide["noise"].map("{:.2f}".format),
            "found": wide["ours"].map(percent),
            "AR(1) throughout": wide["ours_ar1"].map(percent),
            "errors split throughout": wide["ours_split"].map(percent),
        }
    )


def _designs(certified: Certified) -> pd.DataFrame:
    rows = certified.designs
    return pd.DataFrame(
        {
            "part": rows["part"],
            "what": rows["what"],
            "“improving”": _errors(rows, "improving"),
            "coverage": _errors(rows, "coverage"),
            "worlds": rows["worlds"].map("{:,}".format),
        }
    )


def _rare(certified: Certified) -> pd.DataFrame:
    """One line a world: what is said where nothing has changed, and what is found of a change by half."""
    rows = certified.rare
    keys = ["shares", "mean", "noise", "phi"]
    null = rows[rows["part"] != POWER].reset_index(drop=True)
    found = null[keys].merge(rows[rows["part"] == POWER], on=keys, how="left")
    return pd.DataFrame(
        {
            "data": null["shares"].map({False: "counts", True: "shares"}),
            "events a month": null["mean"].map("{:g}".format),
            "noise": [f"({s:g}, {p:g})" for s, p in zip(null["noise"], null["phi"], strict=True)],
            "false “improving”": _errors(null, "improving"),
            "coverage": _errors(null, "coverage"),
            f"found at ×{RATE_RATIO:g}": _errors(found, "improving"),
            f"coverage at ×{RATE_RATIO:g}": _errors(found, "coverage"),
            "worlds": null["worlds"].map("{:,}".format),
        }
    )


def _errors(rows: pd.DataFrame, column: str) -> list[str]:
    return [percent_with_error(s, e) for s, e in zip(rows[column], rows[f"{column}_error"], strict=True)]


def _outcome(bar: Bar) -> str:
    return bar.outcome.en if bar.met else f"**{bar.outcome.en}**"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(load_certified()), encoding="utf-8")
