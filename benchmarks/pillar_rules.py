"""What does a pillar say in whole cities whose truth is known, by the rule of the product and by the one it replaced?

Twenty cities each of the scenarios `mixed`, `improving`, `sparse` and `null`, and twenty `beside`: the changes of `mixed`
planted in what is no headline indicator alone. In half of the runs the streams go their own ways, in the other half they
share a third of their variance (a common city factor), respondents' answers too. Made in parts of some minutes each:

    python benchmarks/pillar_rules.py run DIR --part 0 --of 4 [--seeds 20]
    python benchmarks/pillar_rules.py report DIR          # writes docs/pillar_rules.md
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from damaged_cities import write_city
from scipy import stats

from sojo_eval.evaluation.columns import CONTEXT, JUDGED
from sojo_eval.evaluation.evaluate import work_out as evaluate
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.truth import PLANTED, TOLD, truth_table
from sojo_eval.example_city.world import World

ROOT = Path(__file__).resolve().parent.parent
BESIDE = "beside"
SCENARIOS = ("mixed", "improving", "sparse", "null", BESIDE)
COMMON = (1 / 3, 0.0)
FIRST_SEED = 101
"""Fresh: no seed below was looked at while the rule was made."""
ASSUMED_CORRELATION, STOUFFER_LIMIT = 0.5, 1.96
ORIGINAL = dict(PLANTED)


def only_beside(headline: set[str]) -> dict[str, dict[str, object]]:
    """Plant what `mixed` plants, but nothing in the headline indicators; gives the truth of that."""
    for name, planted in ORIGINAL.items():
        # What is simulated and what is told of it are two tables.
        PLANTED[name] = TOLD[name] = (
            replace(planted, mixed=planted.unchanged) if name in headline else planted
        )
    return truth_table("mixed")


def one_city(scenario: str, seed: int, common: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Findings with their truth, and pillars with the verdict of the old rule, of one city."""
    _as_shipped()
    name = "mixed" if scenario == BESIDE else scenario
    with tempfile.TemporaryDirectory() as folder:
        if scenario == BESIDE:
            path = Path(folder) / "to_choose"
            headline = {
                *evaluate(write_city(path, clean_tables(World(seed, name)))).declaration.headline.pillar_of
            }
            truth = only_beside(headline)
        else:
            truth = truth_table(name)
        evaluation = evaluate(write_city(Path(folder) / "city", clean_tables(World(seed, name, common))))
    _as_shipped()
    level = evaluation.findings[evaluation.findings["question"] == "level"]
    rests_on = evaluation.declaration.headline.pillar_of
    findings = level.assign(
        truth=[str(truth[i]["truth"]) for i in level["indicator"]],
        rests=level["indicator"].map(rests_on),
    )
    pillars = with_truth(evaluation.pillars, findings)
    keys = {"scenario": scenario, "seed": seed, "common": common}
    return findings.assign(**keys), pillars.assign(**keys)


def with_truth(pillars: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """The pillars with the old rule's verdict, how many of their indicators truly changed, and the names given in vain."""
    old = {pillar: stouffer_verdict(group) for pillar, group in findings.groupby("pillar")}
    pillars = pillars.assign(old=pillars["pillar"].map(old))
    for truth_code in ("improved", "worsened"):
        counted = findings[findings["truth"] == truth_code]
        pillars[f"headline_{truth_code}"] = [int((counted["rests"] == p).sum()) for p in pillars["pillar"]]
        pillars[f"all_{truth_code}"] = [
            int(((counted["rests"] == p) | (counted["pillar"] == p)).sum()) for p in pillars["pillar"]
        ]
    named = findings[findings["rests"].notna()]
    pillars["false_names"] = [
        sum(
            f"「{title}」" in str(row["improved_ja"])
            for title in named.loc[
                (named["rests"] == row["pillar"]) & ~named["truth"].isin(["improved"]), "title_ja"
            ]
        )
        for _, row in pillars.iterrows()
    ]
    return pillars


def _as_shipped() -> None:
    PLANTED.update(ORIGINAL)
    TOLD.update(ORIGINAL)


def stouffer_verdict(findings: pd.DataFrame) -> str:
    """The rule before: Stouffer's z over all judged indicators at an assumed correlation of .5, at least half judged."""
    weighed = findings[findings["direction"] != CONTEXT]
    judged = weighed[weighed["verdict"].isin(JUDGED)]
    up, down = (weighed["verdict"] == "improving").any(), (weighed["verdict"] == "worsening").any()
    if up and down:
        return "mixed"
    if 2 * len(judged) < len(weighed) or judged.empty:
        return "insufficient_data"
    size = stats.norm.isf(judged["p"].clip(lower=1e-15) / 2)
    none = np.where(judged["scale"] == "ratio", 1.0, 0.0)
    better = (judged["change"] > none) == (judged["direction"] == "higher")
    n = len(judged)
    z = float(np.where(better, size, -size).sum() / np.sqrt(n + n * (n - 1) * ASSUMED_CORRELATION))
    if z >= STOUFFER_LIMIT and not down:
        return "improving"
    return "worsening" if z <= -STOUFFER_LIMIT and not up else "inconclusive"


def run(folder: Path, part: int, of: int, seeds: int) -> None:
    """The cities of one part, each written as soon as it is done; what is there already is not made again."""
    folder.mkdir(parents=True, exist_ok=True)
    # What must not be said comes first: a run that is cut short has its most important part.
    jobs = [
        *product(
            COMMON, ("null", "sparse", BESIDE, "mixed", "improving"), range(FIRST_SEED, FIRST_SEED + seeds)
        )
    ]
    for common, scenario, seed in jobs[part::of]:
        path = folder / f"{scenario}_{seed}_{round(100 * common)}"
        if path.with_suffix(".pillars.pkl").exists():
            continue
        findings, pillars = one_city(scenario, seed, common)
        findings.to_pickle(path.with_suffix(".findings.pkl"))
        pillars.to_pickle(path.with_suffix(".pillars.pkl"))
        print(path.name, *pillars["verdict"], flush=True)


def _percent(share: float) -> str:
    return "—" if share != share else f"{100 * share:.0f} %"


def _table(frame: pd.DataFrame) -> str:
    lines = [frame.columns.tolist(), ["---"] * frame.shape[1], *frame.astype(str).to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _verdicts(pillars: pd.DataFrame) -> pd.DataFrame:
    """Share of pillars by verdict, the old rule's "improving" beside."""
    rows = []
    for (scenario, common), group in pillars.groupby(["scenario", "common"], sort=False):
        rows.append(
            {
                "scenario": scenario,
                "shared": _percent(common),
                "pillars": len(group),
                **{
                    code: _percent((group["verdict"] == code).mean())
                    for code in ("improving", "partly_improving", "mixed", "worsening", "not_shown")
                },
                "old rule: improving": _percent((group["old"] == "improving").mean()),
                "a false name": _percent((group["false_names"] > 0).mean()),
            }
        )
    return pd.DataFrame(rows)


def _by_planted(pillars: pd.DataFrame) -> pd.DataFrame:
    """What is said by how many headline indicators of the pillar truly improved, none of them having worsened."""
    rows = []
    for (common, planted), group in pillars.groupby(["common", "headline_improved"], sort=True):
        rows.append(
            {
                "shared": _percent(common),
                "headline indicators that truly improved": planted,
                "pillars": len(group),
                "improving": _percent((group["verdict"] == "improving").mean()),
                "partly improving": _percent((group["verdict"] == "partly_improving").mean()),
                "mixed": _percent((group["verdict"] == "mixed").mean()),
                "old rule: improving": _percent((group["old"] == "improving").mean()),
            }
        )
    return pd.DataFrame(rows)


def _findings(findings: pd.DataFrame) -> pd.DataFrame:
    outcomes = findings[findings["direction"] != CONTEXT]
    rows = []
    for (scenario, common), group in outcomes.groupby(["scenario", "common"], sort=False):
        truly, not_changed = group["truth"] == "improved", group["truth"] == "no_change"
        rows.append(
            {
                "scenario": scenario,
                "shared": _percent(common),
                "outcome findings": len(group),
                "open or not measurable": _percent(
                    group["verdict"].isin(["inconclusive", "not_measurable"]).mean()
                ),
                "open": _percent((group["verdict"] == "inconclusive").mean()),
                "false improving": f"{100 * (group.loc[not_changed, 'verdict'] == 'improving').mean():.1f} %",
                "true improvements found": _percent((group.loc[truly, "verdict"] == "improving").mean()),
            }
        )
    return pd.DataFrame(rows)


def _limits(findings: pd.DataFrame) -> pd.DataFrame:
    """The outcome findings of `mixed` that stay open or are not measurable, with what the data can tell."""
    here = findings[(findings["scenario"] == "mixed") & (findings["direction"] != CONTEXT)]
    stays = here["verdict"].isin(["inconclusive", "not_measurable"])
    rows = []
    for indicator, group in here.assign(stays=stays).groupby("indicator", sort=False):
        if group["stays"].mean() < 0.5:
            continue
        rows.append(
            {
                "indicator": indicator,
                "open or not measurable": _percent(group["stays"].mean()),
                "detectable / worth acting on (median)": f"{(group['detectable_change'] / group['smallest_change']).median():.1f}",
                "events before + after (median)": " + ".join(
                    f"{group[c].median():,.0f}" for c in ("count_baseline", "count_current")
                ),
            }
        )
    return pd.DataFrame(rows)


def _made(pillars: pd.DataFrame) -> str:
    """How many cities of each kind there are: a run may have been cut short."""
    cities = (
        pillars.drop_duplicates(["scenario", "common", "seed"])
        .groupby(["common", "scenario"], sort=False)
        .size()
    )
    told = [f"{n} `{scenario}` ({_percent(common)} shared)" for (common, scenario), n in cities.items()]
    return f"Cities of fresh seeds (from {FIRST_SEED}): {', '.join(told)}"


def report(folder: Path) -> str:
    """The page, from whatever parts there are."""
    pillars, findings = (
        pd.concat([pd.read_pickle(p) for p in sorted(folder.glob(f"*.{what}.pkl"))], ignore_index=True)
        for what in ("pillars", "findings")
    )
    order = {name: i for i, name in enumerate(SCENARIOS)}
    pillars, findings = (
        frame.sort_values(
            ["common", "scenario", "seed"], key=lambda c: c.map(order) if c.name == "scenario" else c
        )
        for frame in (pillars, findings)
    )
    none_planted = pillars[pillars["headline_improved"] == 0]
    wrong = (none_planted["verdict"] == "improving").mean()
    wrong_in_part = (none_planted["verdict"] == "partly_improving").mean()
    return f"""# What a pillar says in cities whose truth is known

{_made(pillars)}; made by `python benchmarks/pillar_rules.py`. Every city is evaluated as a user
would, with the default headline indicators. `beside` plants what `mixed` plants in indicators that are no headline
indicator, and nothing in those that are (one of these, `came_by_community`, moves with what is planted beside it). *shared*: the share of variance that all month effects, and all answers of one
respondent, have in common; streams that each go their own way flatter every rule. *Old rule*: Stouffer's z over all judged
indicators at an assumed correlation of .5. *A false name*: an indicator named as improved that did not improve.

## By scenario

{_table(_verdicts(pillars))}

## By what was planted

{_table(_by_planted(pillars))}

Of {len(none_planted)} pillars in which no headline indicator truly improved, {100 * wrong:.1f} % read *improving* (bar 2.5 %) and
{100 * wrong_in_part:.1f} % *partly improving*.

## Findings

{_table(_findings(findings))}

## What stays open in `mixed`, and why

An indicator stands here where at least half of its findings stay open. What the data can tell (80 % power), over what is worth
acting on, says by how much they are too few; no rule for verdicts changes that.

{_table(_limits(findings))}
"""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["run", "report"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=20)
    asked = parser.parse_args()
    if asked.what == "run":
        run(asked.folder, asked.part, asked.of, asked.seeds)
    else:
        text = report(asked.folder)
        (ROOT / "docs" / "pillar_rules.md").write_text(text, encoding="utf-8", newline="\n")
        print(text)
