"""Events that footnotes gave beside those of `city.toml`, each kept with the table it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing import (
    ImportResult,
)
from sojo_eval.schema import Schema, Table, apply_types, check_tables


def with_footnotes(
    events: pd.DataFrame,
    result: ImportResult,
    earlier: pd.DataFrame,
    noted: Mapping[str, str],
    schema: Schema,
) -> tuple[pd.DataFrame, dict[str, str], list[Problem]]:
    """The events of city.toml and those that footnotes gave, and the table that each of the latter belongs to.

    What city.toml says of an event goes first. A table that is not taken keeps, with its records, the events that it
    gave before: they are in `earlier`, the clean events, and named in `noted`. So do all where the new ones are no events.
    """
    table = schema.tables["events"]
    told = {e["event"]: (name, e) for name, found in result.events.items() for e in found if e.get("event")}
    kept = {event: name for event, name in noted.items() if name not in result.tables and event not in told}
    names = kept | {event: name for event, (name, _) in told.items()}
    problems = [p for _, event in told.values() for p in _mistakes(event, table)]
    both = events
    if not problems:
        rows = pd.DataFrame([e for _, e in told.values()], dtype="string").reindex(columns=table.field_names)
        both = _together(events, earlier[earlier["event"].isin([*kept])], apply_types(rows, table))
        problems = check_tables({"events": both}, only=["events"])
    if problems:
        names, both = dict(noted), _together(events, earlier[earlier["event"].isin([*noted])])
    declared = set(events["event"])
    return both, {event: name for event, name in names.items() if event not in declared}, problems


def _mistakes(event: Mapping[str, str], table: Table) -> Iterator[Problem]:
    """Dates of an event that are none: the mapping put them together from the footnote."""
    for field in table.fields:
        value = event.get(field.name, "")
        if field.type == "date" and value and pd.isna(pd.to_datetime(value, errors="coerce")):
            yield Problem(
                "unreadable",
                Text(
                    f"注記から作った定義変更「{event['event']}」の {field.name} が日付になりません",
                    f"{field.name} of the event {event['event']!r}, made from a footnote, is not a date",
                ),
                Text(
                    "注記か、対応表の [notes.event] の書き方を直してください",
                    "Fix the footnote, or [notes.event] in the mapping",
                ),
                column=field.name,
                value=value,
                table=table.name,
            )


def _together(events: pd.DataFrame, *others: pd.DataFrame) -> pd.DataFrame:
    """The events and those of the others that are not among them."""
    new = [frame[~frame["event"].isin(events["event"])] for frame in others]
    return pd.concat([events, *(frame for frame in new if len(frame))], ignore_index=True)
