"""A rate (or share) that wanders from month to month under counts of chance: its coefficients, integrated over the noise.

y_t ~ Poisson(E_t·exp(x_t'b + u_t)), or binomial with logit(p_t) = x_t'b + u_t; u is a stationary AR(1) with standard
deviation σ whose months that are not known are skipped exactly. Few events a month have no logarithm to regress on; here
a month of nought is a month of nought. φ and σ are hardly known from few events, so that both are integrated over on a
grid: at each point the mode in (b, u) by Newton's method, the weight by Laplace's approximation (Tierney & Kadane 1986;
Rue, Martino & Chopin 2009, section 3), the coefficients normal around their mode. Where one side has so few events that
this is too crude, `profile` goes along one coefficient instead. The precision of (u) is tridiagonal, and all points of
the grid are solved as one tridiagonal system, which takes milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.interpolate import CubicSpline
from scipy.linalg.lapack import dpttrf, dpttrs
from scipy.special import expit, logsumexp

from sojo_eval.statistics.monthly.autoregression import Array, MixedCoefficient, NotIdentifiedError

_LONGEST_STEP = 3.0
"""On the scale of logs, in one round of Newton's method."""
_ROUNDS = 100
_CONVERGED = 1e-4
"""The longest step of a round that ends the search: the next would be of its square."""
_LARGEST_LOG = 600.0
_SEEN_WEIGHT = 1e-3
"""Points of the grid that a profile leaves out."""
_DEPTH = 12.0
"""A profile ends where the density is e to the minus this of its highest."""
_MOST_EXTENSIONS = 40


@dataclass(frozen=True)
class LatentPrior:
    """What is taken for granted of the noise and of the coefficients other than the intercept, which is free.

    phi: parameters of a Beta; sigma: scale of a half-normal; coefficient: standard deviation of a normal around 0, on the
    log (logit) scale: 2.5 lets a rate change twelvefold, and does not move what a dozen events can tell.
    """

    phi: tuple[float, float] = (2.0, 1.5)
    sigma: float = 0.35
    coefficient: float = 2.5
    phis: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.75, 0.88)
    sigmas: tuple[float, ...] = tuple(np.geomspace(0.03, 4.0, 10).tolist())

    @property
    def grid(self) -> tuple[Array, Array, Array]:
        """φ, σ and the log of the prior mass around each point, (grid,) each; φ changes slowest."""
        return _grid(self)


WEAK_PRIOR = LatentPrior()


@lru_cache(maxsize=32)
def _grid(prior: LatentPrior) -> tuple[Array, Array, Array]:
    phis, sigmas = np.array(prior.phis), np.array(prior.sigmas)
    of_phi = np.diff(stats.beta(*prior.phi).cdf([0.0, *(phis[1:] + phis[:-1]) / 2, 1.0]))
    ends = [0.0, *np.sqrt(sigmas[1:] * sigmas[:-1]), np.inf]
    of_sigma = np.diff(stats.halfnorm(scale=prior.sigma).cdf(ends))
    tiny = np.finfo(float).tiny
    mass = np.log(np.maximum(of_phi, tiny))[:, None] + np.log(np.maximum(of_sigma, tiny))
    return np.repeat(phis, sigmas.size), np.tile(sigmas, phis.size), mass.ravel()


@dataclass(frozen=True)
class Observed:
    """What was counted: events (n,), exposure or trials (n,), times (n,) increasing whole steps; shares: of trials."""

    events: Array
    base: Array
    times: NDArray[np.int64]
    shares: bool

    @cached_property
    def offset(self) -> Array:
        return np.zeros(self.base.size) if self.shares else np.log(self.base)

    @cached_property
    def overall(self) -> float:
        """The log rate (logit) of all months together, where the search begins."""
        total, base = float(self.events.sum()), float(self.base.sum())
        with np.errstate(divide="ignore"):
            return float(np.log(total) - np.log(base - total if self.shares else base))

    def given(self, line: Array) -> tuple[Array, Array, Array]:
        """Log-likelihood (grid,), its slope and its curvature (grid, n) at the line (grid, n), which has the offset."""
        if self.shares:
            share = expit(line)
            likelihood = (self.events * line - self.base * np.logaddexp(0.0, line)).sum(axis=1)
            return likelihood, self.events - self.base * share, self.base * share * (1 - share)
        expected = np.exp(np.minimum(line, _LARGEST_LOG))
        return (self.events * line - expected).sum(axis=1), self.events - expected, expected


@dataclass(frozen=True)
class _Noise:
    """Precision of u at every point: its diagonal and the entries beside it, (grid, n), and its log-determinant."""

    diagonal: Array
    beside: Array
    log_determinant: Array

    @classmethod
    def of(cls, phis: Array, sigmas: Array, times: NDArray[np.int64]) -> _Noise:
        kept = phis[:, None] ** np.diff(times)
        fresh = sigmas[:, None] ** 2 * (1 - kept**2)
        diagonal = np.zeros((phis.size, times.size))
        diagonal[:, 0] = sigmas**-2.0
        diagonal[:, 1:] += 1 / fresh
        diagonal[:, :-1] += kept**2 / fresh
        # The last entry is 0: it lies between one point of the grid and the next.
        beside = np.zeros_like(diagonal)
        beside[:, :-1] = -kept / fresh
        return cls(diagonal, beside, -2 * np.log(sigmas) - np.log(fresh).sum(axis=1))

    def times(self, u: Array) -> Array:
        product = self.diagonal * u
        product[:, :-1] += self.beside[:, :-1] * u[:, 1:]
        product[:, 1:] += self.beside[:, :-1] * u[:, :-1]
        return product


@dataclass(frozen=True)
class _Mode:
    """coefficients (grid, k), noise (grid, n), information (grid, k, k), log_marginal (grid,)."""

    coefficients: Array
    noise: Array
    information: Array
    log_marginal: Array


def _find_mode(
    seen: Observed, X: Array, offset: Array, noise: _Noise, precision: Array, start: _Mode
) -> _Mode:
    """Newton's method with halved steps in (b, u) at all points at once; offset: (grid, n)."""
    grid, n = noise.diagonal.shape
    k = X.shape[1]
    b, u = start.coefficients, start.noise

    def at(b: Array, u: Array) -> tuple[Array, Array, Array, Array]:
        """Height, slope and curvature of the likelihood, and what draws u back to nought."""
        likelihood, slope, curvature = seen.given(offset + b @ X.T + u)
        drawn = noise.times(u)
        height = likelihood - 0.5 * (b**2 @ precision) - 0.5 * np.einsum("gn,gn->g", u, drawn)
        return height, slope, curvature, drawn

    terms = np.ascontiguousarray(X.T)[:, None, :]
    right = np.empty((k + 1, grid, n))  # column by column, as LAPACK takes it
    height, slope, curvature, drawn = at(b, u)
    for _ in range(_ROUNDS):
        pivots, ratios, failed = dpttrf((noise.diagonal + curvature).ravel(), noise.beside.ravel()[:-1])
        if failed:
            break
        np.subtract(slope, drawn, out=right[0])
        np.multiply(curvature, terms, out=right[1:])
        solved = dpttrs(pivots, ratios, right.reshape(k + 1, grid * n).T)[0].T.reshape(k + 1, grid, n)
        across = right[1:].transpose(1, 0, 2)
        information = across @ (terms - solved[1:]).transpose(1, 2, 0) + np.diag(precision)
        pull = slope @ X - b * precision - (across @ solved[0][:, :, None])[:, :, 0]
        db = np.linalg.solve(information, pull[:, :, None])[:, :, 0]
        du = solved[0] - np.einsum("kgn,gk->gn", solved[1:], db)
        longest = np.abs(db @ X.T + du).max(axis=1, initial=0.0)
        size = np.minimum(1.0, _LONGEST_STEP / np.maximum(longest, 1e-300))[:, None]
        for _ in range(30):
            tried = at(b + size * db, u + size * du)
            lower = tried[0] < height - 1e-9 * (1 + np.abs(height))
            if not lower.any():
                break
            size[lower] /= 2
        b, u = b + size * db, u + size * du
        height, slope, curvature, drawn = tried
        if longest.max() < _CONVERGED:
            spread = np.log(pivots).reshape(grid, n).sum(axis=1) + np.linalg.slogdet(information)[1]
            marginal = height + 0.5 * noise.log_determinant - 0.5 * spread
            if not np.isfinite(marginal).all():
                break
            return _Mode(b, u, information, marginal)
    raise NotIdentifiedError("counts: the search for the most likely rates does not come to rest")


@dataclass(frozen=True)
class LatentFit:
    """The coefficients at every point of the grid, with the posterior weight of each point.

    phis, sigmas, weights: (grid,); coefficients: (grid, k); covariances: (grid, k, k).
    """

    phis: Array
    sigmas: Array
    weights: Array
    coefficients: Array
    covariances: Array
    seen: Observed
    X: Array
    prior: LatentPrior
    modes: _Mode

    @property
    def phi(self) -> float:
        """Posterior mean of the autocorrelation."""
        return float(self.weights @ self.phis)

    @property
    def sigma(self) -> float:
        """Posterior mean of the standard deviation of the log rate between months."""
        return float(self.weights @ self.sigmas)

    @property
    def mean(self) -> Array:
        """(k,): the weighted coefficients."""
        return np.asarray(self.weights @ self.coefficients)

    def normal(self, centres: Array, directions: Array) -> MixedCoefficient:
        """The mixture of normals around `centres` (grid,) whose slopes in the coefficients are `directions` (grid, k)."""
        variances = np.einsum("gi,gij,gj->g", directions, self.covariances, directions)
        kept = self.weights > 1e-9
        scales = np.sqrt(np.maximum(variances, 1e-300))
        return MixedCoefficient(centres[kept], scales[kept], self.weights[kept], np.inf, self.phi)

    def coefficient(self, j: int) -> MixedCoefficient:
        """Distribution of the j-th coefficient."""
        direction = np.zeros_like(self.coefficients)
        direction[:, j] = 1.0
        return self.normal(self.coefficients[:, j], direction)


def _precision(prior: LatentPrior, k: int) -> Array:
    precision = np.full(k, prior.coefficient**-2.0)
    precision[0] = 0.0  # the level is free, so that the unit of the exposure plays no part
    return precision


def latent_rates(seen: Observed, X: Array, prior: LatentPrior = WEAK_PRIOR) -> LatentFit:
    """Fit the model at every point of the prior's grid.

    X: (n, k) of full column rank with the intercept first. Raises NotIdentifiedError when n < k, X is rank deficient,
    nothing (of shares: nothing else) was counted, or numbers are so extreme that no mode is found.
    """
    n, k = X.shape
    if n < k or np.linalg.matrix_rank(X) < k:
        raise NotIdentifiedError(f"{n} observations, {k} terms: the model has no answer")
    if not np.isfinite(seen.overall):
        raise NotIdentifiedError("counts: no event in any month, or nothing else")
    phis, sigmas, mass = prior.grid
    start = np.zeros((phis.size, k))
    start[:, 0] = seen.overall
    at_rest = _Mode(start, np.zeros((phis.size, n)), np.empty(0), np.empty(0))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        modes = _find_mode(
            seen, X, seen.offset[None, :], _Noise.of(phis, sigmas, seen.times), _precision(prior, k), at_rest
        )
        weights = np.exp(modes.log_marginal + mass - logsumexp(modes.log_marginal + mass))
        covariances = np.asarray(np.linalg.inv(modes.information), dtype=np.float64)
    return LatentFit(phis, sigmas, weights, modes.coefficients, covariances, seen, X, prior, modes)


@dataclass(frozen=True)
class ProfiledCoefficient:
    """One coefficient's distribution from its density at `values` (m,) with the probability below each."""

    values: Array
    below: Array
    phi: float

    def cdf(self, x: float) -> float:
        """P(coefficient ≤ x)."""
        return float(np.interp(x, self.values, self.below))

    def quantile(self, probability: float) -> float:
        """The value below which the coefficient lies with this probability."""
        return float(np.interp(probability, self.below, self.values))

    @property
    def p(self) -> float:
        """Two-sided p-value of the coefficient being 0."""
        below = self.cdf(0.0)
        return float(min(1.0, 2 * min(below, 1 - below)))


def profile(fit: LatentFit, j: int) -> ProfiledCoefficient:
    """Distribution of the j-th coefficient without taking it for normal: Laplace in all others at each of its values.

    Nodes lie three quarters of a standard deviation apart, or further out where the likelihood is flat, until the density
    has died away on either side. Needed where one side has few events: its logarithm is skewed, and has no end at nought.
    There Jeffreys' prior (half an event for the whole side; Firth 1993) stands beside the normal one, without which a
    flat flank would push the near end of the interval away from no change.
    """
    kept = fit.weights > _SEEN_WEIGHT
    noise = _Noise.of(fit.phis[kept], fit.sigmas[kept], fit.seen.times)
    mass = fit.prior.grid[2][kept]
    others = [i for i in range(fit.X.shape[1]) if i != j]
    precision = _precision(fit.prior, fit.X.shape[1])
    coefficient = fit.coefficient(j)
    centre, width = coefficient.mean, float(coefficient.quantile(0.84) - coefficient.quantile(0.16)) / 2
    start = _Mode(fit.modes.coefficients[kept][:, others], fit.modes.noise[kept], np.empty(0), np.empty(0))

    def density(value: float, start: _Mode) -> tuple[float, _Mode]:
        offset = (fit.seen.offset + value * fit.X[:, j])[None, :]
        found = _find_mode(fit.seen, fit.X[:, others], offset, noise, precision[others], start)
        line = offset + found.coefficients @ fit.X[:, others].T + found.noise
        jeffreys = 0.5 * np.linalg.slogdet(fit.X.T @ (fit.seen.given(line)[2][:, :, None] * fit.X))[1]
        height = float(logsumexp(found.log_marginal + mass + jeffreys))
        return height - 0.5 * precision[j] * value**2, found

    first, at_centre = density(centre, start)
    heights = {centre: first}
    for sign in (-1.0, 1.0):
        mode, step, value = at_centre, width * 0.75, centre
        for _ in range(_MOST_EXTENSIONS):
            value += sign * step
            heights[value], mode = density(value, mode)
            if heights[value] < max(heights.values()) - _DEPTH:
                break
            # A flat flank is walked with longer steps.
            step *= 1.15
    values = np.array(sorted(heights))
    logs = np.array([heights[x] for x in values])
    fine = np.linspace(values[0], values[-1], 2001)
    dense = np.exp(CubicSpline(values, logs - logs.max())(fine))
    below = np.concatenate([[0.0], np.cumsum((dense[1:] + dense[:-1]) / 2)])
    return ProfiledCoefficient(fine, below / below[-1], fit.phi)
