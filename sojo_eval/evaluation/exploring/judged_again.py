"""What each finding of an evaluation was worked out from: at hand where it was just worked out, else judged again when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd

from sojo_eval.city import City, open_city
from sojo_eval.evaluation.gathering import declared, gather
from sojo_eval.evaluation.judgement import Judged, judge
from sojo_eval.evaluation.periods import Period, choose_periods
from sojo_eval.foundation.archive import content_hash
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import Indicator, catalogue, counted, no_such_indicator, own_entries, sql

Place = tuple[str, str, str]
"""Indicator, area, question."""
Span = tuple[pd.Timestamp, pd.Timestamp]


@dataclass(frozen=True)
class Terms:
    """What is asked otherwise than the city registered it; None = as registered.

    shocks: first and last days. breaks: first days of another definition.
    """

    smallest_change: float | None = None
    shocks: tuple[Span, ...] | None = None
    breaks: tuple[pd.Timestamp, ...] | None = None


class JudgedAgain(Mapping[Place, Judged]):
    """The judged findings by their place. One that is not at hand is judged again from the city's records.

    A copy made by pickle holds none of them, nor the records: it opens the city's folder again when first asked, and
    refuses (SojoEvalError) where the records or city.toml are no longer those that the findings came from.
    """

    def __init__(
        self, city: City, plans: tuple[str, str], places: Iterable[Place], judged: Mapping[Place, Judged] | None = None
    ) -> None:  # fmt: skip
        self._city: City | None = city
        self._folder, self._engine, self._data = city.path.absolute(), city.engine, _data_of(city)
        self._plans = plans
        self._places = dict.fromkeys(places)
        self._judged = dict(judged or {})
        self._own = {name: told(entry) for name, entry in own_entries().items()}
        self._entries: dict[str, Indicator] = {}
        self._counted: dict[str, pd.DataFrame] = {}

    @property
    def city(self) -> City:
        """The city whose findings these are."""
        if self._city is None:
            found = open_city(self._folder, self._engine)
            if _data_of(found) != self._data:
                raise SojoEvalError(
                    "city-changed",
                    Text(
                        f"{self._folder} の資料か city.toml が、この評価のあとで変わりました",
                        f"The records or city.toml of {self._folder} have changed since this evaluation",
                    ),
                    Text("もう一度 se.evaluate で評価してください", "Evaluate again with se.evaluate"),
                )
            self._city = found
        return self._city

    @property
    def at_hand(self) -> int:
        """How many need not be judged again."""
        return len(self._judged)

    @property
    def periods(self) -> tuple[Period, Period]:
        """The two plan periods."""
        return choose_periods(self.city, *self._plans)

    def only(self, indicators: Iterable[str]) -> JudgedAgain:
        """The same, of some indicators."""
        kept = {*indicators}
        return JudgedAgain(
            self.city,
            self._plans,
            [place for place in self._places if place[0] in kept],
            {place: judged for place, judged in self._judged.items() if place[0] in kept},
        )

    def entry(self, indicator: str) -> Indicator:
        """The definition of an indicator of these findings. Raises SojoEvalError where it is no longer known."""
        if indicator not in self._entries:
            self._entries = catalogue(self.city)
        if indicator not in self._entries:
            raise no_such_indicator(indicator, self._entries)
        own = own_entries()
        if indicator in own and told(own[indicator]) != self._own.get(indicator):
            raise SojoEvalError(
                "indicator-changed",
                Text(
                    f"{indicator} の定義が、この評価のあとで変わりました",
                    f"The definition of {indicator} has changed since this evaluation",
                ),
                Text("もう一度 se.evaluate で評価してください", "Evaluate again with se.evaluate"),
            )
        return self._entries[indicator]

    def under(self, place: Place, terms: Terms) -> Judged:
        """One finding judged under other terms than those that were registered."""
        indicator, area, question = place
        entry = self.entry(indicator)
        if indicator not in self._counted:
            self._counted[indicator] = counted(self.city, entry)
        base = declared(
            self.city, entry, area, *self.periods, question, shocks=terms.shocks, breaks=terms.breaks  # type: ignore[arg-type]  # a finding's own question
        )  # fmt: skip
        evidence = gather(self.city, self._counted[indicator], base)
        if terms.smallest_change is not None:
            evidence = replace(evidence, entry=replace(entry, smallest_change=terms.smallest_change))
        return judge(evidence)

    def __getitem__(self, place: Place) -> Judged:
        if place not in self._places:
            raise KeyError(place)
        if place not in self._judged:
            self._judged[place] = self.under(place, Terms())
        return self._judged[place]

    def __contains__(self, place: object) -> bool:
        # The question whether it is there must not cost a model.
        return place in self._places

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __getstate__(self) -> dict[str, Any]:
        kept = ("_folder", "_engine", "_data", "_plans", "_places", "_own")
        return {name: vars(self)[name] for name in kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._city, self._judged, self._entries, self._counted = None, {}, {}, {}


def told(entry: Indicator) -> list[str]:
    """By what an indicator of somebody's own is known again: its rule, wherever that is written, and its words."""
    said = [repr(getattr(entry, part.name)) for part in fields(entry) if part.name != "compute"]
    return [sql(entry), *said]


def _data_of(city: City) -> dict[str, object]:
    """By what the records and the settings are known again."""
    return {
        "tables": {name: facts["sha256"] for name, facts in sorted(city.manifest["tables"].items())},
        "noted_events": city.manifest.get("noted_events", {}),
        "configuration": content_hash(city.configuration),
    }
