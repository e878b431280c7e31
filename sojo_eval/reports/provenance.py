"""Where a report comes from, and what it does not show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import pandas as pd

from sojo_eval.charts.tables import table_html
from sojo_eval.disclosure import Published, PublishedComparison, PublishedPlanPeriods
from sojo_eval.disclosure.texts import REASONS, WHERE
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.reports.block import Block, heading, paragraph
from sojo_eval.reports.texts import method as texts


@in_readers_language
def provenance_block(
    published: Published | PublishedComparison | PublishedPlanPeriods, lang: Language = "ja"
) -> Block:
    """Versions, parameters and one hash of all inputs: enough to tell whether a report was made from the same files.

    The names of files stay inside: people put names of persons into them.
    """
    facts = published.provenance
    rows = [
        (texts.PROVENANCE_NAMES[key](lang), _told(facts[key]))
        for key in ("package_version", "schema_version", "data_until", "parameters")
        if key in facts
    ]
    if published.threshold > 1:
        hidden = texts.THRESHOLD.format(most=published.threshold - 1)(lang)
        rows.append((texts.PROVENANCE_NAMES["threshold"](lang), hidden))
    inputs = facts.get("inputs", {})
    if isinstance(inputs, Mapping) and inputs:
        told = texts.INPUTS.format(count=f"{len(inputs):,}", digest=_together(inputs))
        rows.append((texts.PROVENANCE_NAMES["inputs"](lang), told(lang)))
    table = pd.DataFrame(rows, columns=[texts.ITEM(lang), texts.CONTENT(lang)])
    body = heading(texts.PROVENANCE_HEADING(lang), "provenance")
    body += table_html(table, texts.PROVENANCE_HEADING(lang), name="provenance")
    return Block(body, lang)


def _together(inputs: Mapping[str, object]) -> str:
    """The SHA-256 of the lines "hash  name", as `sha256sum` writes them, in the order of the names."""
    lines = [f"{digest}  {name}\n" for name, digest in sorted(inputs.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@in_readers_language
def hidden_note(
    published: Published | PublishedComparison | PublishedPlanPeriods, lang: Language = "ja"
) -> Block:
    """How much was hidden and why, without the numbers."""
    body = heading(texts.HIDDEN_HEADING(lang), "hidden")
    log = published.hidden
    if log.empty:
        return Block(body + paragraph(texts.HIDDEN_NONE(lang)), lang)
    titles = published.catalogue.set_index("indicator")[f"title_{lang}"].to_dict()
    counted = log.groupby(["where", "indicator", "reason"], sort=False).size().reset_index(name="count")
    table = pd.DataFrame(
        [
            {
                texts.HIDDEN_WHERE(lang): WHERE[str(row["where"])](lang),
                texts.ITEM(lang): titles.get(row["indicator"], str(row["indicator"])),
                texts.CONTENT(lang): REASONS[str(row["reason"])](lang),
                texts.HIDDEN_HOW_MANY(lang): int(row["count"]),
            }
            for _, row in counted.iterrows()
        ]
    )
    return Block(
        body
        + paragraph(texts.HIDDEN_INTRO(lang))
        + table_html(table, texts.HIDDEN_HEADING(lang), name="hidden", row_headers=False),
        lang,
    )


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k}: {_told(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
