"""docs/consistency.md, made from the schema: `python -m sojo_eval.schema.consistency docs/consistency.md`."""

from __future__ import annotations

import sys
from pathlib import Path

from sojo_eval.schema.load import Schema, Table, load_schema

_TEMPLATE = """\
# Consistency: what must hold within and between the tables

{rules} rules and {keys} references in {tables} tables, checked by `sojo-eval import` and `sojo-eval check`. A row that
breaks one is listed with file, sheet, row, column, value and how to fix it, and its table is not taken until it is
fixed. This page is made from `data_schema/tables/` by `make schema`.

Only the impossible is a rule. What is merely unusual passes: a 支援会議 before its case was opened or after it was
closed (early action, follow-up), a review after a plan was closed, outreach before there is a case, a referral to a
desk that opens next week, more welfare commissioners in an area than its quota, as long as the city keeps to its own.
An empty field breaks no rule unless it must be filled.

## No record: nothing happened, or nothing reported?

An empty month of a list of records can mean either. The table `submissions` (報告の有無) says which, a line a kind of
records, area and month, and a desk where desks report one by one:

| the line says | the month is |
| --- | --- |
| reported, no record | a true zero |
| not reported | missing, whatever records there are, for every kind of indicator |
| no line | missing for indicators followed by the month; for yearly ones, whose events are few, zero where the table has records elsewhere in that fiscal year, else missing ([absent_records.md](absent_records.md)) |

- A line of a centre area goes before one of the city. A desk that did not report leaves its area incomplete; a desk
  that did says nothing of the other desks.
- Figures of the city are those of the areas that report: an area that did not report a month is left out of
  numerator and denominator together. A plain number of events that lacks an area is not a number of the city: missing.
- A fiscal year with a month that was not reported is not complete and is not compared.
- Months without records that nobody has explained stand on the page of the notebook `00_data_quality`, by desk and
  area, where chance hardly gives none (the rule is written there). They are a question to the desk, no correction.
- Times to an event (days to a first response) begin with a record and are not touched by lines of `submissions`.

## References

{references}

## Rules

{tables_of_rules}
"""


def page(schema: Schema) -> str:
    """The text of the page: every reference and every rule of the schema, in the order of its files."""
    ruled = [table for table in schema.tables.values() if table.rules]
    references = [
        f"| {table.name} ({', '.join(key.fields)}) | {key.table} ({', '.join(key.reference_fields)}) |"
        for table in schema.tables.values()
        for key in table.foreign_keys
    ]
    return _TEMPLATE.format(
        rules=sum(len(table.rules) for table in ruled),
        keys=len(references),
        tables=len(schema.tables),
        references="\n".join(["| a value of | is found in |", "| --- | --- |", *references]),
        tables_of_rules="\n\n".join(_rules(table) for table in ruled),
    )


def _rules(table: Table) -> str:
    lines = [
        f"### {table.title.ja} · `{table.name}`",
        "",
        "| message | 表示する文 | looked at |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| {rule.message.en} | {rule.message.ja} | {', '.join([*rule.columns, *_others(table, rule.tables)])} |"
        for rule in table.rules
    ]
    return "\n".join(lines)


def _others(table: Table, tables: tuple[str, ...]) -> list[str]:
    return [f"`{name}`" for name in tables if name != table.name]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(load_schema()), encoding="utf-8")
