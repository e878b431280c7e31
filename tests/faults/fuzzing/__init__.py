"""Mutated files made from real ones, the real import over each, and what must hold of every import."""
