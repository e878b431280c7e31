"""Proposing a mapping for a file met for the first time."""
