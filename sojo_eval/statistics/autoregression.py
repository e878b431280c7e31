"""Regression with AR(1) errors: the REML likelihood on a grid of φ, the answer mixed over that grid.

Given φ the model is ordinary least squares after whitening, so its coefficients have exact t distributions.
φ itself is poorly known in 60 to 120 months; plugging in one estimate makes intervals too short. We therefore
weight each φ by its restricted likelihood times a Beta(2, 1.5) prior and mix the t distributions.

Whitening is a weighted sum of three cross-product matrices, so that the whole grid is solved in one batch.

Source: Harville (1977) for REML; Zellner & Tiao (1964) for integrating over φ. At the REML maximum it agrees
with statsmodels' `UnobservedComponents(..., autoregressive=1, mle_regression=False, use_exact_diffuse=True)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats
from scipy.special import stdtr

Array = NDArray[np.float64]

PHI_GRID: Array = np.linspace(0.01, 0.985, 40)
PHI_PRIOR: Array = stats.beta(2.0, 1.5).pdf(PHI_GRID)

_SMALLEST_RESIDUAL = 1e-20
"""Of the total sum of squares: a perfect fit keeps a finite likelihood."""


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
        return float(self.weights @ stdtr(self.df, (x - self.centres) / self.scales))

    @property
    def mean(self) -> float:
        """The weighted centre, used as the estimate."""
        return float(self.weights @ self.centres)

    def quantile(self, probability: float) -> float:
        """The value below which the coefficient lies with this probability."""
        z = self.centres + self.scales * float(stats.t.ppf(probability, self.df))
        low, high = float(z.min()), float(z.max())  # a mixture's quantile lies among its parts' quantiles
        if high - low <= 1e-12 * max(1.0, abs(low)):
            return low
        return float(optimize.brentq(lambda x: self.cdf(x) - probability, low, high, xtol=1e-10))

    @property
    def p(self) -> float:
        """Two-sided p-value of the coefficient being 0."""
        below = self.cdf(0.0)
        return float(min(1.0, 2 * min(below, 1 - below)))


@dataclass(frozen=True)
class AutoregressiveFit:
    """The regression at every φ of a grid, with the posterior weight of each φ.

    coefficients: (grid, k); inverse_information: (grid, k, k), to be multiplied by `variances` (grid,).
    """

    grid: Array
    weights: Array
    coefficients: Array
    inverse_information: Array
    variances: Array
    df: int

    @property
    def phi(self) -> float:
        """Posterior mean of the autocorrelation."""
        return float(self.weights @ self.grid)

    @cached_property
    def mean(self) -> Array:
        """(k,): the weighted coefficients."""
        return np.asarray(self.weights @ self.coefficients)

    def contrast(self, direction: Array) -> MixedCoefficient:
        """Distribution of `direction` (k,) times the coefficients."""
        centres = self.coefficients @ direction
        spread = np.einsum("i,gij,j->g", direction, self.inverse_information, direction)
        scales = np.sqrt(self.variances * np.maximum(spread, 0.0))
        return MixedCoefficient(centres, scales, self.weights, self.df, self.phi)


def _cross_products(Z: Array, gaps: NDArray[np.int64], grid: Array) -> tuple[Array, Array]:
    """Z'V⁻¹Z for every φ, (grid, m, m), and log|V|, (grid,); V is the AR(1) correlation matrix.

    `gaps[i]` is the number of steps between rows i and i + 1, so that missing months are skipped exactly.
    """
    total = np.repeat((Z[:1].T @ Z[:1])[None], grid.size, axis=0)
    log_det = np.zeros(grid.size)
    for gap in np.unique(gaps):
        at = np.flatnonzero(gaps == gap)
        earlier, later = Z[at], Z[at + 1]
        cross = later.T @ earlier
        rho = grid**gap
        inside = 1 - rho**2
        a, b, c = 1 / inside, -rho / inside, rho**2 / inside
        total += a[:, None, None] * (later.T @ later) + b[:, None, None] * (cross + cross.T)
        total += c[:, None, None] * (earlier.T @ earlier)
        log_det += at.size * np.log(inside)
    return total, log_det


def autoregression(
    y: Array, X: Array, times: NDArray[np.int64], *, phi: float | None = None
) -> AutoregressiveFit:
    """Regress y on X with AR(1) errors at every φ of the grid.

    y: (n,) without missing values; X: (n, k) of full column rank; times: (n,) increasing whole steps.
    `phi` fixes the autocorrelation instead of integrating over it (used as a sensitivity).
    Raises NotIdentifiedError when n ≤ k, X is rank deficient or y does not vary around the model at all.
    """
    n, k = X.shape
    if n <= k or np.linalg.matrix_rank(X) < k:
        raise NotIdentifiedError(f"{n} observations, {k} terms: the model has no answer")
    grid = PHI_GRID if phi is None else np.array([phi])
    # An orthonormal basis, and y without its least-squares fit, keep the cross-products well conditioned.
    basis, triangle = np.linalg.qr(X)
    ordinary = basis.T @ y
    residual = y - basis @ ordinary
    products, log_det_v = _cross_products(np.column_stack([basis, residual]), np.diff(times), grid)
    information, moment = products[:, :k, :k], products[:, :k, k]
    back = np.linalg.inv(triangle)
    inverse = np.linalg.inv(information)
    shift = np.einsum("gij,gj->gi", inverse, moment)
    rss = products[:, k, k] - np.einsum("gi,gi->g", moment, shift)
    floor = _SMALLEST_RESIDUAL + 1e-14 * float(y @ y)
    if float(rss.max()) <= floor:
        raise NotIdentifiedError(
            "the series does not vary at all around the model: its noise cannot be judged"
        )
    rss = np.maximum(rss, floor)
    log_det_xx = np.linalg.slogdet(information)[1]
    log_weights = -0.5 * ((n - k) * np.log(rss) + log_det_v + log_det_xx)
    if phi is None:
        log_weights += np.log(PHI_PRIOR)
    weights = np.exp(log_weights - log_weights.max())
    return AutoregressiveFit(
        grid=grid,
        weights=weights / weights.sum(),
        coefficients=(ordinary + shift) @ back.T,
        inverse_information=back @ inverse @ back.T,
        variances=rss / (n - k),
        df=n - k,
    )


def reml_log_likelihood(y: Array, X: Array, times: NDArray[np.int64], phi: float) -> float:
    """Restricted log-likelihood of φ up to a constant, σ² profiled out; used to check against statsmodels."""
    n, k = X.shape
    products, log_det_v = _cross_products(np.column_stack([X, y]), np.diff(times), np.array([phi]))
    information, moment = products[0, :k, :k], products[0, :k, k]
    rss = products[0, k, k] - moment @ np.linalg.solve(information, moment)
    return float(-0.5 * ((n - k) * np.log(rss) + log_det_v[0] + np.linalg.slogdet(information)[1]))
