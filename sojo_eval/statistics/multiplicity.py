"""Many indicators at once: the false discovery rate."""

from __future__ import annotations

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests


def benjamini_hochberg(p: pd.Series) -> pd.Series:
    """Adjusted p-values over the whole set (Benjamini & Hochberg 1995); missing ones stay missing.

    `multipletests` turns everything into NaN when one value is NaN, so those are set aside first.
    """
    adjusted = pd.Series(np.nan, index=p.index, dtype=float)
    known = p.notna()
    if known.any():
        adjusted[known] = multipletests(p[known].to_numpy(dtype=float), method="fdr_bh")[1]
    return adjusted
