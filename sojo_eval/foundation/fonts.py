"""The shipped font (BIZ UDPGothic, OFL) for matplotlib and for pages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

FAMILY = ["BIZ UDPGothic", "DejaVu Sans"]
"""DejaVu Sans comes with matplotlib and has the few signs that the Japanese font lacks."""

_FOLDER = Path(__file__).resolve().parent / "font_files"
REGULAR = _FOLDER / "BIZUDPGothic-Regular.ttf"
BOLD = _FOLDER / "BIZUDPGothic-Bold.ttf"


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the shipped font known to matplotlib, once a process."""
    from matplotlib import font_manager  # heavy, and only needed when a picture is asked for

    for path in (REGULAR, BOLD):
        font_manager.fontManager.addfont(path)
