"""What papermill loads whenever it is imported (entry point `papermill.engine`): the engine's name, and its way in.

It imports nothing of papermill. papermill loads its engines in the middle of its own import, and whoever imports the engine
first imports papermill by it: a module that needs the other at that moment would be met half made.
"""

from __future__ import annotations

from typing import Any


class ForkingEngine:
    """Passes on to `papermill_engine.ForkingEngine` what papermill asks of an engine."""

    @classmethod
    def execute_notebook(cls, *arguments: Any, **more: Any) -> Any:
        """Execute a notebook, as papermill asks."""
        return _engine().execute_notebook(*arguments, **more)

    @classmethod
    def nb_kernel_name(cls, *arguments: Any, **more: Any) -> Any:
        """The name of the notebook's kernel."""
        return _engine().nb_kernel_name(*arguments, **more)

    @classmethod
    def nb_language(cls, *arguments: Any, **more: Any) -> Any:
        """The notebook's language."""
        return _engine().nb_language(*arguments, **more)


def _engine() -> Any:
    from sojo_eval.batch.engine.papermill_engine import ForkingEngine as Engine

    return Engine
