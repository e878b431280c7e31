"""Seven years of months with a season, noise that remembers, and a step at the boundary."""

from __future__ import annotations

import numpy as np
import pandas as pd

MONTHS = pd.date_range("2019-04-01", periods=84, freq="MS")
BOUNDARY = pd.Timestamp("2024-04-01")
COVID = (pd.Timestamp("2020-03-01"), pd.Timestamp("2023-05-31"))


def simulated_log_rate(seed: int, phi: float, step: float = 0.0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    noise = np.empty(len(MONTHS))
    noise[0] = generator.normal()
    for t in range(1, len(MONTHS)):
        noise[t] = phi * noise[t - 1] + np.sqrt(1 - phi**2) * generator.normal()
    season = 0.15 * np.cos(2 * np.pi * np.arange(len(MONTHS)) / 12)
    return 4 + season + 0.1 * noise + step * np.asarray(MONTHS >= BOUNDARY)
