"""What the welfare commissioners report each month, and how many staff each desk has: both since FY2019."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.example_city.places import CENTRE_CODES, CENTRE_DESKS, CENTRE_NAMES
from sojo_eval.example_city.world import MONTHS, World, covid, dispersed, month_number

FIRST_REPORT = "2019-04"
_A_COMMISSIONER = {"consultations": 1.8, "other_activities": 9.0, "visits": 8.0, "liaison": 5.0, "days": 9.5}
"""Reported a month and commissioner of an area (synthetic)."""
_STAFF = {**dict.fromkeys(CENTRE_DESKS, 6.0), "S11": 5.0, "S12": 4.5, "S13": 2.0, "S14": 4.0, "S15": 3.0, "S16": 3.0,
          "S31": 2.0, "S41": 2.5, "S51": 1.5}  # fmt: skip
_STARTED = {"S31": "2022-04"}


def commissioner_activities(world: World, supporters: pd.DataFrame) -> pd.DataFrame:
    """Five kinds of work by month and centre area, in proportion to the commissioners in post; fewer visits in COVID."""
    rng = world.rng("work of commissioners")
    # In the order of months and areas, as the numbers drawn.
    rows = supporters[supporters["kind"] == "welfare_commissioner"].sort_values(["month", "area"])
    posts = rows["number"].to_numpy(dtype=float).reshape(-1, len(CENTRE_NAMES))
    since, parts = month_number(FIRST_REPORT), []
    for work, each in _A_COMMISSIONER.items():
        depth = 0.15 if work == "consultations" else 0.5
        mean = each * posts * np.exp(world.effect(f"commissioners: {work}", 0.05) - depth * covid())[:, None]
        number = dispersed(rng, mean * world.size, shape=60)[since:]
        parts.append(
            pd.DataFrame(
                {
                    "month": np.repeat(MONTHS[since:].astype("datetime64[D]"), len(CENTRE_NAMES)),
                    "area": np.tile(CENTRE_CODES, len(number)),
                    "work": work,
                    "number": number.ravel(),
                }
            )
        )
    frame = pd.concat(parts)
    return frame.sort_values(["month", "area"], kind="stable", ignore_index=True)


def staffing(world: World) -> pd.DataFrame:
    """Full-time equivalents by desk and month: half a post more or less in a few fiscal years."""
    rng = world.rng("staffing")
    months = MONTHS[month_number(FIRST_REPORT) :]
    years = np.arange(len(months)) // 12
    parts = []
    for service, usual in _STAFF.items():
        level = usual + 0.5 * rng.choice([-1, 0, 1], years.max() + 1, p=[0.15, 0.7, 0.15])
        frame = pd.DataFrame(
            {"service": service, "month": months.astype("datetime64[D]"), "fte": level[years]}
        )
        parts.append(frame[frame["month"] >= f"{_STARTED.get(service, FIRST_REPORT)}-01"])
    return pd.concat(parts).sort_values(["month", "service"], kind="stable", ignore_index=True)
