"""Linear algebra in one thread."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """For the while, one thread for linear algebra.

    Matrices of 120 months: threads gain nothing on an idle machine, and where others want the cores they wait for each
    other (27 CPU seconds a city in place of 6.6).
    """
    limited: AbstractContextManager[object] = _pools().limit(limits=1, user_api="blas")
    return limited


@lru_cache(maxsize=1)
def _pools() -> ThreadpoolController:
    """Of the libraries that are loaded: asked once, as looking for them takes longer than a model."""
    return ThreadpoolController()
