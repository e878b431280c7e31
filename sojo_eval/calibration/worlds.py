"""Simulated months in which the truth is known: what calibration is measured on.

A world is a monthly count whose log rate has season, AR(1) noise and, where asked, a COVID dip in the earlier
period, a trend and a planted step at the plan boundary; counts scatter more than Poisson.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]

BOUNDARY = pd.Timestamp("2024-04-01")
COVID = (pd.Timestamp("2020-03-01"), pd.Timestamp("2023-05-31"))
SEASON = 0.15
"""Amplitude of the yearly wave on the log scale; a half-yearly one has a third of it."""
NOISE = 0.15
"""Marginal standard deviation of the AR(1) log rate. Coronary admissions in Sicily show .05 (published series); casework varies more."""
DISPERSION = 1.5
"""Variance of a month's count over its mean, given the rate."""
TREND_A_YEAR = float(np.log(1.04))
DIP_BY_FISCAL_YEAR = {2019: -0.25, 2020: -0.30, 2021: -0.18, 2022: -0.10, 2023: -0.05}
FIRST_WAVE = (pd.Timestamp("2020-04-01"), pd.Timestamp("2020-05-31"))
FIRST_WAVE_DIP = -0.30
"""On top of its year's dip: one pulse a year does not describe a shock exactly, and should not need to."""


@dataclass(frozen=True)
class World:
    """How the months of one cell of the study come about.

    phi: AR(1) of the log rate. mean: expected events in an ordinary month. step: planted change on the log scale
    from `BOUNDARY` on. before, after: months on either side.
    """

    phi: float
    mean: float
    covid: bool = False
    trend: bool = False
    step: float = 0.0
    before: int = 60
    after: int = 24
    noise: float = NOISE

    @property
    def months(self) -> pd.DatetimeIndex:
        """Every month, in order."""
        return pd.date_range(
            BOUNDARY - pd.DateOffset(months=self.before), periods=self.before + self.after, freq="MS"
        )

    @property
    def shocks(self) -> tuple[tuple[pd.Timestamp, pd.Timestamp], ...]:
        """The shock as a city would declare it."""
        return (COVID,) if self.covid else ()


def expected_log_rate(world: World) -> Array:
    """(months,): the log of the expected count without noise."""
    months = world.months
    angle = 2 * np.pi * (months.month.to_numpy() - 1) / 12
    line = np.log(world.mean) + SEASON * np.cos(angle) + SEASON / 3 * np.sin(2 * angle)
    line = line + world.step * np.asarray(months >= BOUNDARY)
    if world.trend:
        line = line + TREND_A_YEAR * (np.arange(len(months)) - world.before) / 12
    if world.covid:
        shocked = np.asarray((months >= COVID[0]) & (months <= COVID[1]))
        fiscal = months.year - (months.month < 4)
        line = line + np.where(shocked, [DIP_BY_FISCAL_YEAR.get(int(y), 0.0) for y in fiscal], 0.0)
        line = line + FIRST_WAVE_DIP * np.asarray((months >= FIRST_WAVE[0]) & (months <= FIRST_WAVE[1]))
    return np.asarray(line, dtype=float)


def autoregressive_noise(generator: np.random.Generator, shape: tuple[int, int], phi: float) -> Array:
    """(worlds, months) stationary AR(1) noise with standard deviation 1."""
    noise = generator.normal(size=shape)
    for t in range(1, shape[1]):
        noise[:, t] = phi * noise[:, t - 1] + np.sqrt(1 - phi**2) * noise[:, t]
    return noise


def scattered_counts(generator: np.random.Generator, expected: Array) -> Array:
    """Negative binomial counts with variance `DISPERSION` times the mean."""
    return generator.negative_binomial(expected / (DISPERSION - 1), 1 / DISPERSION).astype(float)


def simulate(world: World, worlds: int, seed: int) -> Array:
    """(worlds, months) counts. The same world, number and seed give the same counts."""
    generator = np.random.default_rng(seed)
    noise = autoregressive_noise(generator, (worlds, len(world.months)), world.phi)
    # Noise has mean 1 on the scale of rates, so that `mean` is what it says.
    log_rate = expected_log_rate(world) + world.noise * noise - world.noise**2 / 2
    return scattered_counts(generator, np.exp(log_rate))
