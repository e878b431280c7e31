"""Groups beside each other: the gap between them with its interval, and rates at one age structure."""

from sojo_eval.between_groups.equity import Equity, equity
from sojo_eval.between_groups.standardisation import age_standardised

__all__ = ["Equity", "age_standardised", "equity"]


def __dir__() -> list[str]:
    return sorted(__all__)
