"""Blocks on the way that a plan has gone: its targets, all plan periods, and the city beside others."""
