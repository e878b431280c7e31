"""Batch: many notebooks run with many parameters, each page written whole, once, and never again without need."""
