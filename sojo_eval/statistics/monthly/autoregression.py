"""Regression with AR(1) errors, alone or with an independent part: REML, integrated over what is not known.

Months carry two kinds of noise: one that lasts (a full waiting room stays full) and one that does not (who happens
to come; counting itself). The error correlation is `share`·AR(1)(φ) + (1 − share)·I; share = 1 is the AR(1) alone.

Given φ and the share the model is ordinary least squares after whitening, so its coefficients have exact t
distributions. Neither is well known from 60 to 120 months, and plugging in one estimate makes intervals too short.
We weight every pair on a grid by its restricted likelihood times the prior (φ: Beta(2, 1.5), share: uniform) and
mix the t distributions.

Source: Harville (1977) for REML; Zellner & Tiao (1964) for integrating over φ. The likelihood is that of
statsmodels' `UnobservedComponents(..., irregular=True, autoregressive=1, mle_regression=False,
use_exact_diffuse=True)`; `irregular=False` is share = 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats
from scipy.special import stdtr

Array = NDArray[np.float64]

PHI_GRID: Array = np.linspace(0.02, 0.98, 25)
PHI_PRIOR: Array = stats.beta(2.0, 1.5).pdf(PHI_GRID)
SHARE_GRID: Array = np.linspace(0.1, 1.0, 10)

_SMALLEST_RESIDUAL = 1e-20
"""Of the total sum of squares: a perfect fit keeps a finite likelihood."""

_SMALLEST_WEIGHT = 1e-9
"""Points that no quantile can feel are left out of the mixture."""


class NotIdentifiedError(ValueError):
    """The data cannot tell the asked-for coefficient from the other terms of the model."""


class TooFewEventsError(NotIdentifiedError):
    """One side holds so few events that the half event added to each row would be the estimate."""


@lru_cache(maxsize=1024)
def _t_quantile(probability: float, df: float) -> float:
    """Of few probabilities and degrees of freedom, asked again and again."""
    return float(stats.t.ppf(probability, df))


@dataclass(frozen=True)
class MixedCoefficient:
    """One coefficient's distribution: a mixture over φ of t distributions with `df` degrees of freedom (∞: normal)."""

    centres: Array
    scales: Array
    weights: Array
    df: float
    phi: float

    def cdf(self, x: float) -> float:
        """P(coefficient ≤ x)."""
        return float(self.weights @ stdtr(self.df, (x - self.centres) / self.scales))

    @property
    def mean(self) -> float:
        """The weighted centre, used as the estimate."""
        return float(self.weights @ self.centres)

    @cached_property
    def _known(self) -> dict[float, float]:
        return {}

    def quantile(self, probability: float) -> float:
        """The value below which the coefficient lies with this probability."""
        if probability not in self._known:
            self._known[probability] = self._searched(probability)
        return self._known[probability]

    def _searched(self, probability: float) -> float:
        z = self.centres + self.scales * _t_quantile(probability, self.df)
        low, high = float(z.min()), float(z.max())  # a mixture's quantile lies among its parts' quantiles
        if high - low <= 1e-12 * max(1.0, abs(low)):
            return low
        return float(optimize.brentq(lambda x: self.cdf(x) - probability, low, high, xtol=1e-7))

    @property
    def p(self) -> float:
        """Two-sided p-value of the coefficient being 0."""
        below = self.cdf(0.0)
        return float(min(1.0, 2 * min(below, 1 - below)))


@dataclass(frozen=True)
class AutoregressiveFit:
    """The regression at every point of a grid of (φ, share), with the posterior weight of each point.

    phis, shares, weights, variances: (grid,); coefficients: (grid, k); inverse_information: (grid, k, k), to be
    multiplied by `variances`.
    """

    phis: Array
    shares: Array
    weights: Array
    coefficients: Array
    inverse_information: Array
    variances: Array
    df: int

    @property
    def phi(self) -> float:
        """Posterior mean of the autocorrelation of the lasting part."""
        return float(self.weights @ self.phis)

    @property
    def share(self) -> float:
        """Posterior mean of the share of the variance that lasts."""
        return float(self.weights @ self.shares)

    @cached_property
    def mean(self) -> Array:
        """(k,): the weighted coefficients."""
        return np.asarray(self.weights @ self.coefficients)

    def contrast(self, direction: Array) -> MixedCoefficient:
        """Distribution of `direction` (k,) times the coefficients."""
        centres = self.coefficients @ direction
        spread = np.einsum("i,gij,j->g", direction, self.inverse_information, direction)
        scales = np.sqrt(self.variances * np.maximum(spread, 0.0))
        seen = self.weights > _SMALLEST_WEIGHT
        return MixedCoefficient(centres[seen], scales[seen], self.weights[seen], self.df, self.phi)


@lru_cache(maxsize=32)
def _spectrum(times: tuple[int, ...], phis: tuple[float, ...]) -> tuple[Array, Array]:
    """Eigenvalues (φ, n) and transposed eigenvectors (φ, n, n) of the AR(1) correlations between `times`.

    They depend on neither data nor design, and most series of a city share their months: hence the cache.
    """
    steps = np.array(times)
    apart = np.abs(np.subtract.outer(steps, steps))  # missing months are skipped exactly
    values, vectors = np.linalg.eigh(np.array(phis)[:, None, None] ** apart)
    return np.maximum(values, 0.0), np.ascontiguousarray(vectors.transpose(0, 2, 1))


def _cross_products(Z: Array, times: NDArray[np.int64], phis: Array, shares: Array) -> tuple[Array, Array]:
    """Z'V⁻¹Z, (grid, m, m), and log|V|, (grid,), at every pair of `phis` and `shares` (φ changes slowest).

    All shares of one φ have the same eigenvectors, so V⁻¹ is a division.
    """
    n, m = Z.shape
    # Counted from the first: windows of one length share their decomposition, wherever they lie.
    values, vectors = _spectrum(tuple((times - times[0]).tolist()), tuple(phis.tolist()))
    variances = shares[:, None] * values[:, None, :] + (1 - shares)[:, None]
    white = ((vectors @ Z)[:, None] / np.sqrt(variances)[..., None]).reshape(-1, n, m)
    return white.transpose(0, 2, 1) @ white, np.log(variances).sum(axis=-1).ravel()


def autoregression(
    y: Array,
    X: Array,
    times: NDArray[np.int64],
    *,
    phi: float | None = None,
    share: float | None = None,
) -> AutoregressiveFit:
    """Regress y on X with AR(1) + independent errors at every point of the grid.

    y: (n,) without missing values; X: (n, k) of full column rank; times: (n,) increasing whole steps.
    `phi` (0 ≤ φ < 1) and `share` (0 < share ≤ 1) fix what is otherwise integrated over; share = 1 is a pure AR(1).
    Raises NotIdentifiedError when n ≤ k, X is rank deficient or y does not vary around the model at all.
    """
    n, k = X.shape
    if n <= k or np.linalg.matrix_rank(X) < k:
        raise NotIdentifiedError(f"{n} observations, {k} terms: the model has no answer")
    # What is given is not integrated over.
    phis = PHI_GRID if phi is None else np.array([phi])
    shares = SHARE_GRID if share is None else np.array([share])
    log_prior = np.log(PHI_PRIOR if phi is None else np.ones(1))
    # An orthonormal basis, and y without its least-squares fit, keep the cross-products well conditioned.
    basis, triangle = np.linalg.qr(X)
    ordinary = basis.T @ y
    residual = y - basis @ ordinary
    products, log_det_v = _cross_products(np.column_stack([basis, residual]), times, phis, shares)
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
    log_weights = np.repeat(log_prior, shares.size) - 0.5 * ((n - k) * np.log(rss) + log_det_v + log_det_xx)
    weights = np.exp(log_weights - log_weights.max())
    return AutoregressiveFit(
        phis=np.repeat(phis, shares.size),
        shares=np.tile(shares, phis.size),
        weights=weights / weights.sum(),
        coefficients=(ordinary + shift) @ back.T,
        inverse_information=back @ inverse @ back.T,
        variances=rss / (n - k),
        df=n - k,
    )


def reml_log_likelihood(
    y: Array, X: Array, times: NDArray[np.int64], phi: float, share: float = 1.0
) -> float:
    """Restricted log-likelihood of (φ, share) up to a constant, σ² profiled out; checked against statsmodels."""
    n, k = X.shape
    at = np.array([phi]), np.array([share])
    products, log_det_v = _cross_products(np.column_stack([X, y]), times, *at)
    information, moment = products[0, :k, :k], products[0, :k, k]
    rss = products[0, k, k] - moment @ np.linalg.solve(information, moment)
    return float(-0.5 * ((n - k) * np.log(rss) + log_det_v[0] + np.linalg.slogdet(information)[1]))
