"""The page docs/findings.md: every column of the results, and what publication does with it.

`python -m sojo_eval.reports.columns_page docs/findings.md` writes it; a test compares it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sojo_eval.comparison.columns import COMPARISONS, COURSE, FIGURES, UNITS
from sojo_eval.evaluation.columns import FACTS, FINDINGS, PERIOD_VALUES, PILLARS, SERIES, TARGETS
from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import Text

CLASSES = {
    "open": Text("誰のことも語らない。残る", "tells of no one; stays"),
    "count": Text(
        "人や件の数。秘匿する行では空になる", "a number of people or cases; emptied in hidden rows"
    ),
    "derived": Text(
        "その数から計算したもの。同じ行で空になる", "worked out from such numbers; emptied with them"
    ),
    "exact": Text("市の外へ出ない（今はない）", "never leaves the city (no column today)"),
}


TABLES = (
    ("Findings", FINDINGS),
    ("Series", SERIES),
    ("Pillars", PILLARS),
    ("Targets", TARGETS),
    ("Plan periods: values", PERIOD_VALUES),
    ("Facts", FACTS),
    ("Comparison: findings", COMPARISONS),
    ("Comparison: figures", FIGURES),
    ("Comparison: units", UNITS),
    ("Comparison: course", COURSE),
)


def page() -> str:
    """The columns as a page of the docs."""
    lines = [
        "# Columns of the results",
        "",
        "Made from `sojo_eval/evaluation/columns.py` by `make schema`. `results/findings.parquet` and `findings.csv` hold the",
        "findings, `pillars.csv` the pillars, `targets.csv` the targets, `facts.csv` the facts; the series is in `Evaluation.series`, the others are a comparison's tables. A class",
        "says what publication does:",
        "",
        *(f"- **{name}**: {text.en} ({text.ja})" for name, text in CLASSES.items()),
        "",
        "A column of these tables that has no class is emptied in every row. Two numbers can be emptied beside a hidden row too,",
        "since it could be worked out from them: `p_adjusted` where another finding shares it, `z` where a finding of the pillar",
        "is hidden. Published tables have `hidden`, findings, pillars and targets also `sentence_ja` and `sentence_en`.",
    ]
    for title, columns in TABLES:
        lines += [
            "",
            f"## {title}",
            "",
            "| column | 意味 | meaning | holds | unit | class |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| `{c.name}` | {c.title.ja} | {c.title.en} | {c.holds} | {c.unit} | {c.disclosure} |"
            for c in columns
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page to the file named on the command line."""
    write_text(Path(sys.argv[1]), page())


if __name__ == "__main__":
    main()
