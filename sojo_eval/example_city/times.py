"""Waiting times of the example city: whole days, the floor of an exponential, with some who wait for ever."""

from __future__ import annotations

import math


def mean_days(scale: float, ever: float, horizon: int) -> float:
    """Mean of min(days, horizon) when a share `ever` has floor(exponential of mean `scale`) days.

    The rest never has the event and counts `horizon` days: the restricted mean that Kaplan–Meier estimates.
    """
    waited = sum(math.exp(-k / scale) for k in range(1, horizon + 1))
    return (1 - ever) * horizon + ever * waited
