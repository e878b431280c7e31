"""The city beside other cities: one row an indicator, its grade, and what it does not allow to say."""

from sojo_eval.comparison.comparison import Comparison, compare_with_others

__all__ = ["Comparison", "compare_with_others"]


def __dir__() -> list[str]:
    return sorted(__all__)
