"""The likelihood of level, trend and noise: where statsmodels has its peak, and as high."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.tsa.statespace.structural import UnobservedComponents

from sojo_eval.statistics.monthly.autoregression import autoregression, reml_log_likelihood
from sojo_eval.statistics.monthly.design import design_matrix
from tests.statistics.monthly.simulated import BOUNDARY, COVID, MONTHS, simulated_log_rate


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_reml_likelihood_peaks_where_statsmodels_finds_it(seed: int) -> None:
    y = simulated_log_rate(seed, 0.5)
    X = design_matrix(MONTHS, BOUNDARY, shocks=[COVID])
    times = np.arange(len(MONTHS))
    model = UnobservedComponents(
        y, irregular=False, autoregressive=1, exog=X, mle_regression=False, use_exact_diffuse=True
    )
    # From its own starting values the optimiser may stop at the unit root.
    fit = model.fit(start_params=[0.01, 0.4], disp=False)
    theirs = float(fit.params[fit.model.param_names.index("ar.L1")])
    grid = np.linspace(0.005, 0.98, 400)
    ours = grid[np.argmax([reml_log_likelihood(y, X, times, phi) for phi in grid])]
    assert ours == pytest.approx(theirs, abs=0.01)
    at_their_phi = autoregression(y, X, times, phi=theirs, share=1.0).contrast(np.eye(X.shape[1])[1])
    smoothed = fit.smoothed_state[fit.model.k_states - X.shape[1] + 1, -1]
    assert at_their_phi.mean == pytest.approx(smoothed, abs=1e-4)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_likelihood_with_independent_noise_is_that_of_statsmodels(seed: int) -> None:
    """Differences of log-likelihoods between points (φ, share), months missing included."""
    y = simulated_log_rate(seed, 0.5) + 0.1 * np.random.default_rng(seed).normal(size=len(MONTHS))
    X = design_matrix(MONTHS, BOUNDARY, shocks=[COVID])
    y[[7, 8, 50]] = np.nan
    seen = ~np.isnan(y)
    model = UnobservedComponents(
        y, irregular=True, autoregressive=1, exog=X, mle_regression=False, use_exact_diffuse=True
    )
    assert model.param_names == ["sigma2.irregular", "sigma2.ar", "ar.L1"]

    def theirs(phi: float, share: float) -> float:
        """Profiled over σ²: the likelihood at σ² = 1 gives the sum of squares that ours profiles."""
        df = seen.sum() - X.shape[1]

        def at(sigma2: float) -> float:
            return model.loglike([sigma2 * (1 - share), sigma2 * share * (1 - phi**2), phi])

        # −2·loglike = c + df·log σ² + rss/σ²: two values of σ² tell rss.
        rss = (at(2.0) - at(1.0) + 0.5 * df * np.log(2)) / 0.25
        return at(rss / df)

    def ours(phi: float, share: float) -> float:
        return reml_log_likelihood(y[seen], X[seen], np.flatnonzero(seen), phi, share)

    points = [(0.1, 0.9), (0.5, 0.5), (0.8, 0.3), (0.9, 0.95)]
    for point in points[1:]:
        assert ours(*point) - ours(*points[0]) == pytest.approx(theirs(*point) - theirs(*points[0]), abs=1e-5)
