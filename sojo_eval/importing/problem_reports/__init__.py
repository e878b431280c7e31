"""Reporting problems: a page in each language, a table, and marked copies of the files."""
