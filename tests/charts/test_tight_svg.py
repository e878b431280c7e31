"""The tight drawing is the same drawing: every place of every path, to a tenth of a point, and every text."""

from __future__ import annotations

import io
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from sojo_eval.charts.style import house_style
from sojo_eval.charts.tight_svg import data_address, tight

NUMBER = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")


def places(path: str) -> list[tuple[float, float]]:
    """The end of every step of a path, absolute or relative: an independent reading of SVG 2, 9.3."""
    found: list[tuple[float, float]] = []
    here = start = (0.0, 0.0)
    tokens = NUMBER.findall(path)
    command = ""
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        if command in "zZ":
            here = start
            continue
        taken = {"m": 2, "l": 2, "q": 4, "c": 6, "h": 1, "v": 1}[command.lower()]
        numbers = [float(tokens.pop(0)) for _ in range(taken)]
        base = here if command.islower() else (0.0, 0.0)
        if command in "hv":
            end = (here[0] + numbers[0], here[1]) if command == "h" else (here[0], here[1] + numbers[0])
            found.append(end)
        else:
            pairs = [(base[0] + x, base[1] + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            found += pairs
            end = pairs[-1]
        here = end
        start = here if command in "mM" else start
    return found


@pytest.fixture(scope="module")
def drawing() -> str:
    with house_style():
        figure = Figure(figsize=(7.5, 3))
        axes = figure.add_subplot()
        axes.plot(np.arange(40), np.sin(np.arange(40)), "o-", label="相談 & <件数>")
        axes.fill_between([0, 39], [0, 0.2], [0.5, 0.6], hatch="//", alpha=0.4)
        axes.set_title('割合 "100%" の#推移\'')
        axes.legend()
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def paths(svg: str) -> list[ElementTree.Element]:
    return [e for e in ElementTree.fromstring(svg).iter() if e.get("d")]


def test_every_place_of_every_path_stays_where_it_was(drawing: str) -> None:
    before, after = paths(drawing), paths(tight(drawing))
    assert len(before) == len(after) > 20
    for one, other in zip(before, after, strict=True):
        glyph = one.get("transform") == "scale(0.015625)"
        grid, allowed = (16, 0.501) if glyph else (1, 0.0501)
        away = np.array(places(one.attrib["d"])) / grid - np.array(places(other.attrib["d"]))
        assert np.abs(away).max() <= allowed
        assert other.get("transform") == ("scale(.25)" if glyph else one.get("transform"))


@pytest.mark.parametrize(("name", "tag"), [("x", "use"), ("y", "use"), ("width", "svg"), ("viewBox", "svg")])
def test_marks_and_size_stay(drawing: str, name: str, tag: str) -> None:
    def of(svg: str) -> list[list[float]]:
        found = []
        for element in ElementTree.fromstring(svg).iter():
            if element.tag.endswith(f"}}{tag}"):
                moved = re.search(r"translate\(([^ )]+) 0\)", element.get("transform", ""))
                said = element.get(name) or (moved.group(1) if moved and name == "x" else "0")
                found.append([float(x) for x in said.removesuffix("pt").split()])
        return found

    assert np.allclose(of(drawing), of(tight(drawing)), atol=0.0501)


def test_names_lead_to_what_they_led_to(drawing: str) -> None:
    svg = tight(drawing)
    ids = re.findall(r'\bid="([^"]*)"', svg)
    assert len(ids) == len(set(ids))
    asked = {*re.findall(r'href="#([^"]*)"', svg), *re.findall(r"url\(#([^)]*)\)", svg)}
    assert asked <= set(ids)
    assert len(asked) > 10


def test_it_is_shorter_and_its_texts_stay(drawing: str) -> None:
    svg = tight(drawing)
    assert len(svg) < 0.7 * len(drawing)
    assert re.findall("<!--.*?-->", svg) == re.findall("<!--.*?-->", drawing)
    assert "Matplotlib" not in svg
    assert "<g>" not in svg


def test_an_address_reads_back_as_the_drawing(drawing: str) -> None:
    svg = tight(drawing)
    address = data_address(svg)
    assert not set('"<>#&\n') & set(address)
    read = unquote(address.partition(",")[2])
    assert ElementTree.canonicalize(read) == ElementTree.canonicalize(svg)


@given(
    st.lists(
        st.tuples(st.sampled_from("MLQCZ"), st.lists(st.floats(-9999, 9999), min_size=6, max_size=6)),
        min_size=1,
    )
)
def test_any_path_keeps_its_places(steps: list[tuple[str, list[float]]]) -> None:
    taken = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}
    steps = [("M", steps[0][1]), *steps]
    path = " ".join(f"{c} {' '.join(f'{x:.6f}' for x in numbers[: taken[c]])} " for c, numbers in steps)
    read = places(re.findall(r' d="([^"]*)"', tight(f'<svg><path d="{path}"/></svg>'))[0])
    assert np.abs(np.array(places(path)) - np.array(read)).max() <= 0.0501
