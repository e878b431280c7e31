"""What may stand in a file of settings: one way to refuse what is unknown, of another type, or impossible.

`city.toml`, the mappings and the parameters of notebooks are all checked here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from sojo_eval.foundation.language import LANGUAGES, Language, Text, as_language
from sojo_eval.foundation.problems import Problem, SojoEvalError
from sojo_eval.foundation.toml_files import Address, TomlFile

LONGEST_VALUE = 60
"""Characters of a value that a message repeats."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_HALF_ALIKE = 0.5
_NEAR_NAMES = 3
MOST_NAMED = 20
"""More names than this are no help in a message."""
MOST_SIGNS = 160
"""Of all names together: a message is to be read at a glance."""


@dataclass(frozen=True)
class Shape:
    """What a value must be: the test, and the words that go on 「…を書いてください」 and "write …"."""

    fits: Callable[[object], bool]
    words: Text


@dataclass(frozen=True)
class Entry:
    """One key that a section may hold."""

    shape: Shape
    required: bool = False


@dataclass(frozen=True)
class Mistake:
    """What is wrong with the entry at an address, and how to put it right."""

    address: Address
    message: Text
    fix: Text
    value: object = None


Mistakes = Iterator[Mistake]


def section_mistakes(section: Mapping[str, object], known: Mapping[str, Entry], at: Address) -> Mistakes:
    """Unknown keys, missing keys and values of another shape in one section."""
    for key, value in section.items():
        if key not in known:
            yield unknown_key((*at, key), known)
        elif not known[key].shape.fits(value):
            yield wrong_value((*at, key), value, known[key].shape.words)
    for key, entry in known.items():
        if entry.required and key not in section:
            yield missing_key((*at, key), entry.shape.words)


def unknown_key(address: Address, known: Collection[str]) -> Mistake:
    """An entry that nobody reads, with the nearest that somebody does."""
    name = spelled(address)
    return Mistake(
        address,
        Text(f"{name} という項目はありません", f"{name} is not a known entry"),
        nearest(str(address[-1]), known),
    )


def wrong_value(address: Address, value: object, wanted: Text) -> Mistake:
    """A value of another type, or one that cannot be."""
    name = spelled(address)
    return Mistake(
        address,
        Text(f"{name} の値が正しくありません", f"{name} has a value that cannot be used"),
        Text(f"{wanted.ja}を書いてください", f"Write {wanted.en}"),
        value,
    )


def missing_key(address: Address, wanted: Text) -> Mistake:
    """An entry that must be there."""
    name = spelled(address)
    return Mistake(
        address,
        Text(f"{name} がありません", f"{name} is missing"),
        Text(f"{name} を書き足してください（{wanted.ja}）", f"Add {name} ({wanted.en})"),
    )


def nearest(name: object, known: Collection[str], words: Mapping[str, str] | None = None) -> Text:
    """How to correct a name that is not known: the nearest one, and all there are; of more than a message holds the
    nearest few, and how many there are.

    words: what may be written instead of a name and is shown beside it, such as an area's name beside its code.
    """
    told = {one: f"{one} {words[one]}" if words and words.get(one) else one for one in known}
    near, listed = near_names(name, known, words), ", ".join(told.values())
    first = Text(f"「{near[0]}」ではありませんか。", f"Did you mean {near[0]}? ") if near else Text("", "")
    if len(told) <= MOST_NAMED and len(listed) <= MOST_SIGNS:
        ways = Text(f"次のどれかにしてください: {listed}", f"Use one of: {listed}")
    elif near:
        others = ", ".join(told[one] for one in near[1:])
        ways = Text(f"ほかに近いもの: {others}", f"Also near: {others}") if others else Text("", "")
    else:
        few = ", ".join([*told.values()][:_NEAR_NAMES])
        ways = Text(
            f"次のどれかにしてください: {few} など{len(told)}", f"Use one of: {few} … ({len(told)} in all)"
        )
    return Text(first.ja + ways.ja, (first.en + ways.en).strip())


def near_names(name: object, known: Collection[str], words: Mapping[str, str] | None = None) -> list[str]:
    """Up to three of the known names that are most like it, by themselves or by their words; the likest first."""
    spellings = {one.lower(): one for one in known}
    spellings |= {word.lower(): one for one, word in (words or {}).items() if one in set(known)}
    found = get_close_matches(str(name).strip().lower(), spellings, n=_NEAR_NAMES, cutoff=_HALF_ALIKE)
    return list(dict.fromkeys(spellings[spelling] for spelling in found))


def checked_language(value: object) -> Language:
    """The language; SojoEvalError names those there are for anything else."""
    if not isinstance(value, str) or value not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise SojoEvalError(
            "language",
            Text(f"言語「{shown(value)}」は使えません", f"{shown(value)!r} is not a language of the reports"),
            Text(f"次のどれかにしてください: {known}", f"Use one of: {known}"),
        )
    return as_language(value)


def spelled(address: Address) -> str:
    """The address as messages write it: plans[1].start_date."""
    text = ""
    for part in address:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def shown(value: object) -> str:
    """A value as messages repeat it; nothing for a missing one."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**LONGEST_VALUE:
        return f"{'-' if value < 0 else ''}1…"  # a number of thousands of digits
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def located(mistakes: Mistakes, file: TomlFile, rule: str, *, table: str = "") -> list[Problem]:
    """The mistakes as problems with the file's name and the entry's line."""
    return [
        Problem(
            rule,
            m.message,
            m.fix,
            file=file.name,
            row=file.line(m.address),
            column=spelled(m.address),
            value=shown(m.value),
            table=table,
        )
        for m in mistakes
    ]


def is_text(value: object) -> bool:
    """A text with something in it, and no signs that steer a terminal."""
    return isinstance(value, str) and bool(value.strip()) and (value.isprintable() or _is_prose(value))


def _is_prose(value: str) -> bool:
    return all(sign.isprintable() or sign in "\n\t\u3000" for sign in value)


def is_texts(value: object) -> bool:
    """A text, or a list of at least one text."""
    return is_text(value) or (isinstance(value, list) and bool(value) and all(map(is_text, value)))


def is_section(value: object) -> bool:
    return isinstance(value, dict)


def is_sections(value: object) -> bool:
    return isinstance(value, list) and all(map(is_section, value))


def is_day(value: object) -> bool:
    """A date without a time, of a year that a plan can have."""
    return type(value) is date and _FIRST_YEAR <= value.year <= _LAST_YEAR


def is_number(value: object, above: float = -math.inf, below: float = math.inf) -> bool:
    """A finite number between the limits; true and false are none."""
    return type(value) in (int, float) and abs(value) < 1e15 and above < value < below  # type: ignore[arg-type,operator]


TEXT = Shape(is_text, Text("引用符で囲んだ空でない文字", "a text in quotes that is not empty"))
TEXTS = Shape(is_texts, Text("文字か、文字の一覧", "a text or a list of texts"))
ANY_TEXT = Shape(lambda v: isinstance(v, str), Text("引用符で囲んだ文字", "a text in quotes"))
BOOLEAN = Shape(
    lambda v: isinstance(v, bool), Text("引用符なしの true か false", "true or false without quotes")
)
DAY = Shape(
    is_day,
    Text(
        f"引用符も時刻もない{_FIRST_YEAR}〜{_LAST_YEAR}年の日付（2024-04-01 の形）",
        f"a date of {_FIRST_YEAR} to {_LAST_YEAR} without quotes or time (2024-04-01)",
    ),
)
SECTION = Shape(is_section, Text("[…] の節", "a section […]"))


def sections(name: str) -> Shape:
    """Several sections of one name."""
    return Shape(is_sections, Text(f"[[{name}]] の形の節", f"sections of the form [[{name}]]"))


def whole(low: int, high: int) -> Shape:
    """A whole number from `low` to `high`."""
    words = Text(f"{low}から{high}までの整数", f"a whole number from {low} to {high}")
    return Shape(lambda v: type(v) is int and low <= v <= high, words)


def number(above: float, below: float, words: Text) -> Shape:
    """A number between the limits, which themselves are none."""
    return Shape(lambda v: is_number(v, above, below), words)


def one_of(choices: Sequence[str]) -> Shape:
    """One of several texts."""
    listed = ", ".join(f'"{c}"' for c in choices)
    return Shape(
        lambda v: isinstance(v, str) and v in choices, Text(f"{listed} のどれか", f"one of {listed}")
    )
