"""matplotlib's SVG in fewer bytes: the same picture, and a notebook that opens at once."""

from __future__ import annotations

import re

_LEFT_OUT = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>", re.DOTALL)
_NAMES = re.compile(r'<g id="[^"]*"')
_GROUP = re.compile(r"(<g(?: [^>]*)?>|</g>)")
_EMPTY = re.compile(r"<g\s*/>")
_BETWEEN = re.compile(r">\s+<")
_PATH = re.compile(r'\bd="([^"]*)"( transform="scale\(0\.015625\)")?')
_STEP = re.compile(r"([A-Za-z])|(-?\d+\.?\d*(?:e-?\d+)?)")
_MOVED = re.compile(r"(?<=translate\()[^)]*(?=\))")
_SHIFTED = re.compile(r'(<use [^>]*)transform="translate\(([^) ]+) 0\)"(?=/>)')
_PLACE = re.compile(r'(?<=\b[xy]=")[^"]*(?=")')
_ALIKE = re.compile(r'<use [^>]* style="([^"]*)"/>(?:<use [^>]* style="\1"/>)+')
_STYLE = re.compile(r'style="[^"]*"')
_ID = re.compile(r'(?<=\bid=")[^"]*|(?<=href="#)[^"]*|(?<=url\(#)[^)]*')
_IN_ADDRESS = str.maketrans({"%": "%25", "#": "%23", "&": "%26", "<": "%3C", ">": "%3E", '"': "'", "\n": " "})


def tight(svg: str) -> str:
    """The drawing (its texts stay beside their outlines as comments) without its history, its names and line breaks; places to a tenth of a point, each told from the last.

    Browsers of the last years read it; a program that wants `xlink:href` gets the figure by `plot()`.
    """
    svg = _EMPTY.sub("", _BETWEEN.sub("><", _NAMES.sub("<g", _LEFT_OUT.sub("", svg)).strip()))
    svg = _without_bare_groups(svg)
    svg = _PATH.sub(_shorter_path, svg)
    svg = _MOVED.sub(lambda place: " ".join(_short(float(x)) for x in place.group().split()), svg)
    svg = _SHIFTED.sub(r'\1x="\2"', svg)
    svg = _PLACE.sub(lambda place: _short(float(place.group())), svg)
    svg = _STYLE.sub(lambda style: style.group().replace(": ", ":").replace("; ", ";"), svg)
    svg = _ALIKE.sub(_styled_together, svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', ""))
    svg = svg.replace("xlink:href", "href")
    names: dict[str, str] = {}
    return _ID.sub(lambda name: names.setdefault(name.group(), f"g{len(names)}"), svg)


def data_address(svg: str) -> str:
    """The drawing as an address of its own, a quarter shorter than in base 64."""
    return "data:image/svg+xml," + svg.translate(_IN_ADDRESS)


def _without_bare_groups(svg: str) -> str:
    """A group that says nothing of what it holds groups it for nobody."""
    kept, says = [], []
    for part in _GROUP.split(svg):
        if part.startswith("<g"):
            says.append(part != "<g>")
            kept.append(part if says[-1] else "")
        elif part == "</g>":
            kept.append(part if says.pop() else "")
        else:
            kept.append(part)
    return "".join(kept)


def _shorter_path(path: re.Match[str]) -> str:
    """matplotlib outlines letters on a grid of 6,400 to the em, where a body letter is 13 pixels high: 400 are plenty."""
    if path.group(2):
        return f'd="{_relative(path.group(1), coarser=16)}" transform="scale(.25)"'
    return f'd="{_relative(path.group(1))}"'


def _relative(path: str, coarser: int = 0) -> str:
    """An absolute path of moves, lines and curves (all that matplotlib writes) with steps in place of places.

    Places are told to a tenth, or in whole numbers of a grid so many times coarser.
    """
    steps: list[str] = []
    here, start, command = (0.0, 0.0), (0.0, 0.0), ""
    told: list[float] = []
    for letter, number in _STEP.findall(path):
        if letter:
            command, told = letter, []
            if letter in "zZ":
                steps.append("z")
                here = start
            continue
        told.append(float(round(float(number) / coarser)) if coarser else round(float(number), 1))
        if len(told) < {"M": 2, "L": 2, "Q": 4, "C": 6}[command]:
            continue
        away = [_short(x - here[i % 2]) for i, x in enumerate(told)]
        steps.append(_step(command, away))
        here = (told[-2], told[-1])
        start = here if command == "M" else start
        told = []
    return "".join(steps)


def _step(command: str, away: list[str]) -> str:
    if command == "L" and away[1] == "0":
        return f"h{away[0]}"
    if command == "L" and away[0] == "0":
        return f"v{away[1]}"
    return command.lower() + away[0] + "".join(x if x[0] == "-" else f" {x}" for x in away[1:])


def _styled_together(alike: re.Match[str]) -> str:
    """Marks of one style in a row carry it once."""
    style = f' style="{alike.group(1)}"'
    return f"<g{style}>{alike.group().replace(style, '')}</g>"


def _short(number: float) -> str:
    """To one decimal, without zeros that say nothing."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
