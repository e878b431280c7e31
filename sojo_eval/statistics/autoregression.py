"""Regression with AR(1) errors: the REML likelihood on a grid of φ, the answer mixed over that grid.

Given φ the model is ordinary least squares after whitening, so its coefficients have exact t distributions.
φ itself is poorly known in 60 to 120 months; plugging in one estimate makes intervals too short. We therefore
weight each φ by its restricted likelihood times a Beta(2, 1.5) prior and mix the t distributions.

Source: Harville (1977) for REML; Zellner & Tiao (1964) for integrating over φ. At the REML maximum it agrees
with statsmodels' `UnobservedComponents(..., autoregressive=1, mle_regression=False, use_exact_diffuse=True)`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

Array = NDArray[np.float64]

PHI_GRID: Array = np.linspace(0.01, 0.985, 40)
PHI_PRIOR: Array = stats.beta(2.0, 1.5).pdf(PHI_GRID)


class NotIdentifiedError(ValueError):
    """The data cannot tell the asked-for coefficient from the other terms of the model."""


@dataclass(frozen=True)
class MixedCoefficient:
    """One coefficient's distribution: a mixture over φ of t distributions with `df` degrees of freedom."""

    centres: Array
    scales: Array
    weights: Array
    df: int
    phi: float

    def cdf(self, x: float) -> float:
        """P(coefficient ≤ x)."""
        return float(self.weights @ stats.t.cdf((x - self.centres) / self.scales, self.df))

    @property
    def mean(self) -> float:
        """The weighted centre, used as the estimate."""
        return float(self.weights @ self.centres)

    def quantile(self, probability: float) -> float:
        """The value below which the coefficient lies with this probability."""
        reach = 60 * float(self.scales.max())
        low, high = float(self.centres.min()) - reach, float(self.centres.max()) + reach
        return float(optimize.brentq(lambda x: self.cdf(x) - probability, low, high, xtol=1e-10))

    @property
    def p(self) -> float:
        """Two-sided p-value of the coefficient being 0."""
        below = self.cdf(0.0)
        return float(min(1.0, 2 * min(below, 1 - below)))


def whiten(values: Array, gaps: NDArray[np.int64], phi: float) -> tuple[Array, float]:
    """Rows of `values` turned into uncorrelated ones under AR(1), and log|V| of their correlation matrix.

    `gaps[i]` is the number of steps between observation i and i+1, so that missing months are skipped exactly.
    """
    rho = phi**gaps
    scale = np.sqrt(1 - rho**2)
    rest = (values[1:] - rho[:, None] * values[:-1]) / scale[:, None]
    return np.vstack([values[:1], rest]), float(np.log(1 - rho**2).sum())


def mixed_coefficient(
    y: Array, X: Array, times: NDArray[np.int64], column: int, *, phi: float | None = None
) -> MixedCoefficient:
    """Distribution of the coefficient of `X[:, column]` with AR(1) errors.

    y: (n,) without missing values; X: (n, k) of full column rank; times: (n,) increasing whole steps.
    `phi` fixes the autocorrelation instead of integrating over it (used as a sensitivity).
    Raises NotIdentifiedError when n ≤ k or X is rank deficient.
    """
    n, k = X.shape
    if n <= k or np.linalg.matrix_rank(X) < k:
        raise NotIdentifiedError(f"{n} observations, {k} terms, rank {np.linalg.matrix_rank(X)}")
    gaps = np.diff(times)
    stacked = np.column_stack([y, X])
    grid = PHI_GRID if phi is None else np.array([phi])
    centres, scales, log_weights = (np.empty(grid.size) for _ in range(3))
    for i, value in enumerate(grid):
        white, log_det_v = whiten(stacked, gaps, float(value))
        q, r = np.linalg.qr(white[:, 1:])
        beta = np.linalg.solve(r, q.T @ white[:, 0])
        rss = max(float(((white[:, 0] - white[:, 1:] @ beta) ** 2).sum()), 1e-12)
        inverse_r = np.linalg.inv(r)
        log_det_xx = 2 * float(np.log(np.abs(np.diag(r))).sum())
        centres[i] = beta[column]
        scales[i] = np.sqrt(rss / (n - k)) * np.linalg.norm(inverse_r[column])
        log_weights[i] = -0.5 * ((n - k) * np.log(rss) + log_det_v + log_det_xx)
    log_weights += np.log(PHI_PRIOR) if phi is None else 0.0
    weights = np.exp(log_weights - log_weights.max())
    weights /= weights.sum()
    return MixedCoefficient(centres, scales, weights, n - k, float(weights @ grid))


def reml_log_likelihood(y: Array, X: Array, times: NDArray[np.int64], phi: float) -> float:
    """Restricted log-likelihood of φ up to a constant, σ² profiled out; used to check against statsmodels."""
    n, k = X.shape
    white, log_det_v = whiten(np.column_stack([y, X]), np.diff(times), phi)
    q, r = np.linalg.qr(white[:, 1:])
    rss = float((white[:, 0] ** 2).sum() - ((q.T @ white[:, 0]) ** 2).sum())
    return float(-0.5 * ((n - k) * np.log(rss) + log_det_v + 2 * np.log(np.abs(np.diag(r))).sum()))
