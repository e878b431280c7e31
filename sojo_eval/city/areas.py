"""Areas: their codes and names, which lie within one, and how many people live there month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.city.places.area_tree import CITY, TOWN, AreaTree
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import near_names, nearest, shown

if TYPE_CHECKING:
    from sojo_eval.city.folder import City


def area_tree(city: City) -> AreaTree:
    """Which of the city's areas lies in which, and the order of their levels."""
    return city.once("area tree", lambda: AreaTree.of(city.table("areas")))


def members(city: City, area: str) -> frozenset[str]:
    """`area` itself and every area below it. Raises SojoEvalError naming the areas there are."""
    tree = area_tree(city)
    if area == city.code:
        return city.once("every area", lambda: frozenset({area, *tree.levels}))
    if area not in tree.levels:
        raise _no_area(city, area)
    return tree.members(area)


def parts(city: City) -> tuple[str, ...]:
    """The areas for which results are given one by one (`AreaTree.parts`), in the order of their codes."""
    return area_tree(city).parts


def parts_within(city: City, area: str) -> list[str]:
    """Those of them that lie in `area`. Raises SojoEvalError for an unknown area."""
    inside = members(city, area)
    return [part for part in parts(city) if part in inside]


def part_of(city: City) -> dict[str, str]:
    """The part that each area lies in: parts themselves and all below them."""
    return city.once("part of", lambda: {a: part for part in parts(city) for a in members(city, part)})


def one_by_one(city: City) -> tuple[str, ...]:
    """What is shown area by area: the parts, or the towns of a city that has nothing between them and itself."""
    tree = area_tree(city)
    return tree.parts or tuple(sorted(a for a, level in tree.levels.items() if level == TOWN))


def area_code(city: City, area: object) -> str:
    """The code of the area that is meant: by its code (also as the number that a notebook made of it) or by its name in
    either language.

    Raises SojoEvalError naming codes and names, and for a name or a number that several areas have.
    """
    asked = str(area).strip()
    names = _names(city)
    for meant in (
        [code for code in names if code == asked],
        [code for code in names if code.lstrip("0") == asked] if isinstance(area, int) else [],
        [
            code
            for code, name in names.items()
            if asked.casefold() in (name.ja.casefold(), name.en.casefold())
        ],
    ):
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise SojoEvalError(
                "two-areas",
                Text(
                    f"「{shown(area)}」に当たる地域が二つ以上あります",
                    f"Several areas are called {shown(area)!r}",
                ),
                Text(f"コードで書いてください: {', '.join(meant)}", f"Write the code: {', '.join(meant)}"),
            )
    raise _no_area(city, area)


def _no_area(city: City, area: object) -> SojoEvalError:
    """Towns are too many for a message: named are the areas that are larger, and whatever is near."""
    names = {code: name.ja for code, name in _names(city).items()}
    larger = [city.code, *(code for code, level in area_tree(city).levels.items() if level != TOWN)]
    listed = [*dict.fromkeys([*near_names(area, [*names], names), *larger])]
    hint = nearest(area, listed, names)
    return SojoEvalError(
        "no-area",
        Text(f"地域「{shown(area)}」はありません", f"There is no area {shown(area)!r}"),
        Text(f"{hint.ja}。一覧は city.areas", f"{hint.en}; city.areas lists them"),
    )


def area_table(city: City) -> pd.DataFrame:
    """The city and its areas, the large ones first: columns area (code), level, name_ja, name_en, residents.

    residents: at the city's last whole month, as indicators per resident count them; missing where nobody counted them.
    """
    tree = area_tree(city)
    levels = tree.levels | {city.code: CITY}
    codes = sorted(tree.levels, key=lambda code: (-tree.order[tree.levels[code]], code))
    month = pd.DatetimeIndex([city.last_whole_month])
    rows = []
    for code, name in ((code, area_name(city, code)) for code in dict.fromkeys([city.code, *codes])):
        people = population_by_month(city, code, month).iloc[0]
        rows.append((code, levels[code], name.ja, name.en, people))
    frame = pd.DataFrame(rows, columns=["area", "level", "name_ja", "name_en", "residents"])
    return frame.astype({"residents": "Float64"}).round({"residents": 0}).astype({"residents": "Int64"})


def _names(city: City) -> dict[str, Text]:
    """Codes and names of the city and its areas."""
    names = city.once("area names", lambda: _area_names(city))
    return {city.code: city.name} | names | {city.code: city.name}


def area_name(city: City, area: str) -> Text:
    """The area's name in both languages (the code itself when it has none)."""
    if area == city.code:
        return city.name
    return city.once("area names", lambda: _area_names(city)).get(area, Text(area, area))


def _area_names(city: City) -> dict[str, Text]:
    areas = city.table("areas").drop_duplicates("area")
    names = zip(areas["area"], areas["name_ja"], areas["name_en"], strict=True)
    return {area: Text(str(ja), str(en if pd.notna(en) else ja)) for area, ja, en in names}


def population_by_month(city: City, area: str, months: pd.DatetimeIndex, age_band: str = "") -> pd.Series:
    """Residents of an area at the middle of each month, interpolated linearly between counts.

    A date that lacks an area or a sex that other dates have, or says nobody lives there, is not used. Before the first and after the last count the nearest one is held. NaN everywhere when there is no count.
    Counts of the area itself are used where there are any, else the sum of the areas below it.

    age_band: only residents of that band ("65-74", "75+"). Counts are kept in five-year bands; one that lies
    partly within (15–19 in 18–39) gives its part as if its five years were equally large. NaN for bands that are
    no ages ("unknown").
    """
    known = city.once(("residents", area, age_band), lambda: _residents_by_date(city, area, age_band))
    if known.empty:
        return pd.Series(np.nan, index=months)
    days = pd.DatetimeIndex(known.index).to_numpy().astype("datetime64[D]").astype(float)
    middle = (months + pd.Timedelta(days=14)).to_numpy().astype("datetime64[D]").astype(float)
    return pd.Series(np.interp(middle, days, known.to_numpy(dtype=float)), index=months)


def _residents_by_date(city: City, area: str, age_band: str) -> pd.Series:
    """Residents on the dates of the counts that hold all of the area; empty where there is none."""
    counts = city.once("residents counted", lambda: _Counts.of(city))
    in_band = counts.parts_of(age_band)
    rows = (counts.area == counts.number_of(area)) & (in_band > 0)
    if not rows.any():
        members(city, area)  # raises for an unknown one
        counted = counts.names[np.unique(counts.area[in_band > 0])]
        # The lowest areas present, so that no one is counted in a town and in its centre area too.
        lowest = area_tree(city).lowest(None if area == city.code else area, frozenset(counted))
        rows = np.isin(counts.area, [counts.number_of(name) for name in lowest]) & (in_band > 0)
    totals, parts = rows & counts.is_total, rows & counts.is_part
    # A date may have the total, the parts, or both: the total goes before the sum of the parts.
    sums = counts.sums(parts, in_band) * counts.of_every_sex(parts)
    by_area = np.where(counts.places(totals) > 0, counts.sums(totals), sums)
    residents = pd.Series(by_area.sum(axis=1), index=counts.dates)
    return residents[_complete(by_area > 0)]


@dataclass(frozen=True)
class _Counts:
    """The table of residents as arrays, (rows,) each: it is looked into for every area and age band.

    date, area, sex: places in `dates`, `areas` and among the sexes. dates: in their order.
    """

    dates: pd.DatetimeIndex
    areas: dict[str, int]
    date: NDArray[np.int64]
    area: NDArray[np.int64]
    sex: NDArray[np.int64]
    persons: NDArray[np.float64]
    age_band: NDArray[np.object_]
    is_total: NDArray[np.bool_]
    is_part: NDArray[np.bool_]

    @classmethod
    def of(cls, city: City) -> _Counts:
        table = city.table("population")
        date, dates = pd.factorize(table["date"], sort=True)
        area, areas = pd.factorize(table["area"].astype(object))
        sex, age = (table[c].to_numpy(dtype=object) for c in ("sex", "age_band"))
        return cls(
            pd.DatetimeIndex(dates),
            {str(name): place for place, name in enumerate(areas)},
            date,
            area,
            pd.factorize(sex)[0],
            table["persons"].to_numpy(dtype=float, na_value=np.nan),
            age,
            np.asarray((sex == "all") & (age == "all")),
            np.asarray((sex != "all") & (age != "all")),
        )

    @property
    def names(self) -> NDArray[np.object_]:
        """The areas, by their place."""
        return np.array([*self.areas], dtype=object)

    def number_of(self, area: str) -> int:
        """Its place in `areas`; -1, which no row has, where it is not counted."""
        return self.areas.get(area, -1)

    def parts_of(self, age_band: str) -> NDArray[np.float64]:
        """The part of each row's people that is in the band: all without a band, and none of the totals with one."""
        if not age_band:
            return np.ones(self.date.size)
        bands = {band: _within_band(str(band), age_band) for band in set(self.age_band[self.is_part])}
        return np.array([bands.get(band, 0.0) for band in self.age_band]) * self.is_part

    def sums(self, rows: NDArray[np.bool_], part: NDArray[np.float64] | float = 1.0) -> NDArray[np.float64]:
        """Dates × areas: the people of some rows."""
        people = np.nan_to_num(self.persons * part)[rows]
        return self._table(np.bincount(self._place[rows], people, minlength=self._size))

    def places(self, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Dates × areas: how many of some rows there are."""
        return self._table(np.bincount(self._place[rows], minlength=self._size))

    def of_every_sex(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Dates × areas: whether there are people of every sex that the area has on another date."""
        known = rows & (self.persons > 0)
        sexes = np.zeros((len(self.dates), len(self.areas), int(self.sex.max(initial=0)) + 1), dtype=bool)
        sexes[self.date[known], self.area[known], self.sex[known]] = True
        of_area: NDArray[np.bool_] = np.asarray(sexes.any(axis=0))
        return np.asarray(sexes.sum(axis=2) == of_area.sum(axis=1))

    @property
    def _place(self) -> NDArray[np.int64]:
        return self.date * len(self.areas) + self.area

    @property
    def _size(self) -> int:
        return len(self.dates) * len(self.areas)

    def _table(self, flat: NDArray[Any]) -> NDArray[np.float64]:
        return flat.astype(float).reshape(len(self.dates), len(self.areas))


def _complete(there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which dates lack no area that another date has beside all of theirs. there: dates × areas with people."""
    has_more = (
        there.astype(float) @ (~there).astype(float).T > 0
    )  # the row's date has one that the column's lacks
    less = ~has_more & has_more.T
    return np.asarray(there.any(axis=1) & ~less.any(axis=1))


def _within_band(five_years: str, age_band: str) -> float:
    """The part of a five-year band that lies within an age band, 0..1."""
    (low, high), (first, last) = ages(five_years), ages(age_band)
    return max(0.0, min(high, last) - max(low, first) + 1) / (high - low + 1) if high >= low else 0.0


def ages(band: str) -> tuple[int, int]:
    """First and last whole year of "15-19", of "75+" (open: 199); a band that is no ages is empty."""
    if band.endswith("+") and band[:-1].isdigit():
        return int(band[:-1]), 199
    first, _, last = band.partition("-")
    return (int(first), int(last)) if first.isdigit() and last.isdigit() else (1, 0)
