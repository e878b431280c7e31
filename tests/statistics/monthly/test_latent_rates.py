"""The latent rate against statsmodels, against dense importance sampling, and at the edges of what it can do."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats
from scipy.special import expit, gammaln, logsumexp
from statsmodels.genmod.families import Binomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError
from sojo_eval.statistics.monthly.latent_rates import (
    LatentFit,
    LatentPrior,
    Observed,
    latent_rates,
    profile,
)

NO_NOISE = LatentPrior(phis=(0.0,), sigmas=(1e-4,), coefficient=1e4)
N = 36
TIMES = np.delete(np.arange(N + 4), [7, 20, 21, 22])
LATER = np.arange(N) >= 20


def terms() -> np.ndarray:
    angle = 2 * np.pi * TIMES / 12
    return np.column_stack([np.ones(N), LATER, np.cos(angle), np.sin(angle)]).astype(float)


def made(mean: float, step: float, *, shares: bool = False, seed: int = 4) -> Observed:
    generator = np.random.default_rng(seed)
    base = generator.integers(15, 25, N).astype(float) if shares else generator.uniform(0.8, 1.2, N)
    noise = 0.3 * np.sin(TIMES / 3)
    if shares:
        line = np.log(mean / (20 - mean)) + step * LATER + noise
        return Observed(generator.binomial(base.astype(int), expit(line)).astype(float), base, TIMES, True)
    return Observed(
        generator.poisson(base * np.exp(np.log(mean) + step * LATER + noise)).astype(float),
        base,
        TIMES,
        False,
    )


@pytest.mark.parametrize("shares", [False, True])
def test_without_noise_it_is_the_generalised_linear_model(shares: bool) -> None:
    seen = made(3.0, 0.4, shares=shares)
    y = np.column_stack([seen.events, seen.base - seen.events]) if shares else seen.events
    family, offset = (Binomial(), None) if shares else (Poisson(), np.log(seen.base))
    reference = GLM(y, terms(), family=family, offset=offset).fit()
    fit = latent_rates(seen, terms(), NO_NOISE)
    assert fit.mean == pytest.approx(np.asarray(reference.params), abs=1e-5)
    assert np.sqrt(np.diag(fit.covariances[0])) == pytest.approx(np.asarray(reference.bse), rel=1e-4)


def _log_posterior(z: np.ndarray, seen: Observed, X: np.ndarray, dense: np.ndarray, sd: float) -> np.ndarray:
    """(draws,): up to a constant that no noise parameter touches; z: (draws, k + n), the coefficients first."""
    k = X.shape[1]
    b, u = z[:, :k], z[:, k:]
    line = b @ X.T + u + (0 if seen.shares else np.log(seen.base))
    if seen.shares:
        likelihood = stats.binom.logpmf(seen.events, seen.base, expit(line)).sum(axis=1)
    else:
        likelihood = stats.poisson.logpmf(seen.events, np.exp(line)).sum(axis=1)
    of_noise = stats.multivariate_normal(cov=dense).logpdf(u)
    weights = seen.base * expit(line) * expit(-line) if seen.shares else np.exp(line)
    jeffreys = 0.5 * np.linalg.slogdet(np.einsum("ni,dn,nj->dij", X, weights, X))[1]
    return np.asarray(likelihood + of_noise + jeffreys - 0.5 * ((b[:, 1:] / sd) ** 2).sum(axis=1))


def _sampled(seen: Observed, X: np.ndarray, prior: LatentPrior, draws: int) -> tuple[np.ndarray, np.ndarray]:
    """Draws of the step with their weights over the whole grid: importance sampling from wide t distributions.

    Nothing is shared with the package but the prior: dense covariances, a general optimiser, no Laplace.
    """
    generator, phis, sigmas = np.random.default_rng(1), np.array(prior.phis), np.array(prior.sigmas)
    middle = [0.0, *(phis[1:] + phis[:-1]) / 2, 1.0]
    ends = [0.0, *np.sqrt(sigmas[1:] * sigmas[:-1]), np.inf]
    steps, logs = [], []
    k, n, df = X.shape[1], len(seen.events), 8
    for i, phi in enumerate(phis):
        for j, sigma in enumerate(sigmas):
            dense = sigma**2 * phi ** np.abs(np.subtract.outer(seen.times, seen.times)).astype(float)
            precision = np.linalg.inv(dense)
            both = np.hstack([X, np.eye(n)])

            def uphill(
                z: np.ndarray, precision: np.ndarray = precision, both: np.ndarray = both
            ) -> tuple[float, np.ndarray]:
                line = both @ z + (0 if seen.shares else np.log(seen.base))
                rate = expit(line) * seen.base if seen.shares else np.exp(line)
                told = seen.base * np.logaddexp(0, line) if seen.shares else rate
                weak = np.r_[0.0, z[1:k]] / prior.coefficient**2
                value = (
                    (seen.events * line - told).sum() - 0.5 * z[k:] @ precision @ z[k:] - 0.5 * weak @ z[:k]
                )
                return -value, -(both.T @ (seen.events - rate) - np.r_[weak, precision @ z[k:]])

            best = optimize.minimize(uphill, np.zeros(k + n), jac=True, method="BFGS").x
            line = both @ best + (0 if seen.shares else np.log(seen.base))
            curvature = seen.base * expit(line) * expit(-line) if seen.shares else np.exp(line)
            hessian = both.T @ (curvature[:, None] * both)
            hessian[k:, k:] += precision
            hessian[1:k, 1:k] += np.eye(k - 1) / prior.coefficient**2
            wide = stats.multivariate_t(best, np.linalg.inv(hessian), df=df, seed=generator)
            z = wide.rvs(draws)
            mass = np.diff(stats.beta(*prior.phi).cdf(middle))[i]
            mass *= np.diff(stats.halfnorm(scale=prior.sigma).cdf(ends))[j]
            logs.append(_log_posterior(z, seen, X, dense, prior.coefficient) - wide.logpdf(z) + np.log(mass))
            steps.append(z[:, 1])
    weights = np.concatenate(logs)
    return np.concatenate(steps), np.exp(weights - logsumexp(weights))


@pytest.mark.parametrize(("mean", "step", "shares"), [(3.0, 0.4, False), (0.3, 0.5, False), (2.0, 0.5, True)])
def test_the_posterior_of_the_step_is_that_of_dense_sampling(mean: float, step: float, shares: bool) -> None:
    """Months that are missing, few events, a small grid: quantiles within a tenth of a standard deviation."""
    prior = LatentPrior(phis=(0.2, 0.6), sigmas=(0.1, 0.4))
    seen, X = made(mean, step, shares=shares), terms()
    values, weights = _sampled(seen, X, prior, 6000)
    order = np.argsort(values)
    below = np.cumsum(weights[order])
    exact = np.interp([0.025, 0.5, 0.975], below, values[order])
    fit = latent_rates(seen, X, prior)
    found = profile(fit, 1)
    width = (exact[2] - exact[0]) / 4
    assert [found.quantile(q) for q in (0.025, 0.5, 0.975)] == pytest.approx(exact, abs=0.12 * width)
    if mean >= 1:  # with enough events a mixture of normals is as good
        normal = fit.coefficient(1)
        assert [normal.quantile(q) for q in (0.025, 0.5, 0.975)] == pytest.approx(exact, abs=0.15 * width)


def test_a_side_with_hardly_an_event_makes_the_step_skewed_and_the_profile_shows_it() -> None:
    seen = made(1.0, 0.0)
    few = Observed(np.where(LATER & (np.arange(N) != 30), 0.0, seen.events), seen.base, TIMES, False)
    fit = latent_rates(few, terms())
    found = profile(fit, 1)
    lower, upper = (abs(found.quantile(q) - found.quantile(0.5)) for q in (0.025, 0.975))
    assert lower > 1.2 * upper
    assert found.cdf(found.quantile(0.3)) == pytest.approx(0.3, abs=2e-3)
    assert found.p == pytest.approx(2 * (1 - found.cdf(0.0)))


def test_a_year_twice_as_long_ago_counts_as_far_away() -> None:
    """The same counts with a long gap between the sides: noise is forgotten over it, and more can be told."""
    seen = made(3.0, 0.0)
    prior = LatentPrior(phis=(0.88,), sigmas=(0.5,))
    apart = Observed(seen.events, seen.base, seen.times + 200 * LATER, False)
    X = np.column_stack([np.ones(N), LATER]).astype(float)
    near, far = (latent_rates(s, X, prior).covariances[0] for s in (seen, apart))
    # Var(step) = Var(before) + Var(after) − 2 Cov: what the sides share falls away with the distance.
    assert far[1, 1] > 1.05 * near[1, 1]


def test_noise_that_lasts_and_swings_is_seen() -> None:
    generator = np.random.default_rng(2)
    n = 120
    wave = 0.8 * np.sin(np.arange(n) / 6)
    calm, wild = (
        Observed(generator.poisson(np.exp(2 + s * wave)).astype(float), np.ones(n), np.arange(n), False)
        for s in (0, 1)
    )
    quiet, loud = (latent_rates(s, np.ones((n, 1))) for s in (calm, wild))
    assert quiet.sigma < 0.15 < 0.4 < loud.sigma
    assert loud.phi > 0.7


@pytest.mark.parametrize("prior", [LatentPrior(), LatentPrior(phis=(0.5,), sigmas=(0.2,))])
def test_the_masses_of_the_prior_add_up(prior: LatentPrior) -> None:
    phis, sigmas, mass = prior.grid
    assert phis.size == sigmas.size == mass.size == len(prior.phis) * len(prior.sigmas)
    assert np.exp(mass).sum() == pytest.approx(1.0)


def test_a_clumped_count_is_no_certain_one() -> None:
    """Fifteen people at one meeting are one event fifteen times: the interval is several times as wide."""
    generator = np.random.default_rng(3)
    X = np.column_stack([np.ones(N), LATER]).astype(float)
    clumps = 15.0 * generator.poisson(0.2, N)
    spread = np.full(N, clumps.mean())
    wide, narrow = (
        latent_rates(Observed(e, np.ones(N), TIMES, False), X).coefficient(1)
        for e in (clumps, spread.round())
    )
    reach = [c.quantile(0.975) - c.quantile(0.025) for c in (wide, narrow)]
    assert reach[0] > 2.5 * reach[1]


@pytest.mark.parametrize(
    ("events", "X"),
    [
        (np.zeros(N), terms()),
        (np.ones(N), np.column_stack([terms(), terms()[:, 1]])),
        (np.ones(2), np.ones((2, 3))),
    ],
    ids=["nothing", "two terms alike", "too few months"],
)
def test_what_cannot_be_told_is_refused(events: np.ndarray, X: np.ndarray) -> None:
    seen = Observed(events, np.ones(events.size), TIMES[: events.size], False)
    with pytest.raises(NotIdentifiedError):
        latent_rates(seen, X)


def test_the_marginal_of_the_noise_is_laplaces() -> None:
    """One month, one coefficient: the weight of σ against a sum over both."""
    prior = LatentPrior(phis=(0.5,), sigmas=(0.05, 1.0), coefficient=1.0)
    seen = Observed(np.array([4.0, 9.0, 2.0]), np.ones(3), np.array([0, 50, 100]), False)
    fit = latent_rates(seen, np.ones((3, 1)), prior)
    b, u = np.linspace(-4, 6, 600), np.linspace(-5, 5, 601)
    marginal = []
    for sigma in prior.sigmas:
        inner = stats.norm(scale=sigma).pdf(u)
        line = b[:, None] + u
        parts = [
            (np.exp(y * line - np.exp(line) - gammaln(y + 1)) * inner).sum(axis=1) * (u[1] - u[0])
            for y in seen.events
        ]
        marginal.append(np.prod(parts, axis=0).sum())
    exact = np.array(marginal) * np.exp(prior.grid[2])
    assert fit.weights == pytest.approx(exact / exact.sum(), abs=0.02)
    assert isinstance(fit, LatentFit)


@pytest.mark.parametrize("phi", [0.0, 0.6, 0.88])
def test_of_rates_that_are_known_the_mean_is_as_uncertain_as_its_noise_says(phi: float) -> None:
    """A million events a month show every month's rate: what is left is the AR(1) itself, with the gaps where they are."""
    prior = LatentPrior(phis=(phi,), sigmas=(0.3,))
    fit = latent_rates(Observed(np.full(N, 1e6), np.ones(N), TIMES, False), np.ones((N, 1)), prior)
    dense = 0.3**2 * phi ** np.abs(np.subtract.outer(TIMES, TIMES)).astype(float)
    assert fit.covariances[0, 0, 0] == pytest.approx(1 / np.linalg.inv(dense).sum(), rel=1e-3)
