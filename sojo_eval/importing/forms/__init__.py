"""Entry workbooks: made from the schema, and read back without a mapping."""
