"""What clean data is: the tables of `data_schema/`, their types, and the checks compiled from them."""

from sojo_eval.schema.check import check_tables
from sojo_eval.schema.load import (
    Field,
    ForeignKey,
    Rule,
    Schema,
    Table,
    load_schema,
    read_schema,
    schema_table,
)
from sojo_eval.schema.types import ARROW_TYPES, PANDAS_TYPES, apply_types, empty_table, to_arrow, to_ibis

__all__ = [
    "ARROW_TYPES",
    "PANDAS_TYPES",
    "Field",
    "ForeignKey",
    "Rule",
    "Schema",
    "Table",
    "apply_types",
    "check_tables",
    "empty_table",
    "load_schema",
    "read_schema",
    "schema_table",
    "to_arrow",
    "to_ibis",
]
