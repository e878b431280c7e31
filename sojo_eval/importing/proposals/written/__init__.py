"""A proposal as the text of a mapping."""
