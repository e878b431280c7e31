"""The part of docs/calibration.md beyond the grid: where the promises end, what guards and placebos are worth, yearly looks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from sojo_eval.calibration.certified import Certified
from sojo_eval.calibration.off_grid import MILD_NOISE
from sojo_eval.calibration.placebo_study import RECORDS
from sojo_eval.calibration.probability import SPREAD
from sojo_eval.calibration.study import PHIS
from sojo_eval.calibration.tables import markdown_table, percent, percent_with_error
from sojo_eval.calibration.yearly_looks import LOOKS, STEPS
from sojo_eval.statistics.series_change import LEAST_SPARE_YEARS

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

Nothing happens at the boundary, but the two periods differ ({earlier_worlds} worlds a cell). "Level" says *improving* of what merely went on; the last column
counts it only where the path shows at least half of the level's change.

{earlier_course}

### What the guards cost where there is a change

{guard_worlds} worlds a cell.

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


WORST_PROMISED = 0.04
"""False "improving" that the worst cell of the grid may have (`Certified.bars`)."""


def off_grid_section(certified: Certified) -> str:
    """The section as Markdown."""
    rows = certified.off_grid
    off_grid = rows[rows["part"] == "off_grid"]
    placebo = rows[rows["part"].str.startswith("placebo")]
    looks = rows[rows["part"] == "looks"]
    fewest = int(placebo["worlds"].min())
    earlier, changed = (rows[rows["part"] == part] for part in ("earlier_course", "guard_power"))
    return _TEMPLATE.format(
        worlds=f"{int(off_grid['worlds'].min()):,}",
        noise=MILD_NOISE,
        off_grid=markdown_table(_wide(off_grid, ("verdict", "years"), coverage=True)),
        limit=_limit(off_grid),
        earlier_worlds=f"{int(earlier['worlds'].min()):,}",
        guard_worlds=f"{int(changed['worlds'].min()):,}",
        earlier_course=markdown_table(_earlier(earlier)),
        guard_power=markdown_table(_wide(changed, RULES_OF_GUARDS)),
        decision=_guard_decision(rows[~rows["part"].str.startswith(("placebo", "looks"))]),
        placebo_worlds=f"{fewest:,}",
        placebo_error=f"{100 * (0.05 * 0.95 / fewest) ** 0.5:.1f}",
        placebos="\n\n".join(_placebos(placebo, record.part, record.name) for record in RECORDS),
        placebo_decision=_placebo_decision(placebo),
        looks_worlds=f"{int(looks['worlds'].min()):,}",
        looks=markdown_table(_looks(looks)),
        looks_decision=_looks_decision(looks),
        spread=SPREAD,
        probability_worlds=f"{int(certified.probability['worlds'].sum()):,}",
        probability=markdown_table(_probability(certified.probability)),
        probability_decision=_probability_decision(certified.probability),
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
    """The worlds in which verdicts are wrong more often than the worst promised cell allows."""
    left = rows[(rows["rule"] == "verdict") & (rows["improving"] > WORST_PROMISED)]
    said = [f"{r['what']} ({r['question']} {percent(r['improving'])})" for r in left.to_dict("records")]
    return (
        f"more than {percent(WORST_PROMISED)} false *improving* in "
        + "; ".join(said)
        + ". Where a city's months are like that, 改善 is wrong more often than promised."
    )


def _share(rows: pd.DataFrame, question: str, rule: str, *worlds: str) -> str:
    """Mean share "improving" over these worlds, as percent."""
    found = rows[(rows["question"] == question) & (rows["rule"] == rule) & rows["what"].isin(worlds)]
    if len(found) != len(worlds):
        raise ValueError(f"not in the certified table: {question}, {rule}, {worlds}")
    return percent(float(found["improving"].mean()))


_ON_GRID = tuple(f"+20 %, φ = {phi:g}" for phi in PHIS)
_WITH_COVID = "+20 %, φ = 0.3, COVID declared"
_YEARS_APART = "fiscal-year levels, sd .10"
_GROWTH = "+4 % a year throughout"


def _guard_decision(rows: pd.DataFrame) -> str:
    s = partial(_share, rows)
    covid = f"{_YEARS_APART}, COVID declared"
    return (
        f"**Decision, fiscal years: said, not silenced.** At fiscal-year levels of sd .10 the guard takes false *improving* from "
        f"{s('level', 'verdict', _YEARS_APART)} to {s('level', 'years', _YEARS_APART)} (path {s('path', 'verdict', _YEARS_APART)} "
        f"to {s('path', 'years', _YEARS_APART)}). At +20 % on the grid, averaged over φ, it costs the level "
        f"{s('level', 'verdict', *_ON_GRID)} → {s('level', 'years', *_ON_GRID)} and the path "
        f"{s('path', 'verdict', *_ON_GRID)} → {s('path', 'years', *_ON_GRID)}; but where COVID leaves two clean years on a side it takes "
        f"{s('level', 'verdict', covid)} to {s('level', 'years', covid)} at the price of "
        f"{s('level', 'verdict', _WITH_COVID)} → {s('level', 'years', _WITH_COVID)}, which is too much. It does not bring the error to what is "
        f"promised, and most cities have that COVID; so no verdict rests on it. Where at least {LEAST_SPARE_YEARS} fiscal years are to "
        "spare and do not agree (`SeriesChange.fiscal_years_agree`), that is a sentence beside the finding (`years_disagree`) and a "
        "reason to take its grade one step down.\n\n"
        f"**Decision, path at least half: said, not silenced.** At +4 % a year *improving* without such a note is "
        f"{s('level', 'half', _GROWTH)} instead of {s('level', 'verdict', _GROWTH)}; two years after a step of +15 % "
        f"{s('level', 'half', '+15 % two years earlier')} instead of {s('level', 'verdict', '+15 % two years earlier')}. The note also "
        f"falls on true changes: unnoted at +15 % are {s('level', 'half', '+15 %, φ = 0.3')} of "
        f"{s('level', 'verdict', '+15 %, φ = 0.3')}. A course that bends before the boundary misleads the path itself "
        f"({s('path', 'verdict', 'the same, 120 months before')} in the worst of these worlds): it is told by its last two years, not by "
        "either guard."
    )


def _placebo_decision(rows: pd.DataFrame) -> str:
    def pair(part: str, what: str, rule: str) -> str:
        of = rows[rows["part"] == part]
        return " / ".join(_share(of, q, rule, what) for q in ("nothing changed", "+20 %"))

    long, covid = (pair(part, _YEARS_APART, "widened") for part in ("placebo_long", "placebo_covid"))
    return (
        f"**Decision: shown, not used for verdicts.** With seven windows of a long clean record an earlier trend no longer "
        f"passes for the plan, and years with levels of their own do less often, at a price in power (fiscal-year levels of sd .10: {pair('placebo_long', _YEARS_APART, 'interval')} becomes {long}; growth of 4 % a year: "
        f"{pair('placebo_long', _GROWTH, 'interval')} becomes {pair('placebo_long', _GROWTH, 'widened')}). On the record that a city has, "
        f"with COVID declared, four windows that share most of their months tell little of the scatter "
        f"({pair('placebo_covid', _YEARS_APART, 'interval')} becomes {covid}; growth "
        f"{pair('placebo_covid', _GROWTH, 'interval')} becomes {pair('placebo_covid', _GROWTH, 'widened')}) and cost power where the model is "
        f"right (φ .6: {pair('placebo_covid', 'φ = .6', 'interval')} becomes {pair('placebo_covid', 'φ = .6', 'widened')}). A rule that "
        "helps only where records are long would judge two cities differently for the length of their files. So the count of places, "
        "their picture, the scatter and the widened interval stand in `se.explain`, and the sentence beside each finding that is said to "
        "improve or worsen."
    )


def _looks_decision(rows: pd.DataFrame) -> str:
    null, changed = (tuple(f"{name}, φ = {phi:g}" for phi in PHIS) for name in STEPS)
    last, second = f"by look {LOOKS}", "by look 2"
    s = partial(_share, rows)
    worst = rows[(rows["rule"] == "spent") & (rows["question"] == last) & rows["what"].isin(null)]
    return (
        f"**Offered, and off unless asked for.** Averaged over φ, five yearly looks at 5 % say *improving* of nothing in "
        f"{s(last, 'each', *null)} of worlds; with the error spent in {s(last, 'spent', *null)} (worst φ {percent(worst['improving'].max())}). "
        f"The price is patience: of +20 % {s(second, 'spent', *changed)} instead of {s(second, 'each', *changed)} are found by the second "
        f"look, {s(last, 'spent', *changed)} instead of {s(last, 'each', *changed)} by the fifth. Information that is counted as equal from "
        f"look to look is too careful ({s(last, 'spent_equally', *null)} false, {s(second, 'spent_equally', *changed)} by the second look)."
    )


def _probability_decision(rows: pd.DataFrame) -> str:
    seen = rows[rows["worlds"] > 0]
    difference = (seen["said"] - seen["true"]).abs()
    off = seen.iloc[int(difference.argmax())]
    apart = (difference > 2 * seen["true_error"]).sum()
    return (
        f"Said and true differ by more than two Monte-Carlo errors in {int(apart)} of {len(seen)} bins; the largest difference is "
        f"{off['said']:.2f} said, {off['true']:.2f} true (φ {off['phi']:g}). It holds for changes that are as often for the better as for the "
        "worse, of a size that plans have; where most plans change nothing, or months remember more than φ = .6, it says too much. It is "
        "offered as words and decides nothing."
    )
