"""The system diagram as inline SVG: every box a link to the section of its system."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from sojo_eval.charts.line_breaking import break_lines, width
from sojo_eval.evaluation.words.labels import PILLARS
from sojo_eval.foundation.language import Language, Text
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.service_groups import ENTRANCE
from sojo_eval.indicators.systems import STATUSES, System, Systems
from sojo_eval.reports.texts import system as texts

SIGNS = dict(zip(PILLARS, "①②③", strict=True))
"""The city numbers its three priorities; the numbers tell them apart where colours do not."""

_WIDTH = 1040
_COLUMN = 288
_COLUMNS = (16, 376, 736)
_PAD = 16
_FRAME_TITLE = 40
_GUTTER = 92
_GAP = 8
_BIG, _NAME, _SMALL = 16.0, 14.5, 12.5
_LINE = 1.38
_LATIN = 1.16
"""Latin letters of this font, bold above all, are wider than the line breaker reckons."""
_PHRASE_END = re.compile(r"(?<= )|(?<=[をにはがでとの、・）。])(?=[一-鿿ァ-ヶA-Za-z0-9（「])")


def pillars_measured(entries: tuple[Indicator, ...]) -> tuple[str, ...]:
    """The priorities these indicators measure, in the plan's order."""
    found = {entry.pillar for entry in entries}
    return tuple(pillar for pillar in PILLARS if pillar in found)


def about(system: System, lang: Language) -> str:
    """Who runs it and at how many places, as far as the city says."""
    who = system.run_by(lang)
    if system.places is None:
        return who
    told = texts.PLACES if who else texts.PLACES_ALONE
    return told.format(who=who, n=system.places)(lang)


def system_diagram(systems: Systems, lang: Language) -> str:
    """The diagram as an `<svg>` element; its links lead to `#system-<code>`. Without an entrance for those who do not know
    where to ask its box and its arrows are left out."""
    draw = _Drawing(systems, lang)
    by_code = systems.by_code
    first = [
        draw.programme(by_code[code], x, _FRAME_TITLE)
        for code, x in zip(("comprehensive_consultation", "multi_agency", "outreach"), _COLUMNS, strict=True)
    ]
    floor, station = max(box.bottom for box in first), None
    if (entrance := by_code.get(ENTRANCE.code)) is not None:
        height = draw.card(entrance, _COLUMNS[1], 0, _BIG).height
        floor = max(floor, first[1].bottom + 72 + height)
        station = draw.card(entrance, _COLUMNS[1], floor - height, _BIG)
    upper = floor + _PAD

    top = upper + _GUTTER
    participation = draw.programme(by_code["participation_support"], _COLUMNS[0], top + _FRAME_TITLE)
    community = draw.programme(by_code["community_building"], _COLUMNS[2], top + _FRAME_TITLE)
    bottom = community.bottom + _PAD
    residents = draw.card(by_code["residents"], _COLUMNS[1], top, 18, at_least=132)
    low = max(participation.bottom + _PAD, residents.bottom) + 72
    survey = draw.card(by_code["survey"], _COLUMNS[0], low, _BIG, at_least=84)
    information = draw.card(by_code["information"], _COLUMNS[1], low, _BIG, at_least=84)

    lowest = max(bottom, survey.bottom, information.bottom)
    frames = {name: title(lang) for name, title in texts.FRAMES.items()}
    narrow = _COLUMN + 2 * _PAD
    drawn = [
        _frame(0, 0, _WIDTH, upper, frames["consultation"]),
        _frame(0, top, narrow, participation.bottom + _PAD - top, frames["participation"]),
        _frame(_COLUMNS[2] - _PAD, top, narrow, bottom - top, frames["community"]),
        *_arrows(
            first,
            upper,
            lang,
            station=station,
            residents=residents,
            participation=participation,
            community=community,
            information=information,
            survey=survey,
        ),
        *(b.svg for b in (*first, residents, participation, community, information, survey)),
        *([station.svg] if station else []),
    ]
    asked = Text("", "") if entrance is None else texts.ENTRANCE_TOLD.format(name=entrance.title)
    return (
        f'<svg class="system" viewBox="-2 -2 {_WIDTH + 4} {lowest + 4:g}" role="group" '
        f'aria-labelledby="diagram-title" aria-describedby="diagram-told" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="diagram-title">{escape(texts.DIAGRAM(lang))}</title>'
        f'<desc id="diagram-told">{escape(texts.DIAGRAM_TOLD.format(entrance=asked)(lang))}</desc>'
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"/></marker></defs>'
        f"{''.join(drawn)}</svg>"
    )


@dataclass(frozen=True)
class _Box:
    """Something drawn, and the room it takes."""

    x: float
    y: float
    width: float
    height: float
    svg: str

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class _Drawing:
    """What every card needs: which systems there are, and the language."""

    systems: Systems
    lang: Language

    def card(
        self,
        system: System,
        x: float,
        y: float,
        size: float,
        *,
        room: float = _COLUMN,
        at_least: float = 0,
    ) -> _Box:
        """One link: the name, what the city says of it, its status, the number of indicators and their priorities."""
        lang, entries = self.lang, self.systems.all_of(system)
        signs = "".join(SIGNS[p] for p in pillars_measured(entries))
        mark = _NAME * width(signs) + 8
        names = _lines(system.title(lang), room - 26 - mark, size)
        facts = [STATUSES[system.status](lang)] if system.status else []
        facts.append(texts.COUNT.format(n=len(entries))(lang))
        told = _lines(about(system, lang), room - 26, _SMALL)
        in_one = texts.BETWEEN_FACTS(lang).join([*told, *facts])
        if len(_lines(in_one, room - 26, _SMALL)) == 1:
            told = [in_one]
        else:
            told += _lines(texts.BETWEEN_FACTS(lang).join(facts), room - 26, _SMALL)
        height = max(at_least, 14 + _LINE * (size * len(names) + _SMALL * len(told)))
        start = y + (height - _LINE * (size * len(names) + _SMALL * len(told))) / 2
        written, line = [], start
        for text in names:
            line += _LINE * size
            written.append(_text(x + 16, line - 0.35 * size, text, size, "name"))
        for text in told:
            line += _LINE * _SMALL
            written.append(_text(x + 16, line - 0.35 * _SMALL, text, _SMALL, "told"))
        # What nothing measures yet has no priority's colour.
        strongest = (
            max(PILLARS, key=lambda pillar: sum(e.pillar == pillar for e in entries)) if entries else ""
        )
        title = texts.LINK_TITLE.format(name=system.title, n=len(entries))(lang)
        svg = (
            f'<a class="box {strongest}" href="#system-{system.code}"><title>{escape(title)}</title>'
            f'<rect class="edge" x="{x:g}" y="{y:g}" width="{room:g}" height="{height:g}" rx="5"/>'
            f'<path class="pillar" d="M{x + 6:g} {y + 7:g}V{y + height - 7:g}"/>'
            f"{''.join(written)}"
            f'<text class="signs" x="{x + room - 9:g}" y="{start + _LINE * size - 0.35 * size:g}" '
            f'font-size="{_NAME}" text-anchor="end">{signs}</text></a>'
        )
        return _Box(x, y, room, height, svg)

    def programme(self, system: System, x: float, y: float) -> _Box:
        """A programme's own card above the cards of its parts, in one border."""
        head = self.card(system, x, y, _BIG)
        cards, line = [head], head.bottom + _GAP
        for part in self.systems.parts(system.code):
            cards.append(self.card(part, x + _GAP, line, _NAME, room=_COLUMN - 2 * _GAP))
            line = cards[-1].bottom + _GAP
        border = (
            f'<rect class="programme" x="{x:g}" y="{y:g}" width="{_COLUMN}" height="{line - y:g}" rx="5"/>'
        )
        return _Box(x, y, _COLUMN, line - y, border + "".join(card.svg for card in cards))


def _arrows(
    first: list[_Box],
    upper: float,
    lang: Language,
    *,
    station: _Box | None,
    residents: _Box,
    participation: _Box,
    community: _Box,
    information: _Box,
    survey: _Box,
) -> list[str]:
    """Who asks whom, and where support goes."""
    says = {name: text(lang) for name, text in texts.ARROWS.items()}
    desks, agencies, outreach = first
    left, right, top = residents.x, residents.right, residents.y
    between = (desks.right + agencies.x) / 2
    side = agencies.y + 46
    near, far = upper + 62, upper + 34
    beside = [residents.y + 42, residents.y + 96]
    down = residents.bottom + 4
    return [
        _arrow(f"M{desks.right + 4:g} {side:g}H{agencies.x - 5:g}"),
        _label(between, side - 10, says["composite"]),
        _arrow(f"M{agencies.right + 4:g} {side:g}H{outreach.x - 5:g}"),
        _label((agencies.right + outreach.x) / 2, side - 10, says["plan"]),
        # Two lines nested, so that they never cross: the outer one asks, the inner one helps.
        _arrow(f"M{left + 26:g} {top - 4:g}V{near:g}H{desks.x + 90:g}V{desks.bottom + 5:g}"),
        _label(desks.x + 170, near - 5, says["ask"]),
        _arrow(f"M{desks.x + 130:g} {desks.bottom + 4:g}V{far:g}H{left + 66:g}V{top - 5:g}"),
        _label(desks.x + 240, far - 5, says["support"]),
        _arrow(
            f"M{outreach.x + 144:g} {outreach.bottom + 4:g}V{(near + far) / 2:g}H{right - 26:g}V{top - 5:g}"
        ),
        _label(outreach.x + 40, (near + far) / 2 - 5, says["support"]),
        _arrow(f"M{left - 4:g} {beside[0]:g}H{participation.right + _PAD + 5:g}"),
        _label(left - 28, beside[0] - 7, says["ask"]),
        _arrow(f"M{participation.right + _PAD + 4:g} {beside[1]:g}H{left - 5:g}"),
        _label(left - 28, beside[1] - 7, says["support"]),
        _arrow(f"M{right + 4:g} {beside[0]:g}H{community.x - _PAD - 5:g}"),
        _label(right + 28, beside[0] - 7, says["take_part"]),
        _arrow(f"M{community.x - _PAD - 4:g} {beside[1]:g}H{right + 5:g}"),
        _label(right + 28, beside[1] - 7, says["support"]),
        _arrow(f"M{information.x + 170:g} {information.y - 4:g}V{down + 1:g}"),
        _label(information.x + 180, (information.y + down) / 2 + 4, says["inform"], "start"),
        _arrow(f"M{left + 60:g} {down:g}V{information.y - 40:g}H{survey.x + 144:g}V{survey.y - 5:g}"),
        _label(left + 68, (information.y + down) / 2 + 4, says["answer"], "start"),
        *([] if station is None else _arrows_of_the_entrance(first, station, residents, near, says)),
    ]


def _arrows_of_the_entrance(
    first: list[_Box], station: _Box, residents: _Box, near: float, says: dict[str, str]
) -> list[str]:
    """Residents ask there first, and are led on. near: the height of the words between both."""
    desks, agencies, _ = first
    left, top, between = residents.x, residents.y, (desks.right + agencies.x) / 2
    return [
        _arrow(
            f"M{station.x - 4:g} {station.y + 30:g}H{between:g}V{desks.bottom - 90:g}H{desks.right + 5:g}"
        ),
        _label(between, station.y + 52, says["desk"], below=True),
        _arrow(f"M{station.x + 144:g} {station.y - 4:g}V{agencies.bottom + 5:g}"),
        _label(station.x + 154, (station.y + agencies.bottom) / 2 + 4, says["composite"], "start"),
        _arrow(f"M{left + 134:g} {top - 4:g}V{station.bottom + 5:g}"),
        _label(left + 126, near + 4, says["ask"], "end"),
        _arrow(f"M{left + 164:g} {station.bottom + 4:g}V{top - 5:g}"),
        _label(left + 172, near + 4, says["support"], "start"),
    ]


def _frame(x: float, y: float, room: float, height: float, title: str) -> str:
    return f'<rect class="frame" x="{x:g}" y="{y:g}" width="{room:g}" height="{height:g}" rx="8"/>' + _text(
        x + _PAD, y + 27, title, 18, "frame-title"
    )


def _arrow(path: str) -> str:
    return f'<path class="arrow" d="{path}" marker-end="url(#tip)"/>'


def _label(x: float, y: float, text: str, anchor: str = "middle", *, below: bool = False) -> str:
    """Words at an arrow, standing on `y`, or beginning there when `below`."""
    lines = text.splitlines()
    first = y if below else y - _LINE * _SMALL * (len(lines) - 1)
    return "".join(
        _text(x, first + i * _LINE * _SMALL, line, _SMALL, "says", anchor) for i, line in enumerate(lines)
    )


def _lines(text: str, room: float, size: float) -> list[str]:
    """`text` in lines that fit: where words or phrases end, inside them only when one is too long."""
    most = room / size / (_LATIN if text[:1].isascii() else 1)
    lines = [""]
    for phrase in _PHRASE_END.split(text):
        if width(lines[-1] + phrase.rstrip(" ")) <= most:
            lines[-1] += phrase
        else:
            broken = break_lines(phrase, most).splitlines()
            lines += broken if phrase[-1:] != " " else [*broken[:-1], broken[-1] + " "]
    return [line.rstrip(" ·") for line in lines if line]


def _text(x: float, y: float, text: str, size: float, name: str, anchor: str = "start") -> str:
    return (
        f'<text class="{name}" x="{x:g}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
