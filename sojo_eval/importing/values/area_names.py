"""Names of towns and other areas as people write them → area codes, or the nearest names there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from rapidfuzz import fuzz, process

from sojo_eval.foundation.language import Text
from sojo_eval.japanese import UnreadableError, normalise
from sojo_eval.japanese.kanji_numerals import kanji_number
from sojo_eval.japanese.text import plain_dashes, refuse_note_digits
from sojo_eval.schema import load_schema

_SPACES = re.compile(r"\s+")
# Two ways of writing one name. ヶ, ケ, が and ノ, の, 之 change places from one office to the next.
_ALIKE = str.maketrans(
    "ヶヵがガノ之乃澤條籠龍桧嶋﨑濱髙櫻榮冨壽廣邊國學鹽瀨淵瀧藪莊",
    "ケケケケののの沢条篭竜檜島崎浜高桜栄富寿広辺国学塩瀬渕滝薮荘",
)
_WAVES = str.maketrans("~～∼〜", "〜〜〜〜")
_PREFECTURE = re.compile(r"^(?:東京都|北海道|京都府|大阪府|[^\s都道府県]{2,3}県)")
_NUMERAL = r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_CHOME = re.compile(
    rf"(?P<town>.+?)(?P<first>{_NUMERAL})(?:[〜・、,-](?P<last>{_NUMERAL}))?(?:丁目?)(?P<rest>.*)"
)
_BARE_NUMBER = re.compile(r"(?P<town>.+?)(?P<first>[0-9]{1,3})(?P<rest>-?(?:[0-9].*)?)")
_GOES_ON = re.compile("(?!字|大字|番|地)[一-鿿々ヶケノ](?<![一二三四五六七八九十])")
"""What makes another name of a town when it follows: 中町南."""
_CANDIDATES = 3
_LEAST_LIKENESS = 50


@dataclass(frozen=True)
class _Area:
    code: str
    level: str
    name: str
    chome: int | None


@dataclass(frozen=True)
class _Place:
    """A name taken apart; `last` is empty unless several 丁目 are named, `rest` is what follows the 丁目."""

    town: str
    first: int | None = None
    last: int | None = None
    rest: str = ""


class AreaNames:
    """Looks up areas by name.

    areas: the clean table (area, level, name_ja, and chome where known). crosswalk: `area_crosswalk` (area, valid_from,
    valid_to); an area with rows there is known by its name only on the days of these rows, others always.
    """

    def __init__(self, areas: pd.DataFrame, crosswalk: pd.DataFrame | None = None) -> None:
        chome = areas["chome"] if "chome" in areas else pd.Series(pd.NA, index=areas.index)
        found = [
            _Area(str(code), str(level), str(name), None if pd.isna(n) else int(n))
            for code, level, name, n in zip(
                areas["area"], areas["level"], areas["name_ja"], chome, strict=True
            )
            if not pd.isna(name)
        ]
        self._cities = tuple(
            sorted((place_key(a.name) for a in found if a.level == "city"), key=len, reverse=True)
        )
        self._by_code = {area.code: area for area in found}
        self._by_key: dict[str, list[_Area]] = {}
        self._chome: dict[str, dict[int, list[_Area]]] = {}
        for area in found:
            key = place_key(area.name)
            self._by_key.setdefault(key, []).append(area)
            place = _take_apart(key)
            if place.first is not None and not place.rest and area.level == "town":
                self._chome.setdefault(place.town, {}).setdefault(place.first, []).append(area)
        self._towns = sorted(
            {place_key(a.name) for a in found if a.level == "town"} | {*self._chome}, key=len
        )[::-1]
        self._periods = _periods(crosswalk)
        self._names = {key: areas_[0].name for key, areas_ in self._by_key.items()}

    def code(self, text: object, on: date | None = None, level: str = "") -> str:
        """The code of the area that `text` names, with or without the city before it.

        on: the day of the record, which chooses among areas of one name and refuses an old one. level: look only among
        areas of this level; without it a name that a town and a centre share is an error. A 丁目 of a town that has
        no 丁目 of its own in the table gives the town. Raises UnreadableError with the nearest names.
        """
        raw = str(text)
        if raw.strip() in self._by_code and level in ("", self._by_code[raw.strip()].level):
            return raw.strip()
        refuse_note_digits(raw)
        key = place_key(raw)
        if key not in self._by_key:
            key = self._without_city(key)
        whole = self._of_level(self._by_key.get(key, []), level)
        if whole:
            return self._one(whole, on)
        place = _take_apart(key)
        if place.first is None:
            if place.town in self._chome:
                raise self._which_chome(place.town)
            raise self._unknown(key, level)
        return self._by_chome(place, key, on, level)

    def within(self, address: object) -> str | None:
        """The code of the town or 丁目 that a whole address lies in; None for one in no area of the table.

        What follows the town or the 丁目 is not looked at: 西東京市泉町三丁目12番35号 and 泉町3-12-35 are both 泉町3丁目.
        A number that is not a 丁目 (泉町3番地) tells no 丁目, and 泉町南 is not 泉町.
        """
        key = self._without_city(place_key(str(address)))
        for town in self._towns:
            if key.startswith(town) and not _GOES_ON.match(key[len(town) :]):
                number = re.match("[0-9]{1,3}(?![0-9]|番)", key[len(town) :])
                listed = self._chome.get(town, {}).get(int(number[0]), []) if number else []
                found = listed or self._of_level(self._by_key.get(town, []), "town")
                if len(found) == 1:
                    return found[0].code
        return None

    def nearest(self, text: object, level: str = "") -> tuple[str, ...]:
        """Up to three names that are most like `text`, the likest first."""
        names = {key: name for key, name in self._names.items() if self._of_level(self._by_key[key], level)}
        hits = process.extract(
            self._without_city(place_key(str(text))), list(names), scorer=fuzz.ratio, limit=_CANDIDATES,
            score_cutoff=_LEAST_LIKENESS,
        )  # fmt: skip
        return tuple(names[key] for key, _, _ in hits)

    def _without_city(self, key: str) -> str:
        short = _PREFECTURE.sub("", key)
        for city in self._cities:
            for candidate in (key, short):
                if candidate.startswith(city) and len(candidate) > len(city):
                    return _without_aza(candidate[len(city) :])
            if short == city:
                return short
        return _without_aza(key)

    @staticmethod
    def _of_level(areas: list[_Area], level: str) -> list[_Area]:
        return [area for area in areas if level in ("", area.level)]

    def _one(self, areas: list[_Area], on: date | None) -> str:
        levels = sorted({a.level for a in areas}, key=_from_below)
        if len(levels) > 1:
            raise UnreadableError(
                Text(
                    f"同じ名前が、階層の違う地域にあります（{'、'.join(levels)}）",
                    f"Areas of different levels have this name ({', '.join(levels)})",
                ),
                Text(
                    "地域コードを書くか、対応表でどの階層かを決めてください",
                    "Write the area code, or choose the level in the mapping",
                ),
            )
        known = areas if on is None else [a for a in areas if self._is_known(a, on)]
        if len(known) == 1:
            return known[0].code
        codes = "、".join(a.code for a in areas)
        if not known:
            until = self._says_when(areas)
            raise UnreadableError(
                Text(
                    f"その日には使われていない地域名です（{until}）",
                    f"The name was not in use on that day ({until})",
                ),
                Text(
                    "その日の地域名か、日付を確かめてください", "Check the name as of that day, or the date"
                ),
            )
        raise UnreadableError(
            Text(
                f"同じ名前の地域が二つ以上あります（{codes}）",
                f"More than one area has this name ({codes})",
            ),
            Text("名前の代わりに地域コードを書いてください", "Write the area code instead of the name"),
        )

    def _is_known(self, area: _Area, on: date) -> bool:
        periods = self._periods.get(area.code)
        return periods is None or any(first <= on <= last for first, last in periods)

    def _says_when(self, areas: list[_Area]) -> str:
        spans = [span for a in areas for span in self._periods.get(a.code, [])]
        return "、".join(f"{first}〜{last if last < date.max else ''}" for first, last in sorted(spans))

    def _by_chome(self, place: _Place, key: str, on: date | None, level: str) -> str:
        if place.rest:
            raise UnreadableError(
                Text(
                    "丁目より細かい番地まで書いてあります（住まいが分かるおそれがあります）",
                    "It is more detailed than the 丁目 and may show where someone lives",
                ),
                Text("丁目まで（例: 泉町1丁目）にしてください", "End it at the 丁目, such as 泉町1丁目"),
            )
        assert place.first is not None
        listed = self._chome.get(place.town)
        towns = self._of_level(self._by_key.get(place.town, []), level or "town")
        if listed is not None and level in ("", "town"):
            there = sorted(listed)
            if place.last is not None:
                raise self._several(place)
            if place.first in listed:
                return self._one(listed[place.first], on)
            raise self._no_chome(place.first, there)
        if not towns:
            raise self._unknown(key, level)
        most = max((t.chome for t in towns if t.chome is not None), default=None)
        for number in (place.first, place.last):
            if number is not None and (number == 0 or (most is not None and number > most)):
                raise self._no_chome(number, list(range(1, (most or 0) + 1)))
        return self._one(towns, on)

    def _no_chome(self, number: int, there: Sequence[int]) -> UnreadableError:
        lost = [
            (int(str(number)[:i]), int(str(number)[i:]))
            for i in range(1, len(str(number)))
            if int(str(number)[:i]) < int(str(number)[i:])
            and {int(str(number)[:i]), int(str(number)[i:])} <= set(there)
        ]
        known = "、".join(map(str, there)) or "なし"
        hint = Text("", "")
        if lost:
            a, b = lost[0]
            hint = Text(
                f"（「{a}〜{b}丁目」の「〜」が抜けたのではありませんか）",
                f" (was it {a}〜{b}丁目 before the 〜 was lost?)",
            )
        return UnreadableError(
            Text(f"{number}丁目はありません{hint.ja}", f"There is no {number}丁目{hint.en}"),
            Text(
                f"元の資料で確かめてください。ある丁目: {known}",
                f"Check the original. Existing 丁目: {known}",
            ),
        )

    def _several(self, place: _Place) -> UnreadableError:
        return UnreadableError(
            Text(
                f"{place.first}と{place.last}、二つ以上の丁目が書いてあります",
                f"It names more than one 丁目 ({place.first}, {place.last})",
            ),
            Text("丁目ごとに行を分けてください", "Give each 丁目 its own row"),
        )

    def _which_chome(self, town: str) -> UnreadableError:
        there = "、".join(map(str, sorted(self._chome[town])))
        return UnreadableError(
            Text("何丁目かが書いてありません", "It does not say which 丁目"),
            Text(f"丁目まで書いてください。ある丁目: {there}", f"Add the 丁目. Existing 丁目: {there}"),
        )

    def _unknown(self, key: str, level: str) -> UnreadableError:
        near = self.nearest(key, level)
        hint = (
            Text(f"近い名前: {'、'.join(near)}", f"Similar names: {', '.join(near)}")
            if near
            else Text("近い名前もありません", "There is no similar name")
        )
        return UnreadableError(
            Text("地域の表にない名前です", "The name is not in the table of areas"),
            Text(
                f"名前を直すか、対応表の [codes] に読み替えを加えてください。{hint.ja}",
                f"Correct the name, or add it to [codes] in the mapping. {hint.en}",
            ),
        )


def _from_below(level: str) -> int:
    levels = load_schema().codes("area_levels")[::-1]
    return levels.index(level) if level in levels else len(levels)


def place_key(name: str) -> str:
    """What spellings of one place share."""
    plain = _SPACES.sub("", normalise(name)).translate(_WAVES).translate(_ALIKE)
    # Only beside a number a long vowel is a dash: センター keeps its ー.
    plain = re.sub(r"(?<=[0-9])[‐‑‒–—―−ー]", "-", plain)
    return _kanji_chome(_without_aza(plain))


def _without_aza(key: str) -> str:
    return re.sub(r"^(?:大字|字)", "", key)


def _kanji_chome(key: str) -> str:
    """一丁目 as 1丁目, so that both are found; other kanji numerals (三条町) are names."""
    return re.sub(r"([一二三四五六七八九十]+)(?=丁目?)", lambda m: str(kanji_number(m[1]) or m[1]), key)


def _take_apart(key: str) -> _Place:
    match = _CHOME.fullmatch(key) or _BARE_NUMBER.fullmatch(key)
    if match is None:
        return _Place(key)
    parts = match.groupdict()
    rest = plain_dashes(parts["rest"])
    last = parts.get("last")
    return _Place(
        parts["town"],
        _number(parts["first"]),
        None if last is None else _number(last),
        "" if rest == "-" else rest,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() else kanji_number(text) or 0


def _periods(crosswalk: pd.DataFrame | None) -> dict[str, list[tuple[date, date]]]:
    if crosswalk is None:
        return {}
    first = pd.to_datetime(crosswalk["valid_from"])
    last = (
        pd.to_datetime(crosswalk["valid_to"])
        if "valid_to" in crosswalk
        else pd.Series(pd.NaT, index=crosswalk.index)
    )
    periods: dict[str, list[tuple[date, date]]] = {}
    for code, begin, end in zip(crosswalk["area"], first, last, strict=True):
        span = (
            date.min if pd.isna(begin) else begin.date(),
            date.max if pd.isna(end) else end.date(),
        )
        periods.setdefault(str(code), []).append(span)
    return periods
