"""A synthetic Nishi-Tokyo with a planted, documented truth: real place and plans, made-up records."""

from sojo_eval.example_city.make import make_example_city
from sojo_eval.example_city.opening import explain, open_city_or_example
from sojo_eval.example_city.truth import PLANTED, SCENARIOS, truth_table

__all__ = ["PLANTED", "SCENARIOS", "explain", "make_example_city", "open_city_or_example", "truth_table"]


def __dir__() -> list[str]:
    return sorted(__all__)
