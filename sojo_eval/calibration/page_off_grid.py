"""The part of docs/calibration.md beyond the grid: where the promises end, what guards and placebos are worth, yearly looks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sojo_eval.calibration.certified import Certified
from sojo_eval.calibration.placebo_study import RECORDS
from sojo_eval.calibration.probability import SPREAD
from sojo_eval.calibration.tables import markdown_table, percent, percent_with_error

_TEMPLATE = """\
## Off the grid: where the promises end

The promises above hold **if months follow AR(1) with φ ≤ .6** around a level (or, for the path, a straight line), season and
declared shocks. The worlds below break that in one way each; {worlds} worlds a cell, 60 + 24 months of 200 events unless said
otherwise, φ .3 and scatter {noise:.2f} (the least scatter of the grid: a disturbance shows most there). "Fiscal years agree"
counts a verdict only if the clean fiscal years alone, by ordinary least squares, show the same at p < .10; where they are too few
to be tested they deny nothing. Made by `python benchmarks/calibration.py --parts off_grid earlier_course guard_power
looks placebo_long placebo_covid placebo_short probability`.

{off_grid}

**Limit, printed and not mended:** {limit}

### An earlier course that is no level, or no straight line

Nothing happens at the boundary, but the two periods differ. "Level" says *improving* of what merely went on; the last column
counts it only where the path shows at least half of the level's change.

{earlier_course}

### What the guards cost where there is a change

{guard_power}

{decision}

## Placebo boundaries

The level question asked at earlier months at which nothing began (`statistics/monthly/placebo.py`); {placebo_worlds} worlds a
cell (± {placebo_error} at 5 %). *Widened*: both arms of the 95 % interval times max(1, root mean square of the placebo z).
*Above every*: also further up than every placebo. Said *improving* when nothing changed / when the rate rose by 20 %:

{placebos}

{placebo_decision}

## A plan looked at every year

Share of {looks_worlds} worlds that at least one evaluation so far called *improving*; 60 months before, 12 more after at each
look. *Each at 5 %*: today's rule every year. *Spent*: the error spent over five looks by Lan & DeMets' function of the
O'Brien–Fleming type, at the information that a comparison with 60 months has (`[looks] planned = 5` in `city.toml`). *Spent
equally*: the same as if every year brought as much information.

{looks}

{looks_decision}

## The model's own probability

"Probability that it is better" is one minus half the two-sided p where the change is for the better, and half of it where not.
True log changes normal around none with standard deviation {spread:g}; 60 + 24 months of 200 events; {probability_worlds} worlds.

{probability}

{probability_decision}
"""


def off_grid_section(certified: Certified) -> str:
    """The section as Markdown."""
    rows = certified.off_grid
    off_grid = rows[rows["part"] == "off_grid"]
    placebo = rows[rows["part"].str.startswith("placebo")]
    looks = rows[rows["part"] == "looks"]
    fewest = int(placebo["worlds"].min())
    return _TEMPLATE.format(
        worlds=f"{int(off_grid['worlds'].min()):,}",
        noise=0.10,
        off_grid=markdown_table(_wide(off_grid, ("verdict", "years"), coverage=True)),
        limit=_limit(off_grid),
        earlier_course=markdown_table(_earlier(rows[rows["part"] == "earlier_course"])),
        guard_power=markdown_table(_wide(rows[rows["part"] == "guard_power"], RULES_OF_GUARDS)),
        decision=GUARD_DECISION,
        placebo_worlds=f"{fewest:,}",
        placebo_error=f"{100 * (0.05 * 0.95 / fewest) ** 0.5:.1f}",
        placebos="\n\n".join(_placebos(placebo, record.part, record.name) for record in RECORDS),
        placebo_decision=PLACEBO_DECISION,
        looks_worlds=f"{int(looks['worlds'].min()):,}",
        looks=markdown_table(_looks(looks)),
        looks_decision=LOOKS_DECISION,
        spread=SPREAD,
        probability_worlds=f"{int(certified.probability['worlds'].sum()):,}",
        probability=markdown_table(_probability(certified.probability)),
        probability_decision=PROBABILITY_DECISION,
    )


RULES_OF_GUARDS = ("verdict", "years", "half", "years_and_half")
_RULES = {
    "verdict": "“improving”",
    "years": "fiscal years agree",
    "half": "path at least half",
    "years_and_half": "both",
    "interval": "interval alone",
    "widened": "widened",
    "above_every": "above every",
    "each": "each at 5 %",
    "spent": "spent",
    "spent_equally": "spent equally",
}
"""Heads of columns."""


def _wide(rows: pd.DataFrame, rules: Sequence[str], *, coverage: bool = False) -> pd.DataFrame:
    """One line a world and question, one column a rule."""
    keys = ["what", "question"]
    said = rows.pivot_table(index=keys, columns="rule", values="improving", sort=False)
    first = rows[rows["rule"] == rules[0]].set_index(keys)
    table = pd.DataFrame(
        {
            "world": said.index.get_level_values("what"),
            "question": said.index.get_level_values("question"),
            _RULES[rules[0]]: [
                percent_with_error(s, e)
                for s, e in zip(first["improving"], first["improving_error"], strict=True)
            ],
        }
    )
    for rule in rules[1:]:
        table[_RULES[rule]] = said[rule].map(percent).to_numpy()
    if coverage:
        table["coverage"] = first["coverage"].map(percent).to_numpy()
    return table


def _earlier(rows: pd.DataFrame) -> pd.DataFrame:
    wide = rows.pivot_table(index="what", columns=["question", "rule"], values="improving", sort=False)
    covered = rows[(rows["question"] == "path") & (rows["rule"] == "verdict")].set_index("what")["coverage"]
    return pd.DataFrame(
        {
            "world": wide.index,
            "level “improving”": wide[("level", "verdict")].map(percent).to_numpy(),
            "and path at least half": wide[("level", "half")].map(percent).to_numpy(),
            "path “improving” (false)": wide[("path", "verdict")].map(percent).to_numpy(),
            "path, fiscal years agree": wide[("path", "years")].map(percent).to_numpy(),
            "path's coverage": covered[wide.index].map(percent).to_numpy(),
        }
    )


def _placebos(rows: pd.DataFrame, part: str, name: str) -> str:
    wide = rows[rows["part"] == part].pivot_table(
        index="what", columns=["question", "rule"], values="improving", sort=False
    )
    still, changed = (wide[question] for question in ("nothing changed", "+20 %"))
    table = pd.DataFrame({"world": wide.index})
    for rule in ("interval", "widened", "above_every", "years"):
        table[_RULES[rule]] = [
            f"{percent(a)} / {percent(b)}" for a, b in zip(still[rule], changed[rule], strict=True)
        ]
    return f"**{name}**\n\n{markdown_table(table)}"


def _looks(rows: pd.DataFrame) -> pd.DataFrame:
    wide = rows.pivot_table(index=["what", "rule"], columns="question", values="improving", sort=False)
    table = pd.DataFrame(
        {
            "world": wide.index.get_level_values("what"),
            "rule": wide.index.get_level_values("rule").map(_RULES),
        }
    )
    for look in wide.columns:
        table[str(look)] = wide[look].map(percent).to_numpy()
    return table


def _probability(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "φ": rows["phi"].map("{:g}".format),
            "said between": [f"{a:g} and {b:g}" for a, b in zip(rows["low"], rows["high"], strict=True)],
            "said, mean": rows["said"].map("{:.2f}".format),
            "came true": [
                f"{t:.2f} ± {e:.2f}" for t, e in zip(rows["true"], rows["true_error"], strict=True)
            ],
            "worlds": rows["worlds"].map("{:,}".format),
        }
    )


def _limit(rows: pd.DataFrame) -> str:
    """The worlds in which even the guard leaves more than the worst promised cell allows."""
    left = rows[(rows["rule"] == "years") & (rows["improving"] > 0.04)]
    said = [f"{r['what']} ({r['question']} {percent(r['improving'])})" for r in left.to_dict("records")]
    return "; ".join(said) + ": more than 4 % false *improving* even where the fiscal years must agree."


GUARD_DECISION = ""
PLACEBO_DECISION = ""
LOOKS_DECISION = ""
PROBABILITY_DECISION = ""
