"""Which area lies in which, as the table of areas says: levels of any depth, in the order that their parents give.

Two levels are fixed: the whole municipality is the highest, and towns (町丁・字) are the lowest. All between them are a city's
own: a level is below another where one of its areas lies in one of the other's, in however many steps. Of levels that no
area ties to one another the later one of the code list is the lower.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from sojo_eval.schema import load_schema

LEVELS = "area_levels"
CITY, CENTRE, TOWN = "city", "center", "town"


def level_codes() -> tuple[str, ...]:
    """The levels of the code list, from the whole municipality down."""
    return load_schema().codes(LEVELS)


@dataclass(frozen=True)
class AreaTree:
    """levels: of each area, in the order of the table. above: the area that each one lies in, where the table has it."""

    levels: dict[str, str]
    above: dict[str, str]

    @classmethod
    def of(cls, areas: pd.DataFrame) -> AreaTree:
        """From columns area, level, parent. Parents that lead back to the area itself are left out."""
        once = areas.dropna(subset=["area"]).drop_duplicates("area")
        levels = dict(zip(once["area"].astype(str), once["level"].astype(str), strict=True))
        above: dict[str, str] = {}
        for area, parent in zip(once["area"].astype(str), once["parent"], strict=True):
            if pd.notna(parent) and str(parent) in levels and area not in _up(str(parent), above):
                above[area] = str(parent)
        return cls(levels, above)

    def path(self, area: str) -> tuple[str, ...]:
        """The area itself and all that it lies in, the nearest first."""
        return _up(area, self.above)

    def members(self, area: str) -> frozenset[str]:
        """The area itself and every area below it."""
        return self._members.get(area, frozenset())

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        inside: dict[str, set[str]] = {area: set() for area in self.levels}
        for area in self.levels:
            for holder in self.path(area):
                inside[holder].add(area)
        return {area: frozenset(found) for area, found in inside.items()}

    @cached_property
    def order(self) -> dict[str, int]:
        """A number for each level of the code list; the lower the level, the smaller."""
        between = [level for level in level_codes() if level not in (CITY, TOWN)]
        below: dict[str, set[str]] = {level: set() for level in between}
        for area, holder in self.above.items():
            low, high = self.levels[area], self.levels[holder]
            if low != high and {low, high} <= {*between}:
                below[high].add(low)
        for _ in between:  # what is below a level below is below it too
            below = {level: lower.union(*(below[one] for one in lower)) for level, lower in below.items()}
        ranked = sorted(between, key=lambda level: (len(below[level] - {level}), -between.index(level)))
        return {level: rank for rank, level in enumerate((TOWN, *ranked, CITY))}

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The areas for which results are given one by one, in the order of their codes: none lies in another.

        Centre areas where a city has any. Else the areas of the lowest level above towns, and those that have nothing
        but towns below them and lie beside no other division of the same area. Empty where there are only towns.
        """
        centres = [area for area, level in self.levels.items() if level == CENTRE]
        if centres or not self._between:
            return tuple(sorted(centres))
        lowest = min((self.levels[area] for area in self._between), key=self.order.__getitem__)
        fine = {area for area in self._between if self.levels[area] == lowest}
        divided = {holder for area in fine for holder in self.path(area)}
        divisions: dict[str | None, set[str]] = {}
        for area in divided - {area for area, level in self.levels.items() if level == CITY}:
            divisions.setdefault(self.above.get(area), set()).add(self.levels[area])

        def is_beside(area: str) -> bool:
            return bool(divisions.get(self.above.get(area), set()) - {self.levels[area]})

        kept = {area for area in self._ends if not any(map(is_beside, self.path(area)))}
        return tuple(sorted(fine | kept))

    @cached_property
    def _between(self) -> list[str]:
        return [area for area, level in self.levels.items() if level not in (CITY, TOWN)]

    @cached_property
    def _ends(self) -> list[str]:
        """The areas that have nothing but towns below them."""
        between = {*self._between}
        return [area for area in self._between if not (self.members(area) - {area}) & between]

    @cached_property
    def in_no_part(self) -> tuple[str, ...]:
        """The areas above towns that no part holds and that hold none: by-area results leave them out."""
        held = {area for part in self.parts for area in self.members(part)}
        return tuple(area for area in self._ends if area not in held)

    @cached_property
    def upper(self) -> frozenset[str]:
        """The areas above towns that are neither a part nor in one: what is recorded for them is of no known part."""
        held = {area for part in self.parts for area in self.members(part)}
        return frozenset(a for a, level in self.levels.items() if level != TOWN and a not in held)

    def lowest(self, area: str | None, among: Collection[str]) -> tuple[str, ...]:
        """Areas of `among` in `area` (None: anywhere) that together hold it once: the lowest there are, branch by branch.

        Of two divisions of one area by different levels only the one that goes lower is taken.
        """
        by_level: dict[str, list[str]] = {}
        for child in self._children.get(area, ()):
            by_level.setdefault(self.levels[child], []).extend(self.lowest(child, among))
        found = [held for held in by_level.values() if held]
        if found:
            goes_to = [min(self.order[self.levels[one]] for one in held) for held in found]
            return tuple(
                one for held, to in zip(found, goes_to, strict=True) if to == min(goes_to) for one in held
            )
        return (area,) if area is not None and area in among else ()

    @cached_property
    def _children(self) -> dict[str | None, list[str]]:
        found: dict[str | None, list[str]] = {}
        for area in self.levels:
            found.setdefault(self.above.get(area), []).append(area)
        return found

    def named(self, areas: Iterable[str]) -> tuple[str, ...]:
        """The levels that these areas have, the highest first."""
        return tuple(sorted({self.levels[area] for area in areas}, key=self.order.__getitem__)[::-1])


def _up(area: str, above: dict[str, str]) -> tuple[str, ...]:
    path = [area]
    while (holder := above.get(path[-1])) is not None:
        path.append(holder)
    return tuple(path)
