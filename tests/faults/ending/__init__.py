"""Runs of many pages that are ended in every way there is, and what must be true afterwards."""
