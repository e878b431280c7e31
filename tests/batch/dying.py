"""An answer for a city that costs its process its life. It loads little: each process that is started anew loads it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from sojo_eval.batch.city_answer import CityAnswer


def dies_in_b(root: Path, folder: str, baseline: str, current: str) -> CityAnswer:
    """Kills its own process in one city."""
    if folder == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    return CityAnswer(folder)
