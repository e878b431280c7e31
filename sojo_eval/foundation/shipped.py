"""Where `data_schema/` and `notebooks/` stand: inside an installed wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder(name: str) -> Path:
    """Path of a folder that travels with the package (`data_schema`, `notebooks`).

    Raises FileNotFoundError when the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"{name}: not part of this installation of sojo_eval; install it again")
