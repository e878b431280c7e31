"""What may be published."""

from __future__ import annotations

from typing import Any

DISCLOSURE = tuple(
    f"disclosure/test_{name}.py" for name in ("policy_edges", "rules", "audit", "publish", "attacks")
)
TESTS: dict[str, tuple[str, ...]] = {
    "disclosure/targets.py": ("disclosure/test_targets.py",),
    "disclosure/plan_periods.py": ("disclosure/test_plan_periods.py",),
    "disclosure/rules.py": DISCLOSURE[:-1],
    "disclosure/suppression.py": DISCLOSURE[:-1],
    "disclosure/protection.py": DISCLOSURE,
    "disclosure/complementary.py": DISCLOSURE,
    "disclosure/audit.py": DISCLOSURE,
    "disclosure/printed.py": DISCLOSURE,
    "disclosure/publish.py": ("evaluation/exploring/test_what_if.py", "evaluation/test_evaluated.py"),
}  # fmt: skip

TABLE: dict[str, list[tuple[Any, ...]]] = {
    "disclosure/rules.py": [
        ("numbers > 0", "numbers >= 0"),
        ("numbers < threshold", "numbers <= threshold"),
        ("(of_people & is_small(whole, threshold))", "(of_people & False)"),
        ("\n        | (of_people & ~kind.isin(NO_COMPLEMENT) & is_small(whole - part, threshold))", ""),
        ("& ~kind.isin(NO_COMPLEMENT) ", ""),
        ("of_people = ~kind.isin(PUBLIC", "of_people = kind.isin(PUBLIC"),
    ],
    "disclosure/suppression.py": [
        ("above.idxmin()", "above.idxmax()"),
        ("size[size > 0]", "size[size >= 0]"),
        ("size.loc[rows][~small.loc[rows]]", "size.loc[rows]"),
        ("[*of_one, plan, year], False", "[*of_one, year], False"),
        ("[*of_one, plan, year], False", "[*of_one, plan], False"),
        (" ([*of_one, year], True),", ""),
        (", ([*of_one, plan], True))", ")"),
        ("if zero and", "if"),
        ("(hidden & ~small).loc", "hidden.loc"),
        ('to_period("Y-MAR")', 'to_period("Y-DEC")'),
        ('["indicator"], series["area"], series["step"]]', '["indicator"], series["step"]]'),
        ('.fillna(True).astype(bool)\n    kind', '.fillna(False).astype(bool)\n    kind'),
        ('.fillna(True).astype(bool)\n    small', '.fillna(False).astype(bool)\n    small'),
        ('for period in ("baseline", "current"):', 'for period in ("baseline",):'),
        ("gone[gone < 1]", "gone[gone <= 1]"),
        ("<= 1e-9", "<= 1e-7"),
        ("return same & ~emptied", "return same & emptied"),
        ('size = size.fillna(', 'size = size.mask(False, '),
    ],
    "disclosure/targets.py": [
        ('& (findings["question"] == "level")', '& (findings["question"] != "")'),
        ("emptied(table, TARGETS, hidden)", "emptied(table, TARGETS, ~hidden)"),
    ],
    "disclosure/plan_periods.py": [
        ("hidden |= _told_together(result, pages[-1], hidden)", "hidden |= set()"),
        ("hidden = _hidden_anywhere(pages)", "hidden = _hidden_anywhere(pages[-1:])"),
    ],
    "disclosure/protection.py": [
        *((f"MOST_HIDDEN = {'0.10'}", f"MOST_HIDDEN = {n}") for n in (0.09, 0.11)),
        ('share["share"] <= MOST', 'share["share"] < MOST'),
        ('["rank"].min()', '["rank"].max()'),
        ('share.groupby("group")["rank"].max()', 'share.groupby("group")["rank"].min()'),
        ('("month", "quarter", "year", ', '("year", "quarter", "month", '),
        ("emptied = pd.Series([(OF_FINDINGS, i) in gone", "emptied = pd.Series([(OF_FINDINGS, i) in small"),
    ],
    "disclosure/complementary.py": [
        ("cost[sources].argmin()", "cost[sources].argmax()"),
        ('.where(numbers["size"] > 0, np.inf)', ""),
        ("if not out[place[sources]].any():", "if False:"),
    ],
    "disclosure/audit.py": [
        (", _totals_of_parts(unknowns)]", "]"),
        ("starts <= last[i]", "starts < last[i]"),
        ("parts, month] = -1", "parts, month] = 1", "a printed number is of one name: a total's sign alters no span"),
    ],
    "disclosure/printed.py": [
        (" | is_small(rest, threshold)", ""),
        ('small=is_small(every["denominator"][of_people], threshold)', "small=False"),
        ("& ~kind.isin(_APART) ", ""),
    ],
    "disclosure/publish.py": [
        ("if isinstance(evaluation, WhatIf):", "if False:"),
        ("if expect(evaluation, Evaluation, _IN_FULL).whole is not None:", "if False:"),
    ],
}  # fmt: skip
