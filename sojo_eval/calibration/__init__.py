"""How often the verdicts are wrong: measured on simulated worlds whose truth is known, naive methods beside ours."""

from sojo_eval.calibration.certified import Bar, Certified, load_certified
from sojo_eval.calibration.designs import run_designs
from sojo_eval.calibration.rare import rare_cells, run_rare
from sojo_eval.calibration.study import all_cells, null_cells, power_cells, run

__all__ = [
    "Bar",
    "Certified",
    "all_cells",
    "load_certified",
    "null_cells",
    "power_cells",
    "rare_cells",
    "run",
    "run_designs",
    "run_rare",
]


def __dir__() -> list[str]:
    return sorted(__all__)
