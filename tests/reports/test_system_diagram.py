"""The diagram of the system: nothing is cut off or written over."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from fontTools.ttLib import TTFont

from sojo_eval.evaluation.words.labels import PILLARS
from sojo_eval.example_city.plan_text import systems_of_the_plan
from sojo_eval.foundation.fonts import BOLD, REGULAR
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.reports.system_diagram import system_diagram
from tests.indicators.test_systems import OTHER_CITY, drawn


@cache
def _advances(path: Path) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    font = TTFont(path)
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


def _room(text: Tag) -> tuple[float, float]:
    """From where to where a text of the diagram runs, in the shipped font."""
    cmap, advances, em = _advances(BOLD if "name" in text["class"] else REGULAR)
    size = float(str(text["font-size"]))
    run = sum(advances[cmap[ord(sign)]][0] for sign in text.get_text()) * size / em
    start = float(str(text["x"])) - {"start": 0.0, "middle": run / 2, "end": run}[str(text["text-anchor"])]
    return start, start + run


SYSTEMS = {
    "the plan of the example": systems_of_the_plan(),
    "another city": drawn(OTHER_CITY),
    "a city without a list of services": drawn(OTHER_CITY.iloc[:0]),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("whose", SYSTEMS)
def test_no_text_of_the_diagram_is_cut_off_or_written_over(whose: str, lang: Language) -> None:
    svg = BeautifulSoup(system_diagram(SYSTEMS[whose], lang), "html.parser")
    drawn_boxes = {str(box["href"]) for box in svg.select("a.box")}
    assert drawn_boxes == {f"#system-{system.code}" for system in SYSTEMS[whose]}
    for box in svg.select("a.box"):
        measured = re.search("[①②③]", box.get_text()) is not None
        assert bool({*box["class"]} & {*PILLARS}) == measured
        edge, signs = box.select_one(".edge"), box.select_one(".signs")
        assert edge is not None
        assert signs is not None
        left, right = float(str(edge["x"])), float(str(edge["x"])) + float(str(edge["width"]))
        top, bottom = float(str(edge["y"])), float(str(edge["y"])) + float(str(edge["height"]))
        for text in box.find_all("text"):
            start, end = _room(text)
            assert left + 10 <= start, text
            assert end <= right - 5, text
            assert top + 8 <= float(str(text["y"])) <= bottom - 3, text
            if text is not signs and text["y"] == signs["y"]:
                assert end < _room(signs)[0], text
    edges = [tuple(float(str(e[k])) for k in ("x", "y", "width", "height")) for e in svg.select(".edge")]
    for (x, y, w, h), (u, v, b, t) in itertools.combinations(edges, 2):
        assert x + w <= u or u + b <= x or y + h <= v or v + t <= y, "two boxes overlap"
