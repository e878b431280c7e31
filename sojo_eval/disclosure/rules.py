"""What counts as disclosive. These rules are the policy, readable in one screen.

1. Only indicators made from tables that hold people (`disclosive`) are touched.
2. A count above 0 and below the city's threshold is small. Zero is shown: no case at all is a finding.
3. For everything but plain counts the denominator is a count of people or cases too, so it obeys rule 2; so does
   the complement (denominator − numerator), except for rates, whose numerator is no part of the denominator.
   For plain counts and stocks the denominator is an exposure (residents, months): public.
4. A small count goes together with everything worked out from it (see `suppression.py`).
"""

from __future__ import annotations

import pandas as pd

from sojo_eval.indicators.kinds import names_of

PUBLIC_DENOMINATOR = names_of(lambda kind: kind.denominator_is_public)
"""Kinds whose denominator is an exposure and not a number of people. A kind that is not known has none: it is hidden."""
NO_COMPLEMENT = names_of(lambda kind: not kind.is_share)
"""Kinds whose numerator is no part of the denominator (agencies over meetings): there is no complement."""


def is_small(counts: pd.Series, threshold: int) -> pd.Series:
    """True where 0 < count < threshold; missing counts are not small. Fractional (weighted) counts allowed."""
    numbers = pd.to_numeric(counts, errors="coerce").astype("float64")
    return (numbers > 0) & (numbers < threshold)


def disclosive_count(
    numerator: pd.Series, denominator: pd.Series, kind: pd.Series, threshold: int
) -> pd.Series:
    """True for each row with a small numerator or, unless its kind has none, a small denominator or complement.

    All series share one index; `numerator` and `denominator` in people or cases.
    """
    of_people = ~kind.isin(PUBLIC_DENOMINATOR)
    part = pd.to_numeric(numerator, errors="coerce").astype("float64")
    whole = pd.to_numeric(denominator, errors="coerce").astype("float64")
    return (
        is_small(part, threshold)
        | (of_people & is_small(whole, threshold))
        | (of_people & ~kind.isin(NO_COMPLEMENT) & is_small(whole - part, threshold))
    )
