"""`[target_scheme]` of `city.toml`: the letters a city gives its targets itself (A to D, ◎○△×, a/b/c), with their limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.settings import (
    Entry,
    Mistake,
    Mistakes,
    Shape,
    is_number,
    is_sections,
    is_text,
    one_of,
    section_mistakes,
    spelled,
)

Measure = Literal["progress", "achievement_rate", "points"]
"""What a scheme looks at: the share of the way from base to target; the value over the target; points of a share."""
FEWEST_MARKS, LONGEST_MARK = 2, 10
_LARGEST_LIMIT = 1000.0

_MARKS = Shape(
    lambda v: is_sections(v) and len(v) >= FEWEST_MARKS,  # type: ignore[arg-type]  # a list, once it is sections
    Text(
        f'{FEWEST_MARKS}つ以上の区分（[[target_scheme.marks]] か {{ mark = "A", at_least = 1.0 }} の形）',
        f'{FEWEST_MARKS} marks or more ([[target_scheme.marks]], or {{ mark = "A", at_least = 1.0 }})',
    ),
)
_ENTRIES = {"by": Entry(one_of(get_args(Measure)), required=True), "marks": Entry(_MARKS, required=True)}
_MARK = {
    "mark": Entry(
        Shape(
            lambda v: is_text(v) and len(str(v)) <= LONGEST_MARK and str(v) == str(v).strip(),
            Text(f"前後に空白のない{LONGEST_MARK}字以内の文字", f"a text of up to {LONGEST_MARK} signs without blanks around it"),
        ),
        required=True,
    ),
    "at_least": Entry(
        Shape(
            lambda v: is_number(v, -_LARGEST_LIMIT, _LARGEST_LIMIT),
            Text("数（75%は 0.75、3ポイントは 0.03）", "a number (0.75 for 75 %, 0.03 for three points)"),
        )
    ),
}  # fmt: skip
_MOST_SHARES = 10.0
"""Ten times the way, or the target: a larger limit was written in percent."""
_MOST_POINTS = 1.0


@dataclass(frozen=True)
class TargetScheme:
    """by: what the marks look at. marks: from the best one down, each with the least value that earns it; the last one
    takes the rest (its limit is −∞)."""

    by: Measure
    marks: tuple[tuple[str, float], ...]


def scheme_mistakes(section: Mapping[str, Any]) -> Mistakes:
    """Everything wrong in `[target_scheme]`: entries, limits that do not fall, marks that stand twice."""
    at = ("target_scheme",)
    yield from section_mistakes(section, _ENTRIES, at)
    marks = section.get("marks")
    if not _MARKS.fits(marks):
        return
    assert isinstance(marks, list)
    for i, mark in enumerate(marks):
        yield from section_mistakes(mark, _MARK, (*at, "marks", i))
    yield from _limit_mistakes(marks, section.get("by"))
    seen: dict[object, int] = {}
    for i, mark in enumerate(marks):
        name = mark.get("mark")
        if isinstance(name, str) and name in seen:
            first = spelled((*at, "marks", seen[name]))
            yield Mistake(
                (*at, "marks", i, "mark"),
                Text(f"{first} と同じ区分です", f"{first} has the same mark"),
                Text("どちらかに別の区分を書いてください", "Give one of them another mark"),
                name,
            )
        seen.setdefault(name, i)


def _limit_mistakes(marks: list[Mapping[str, Any]], by: object) -> Mistakes:
    """Limits: one for each mark but the last, falling, and no percent."""
    at = ("target_scheme", "marks")
    last = len(marks) - 1
    most = _MOST_POINTS if by == "points" else _MOST_SHARES
    for i, mark in enumerate(marks):
        limit = mark.get("at_least")
        if i < last and limit is None:
            yield Mistake(
                (*at, i, "at_least"),
                Text(f"{spelled((*at, i))} に at_least がありません", f"{spelled((*at, i))} has no at_least"),
                Text("この区分になる最小の値を書いてください（最後の区分だけは書きません）", "Write the least value that earns this mark (only the last one has none)"),
            )  # fmt: skip
        elif i == last and limit is not None:
            yield Mistake(
                (*at, i, "at_least"),
                Text("最後の区分に at_least があり、それに届かない値の区分がありません", "The last mark has at_least: what falls short of it would have no mark"),
                Text("at_least を消すか、残りを受ける区分を最後に書き足してください", "Delete at_least, or add a last mark that takes the rest"),
                limit,
            )  # fmt: skip
        elif is_number(limit) and abs(limit) > most:  # type: ignore[arg-type]  # a number here
            yield Mistake(
                (*at, i, "at_least"),
                Text("at_least が百分率のようです", "at_least seems to be in percent"),
                Text("75% は 0.75、3ポイントは 0.03 と書いてください", "Write 0.75 for 75 %, 0.03 for three points"),
                limit,
            )  # fmt: skip
    limits = [(i, mark["at_least"]) for i, mark in enumerate(marks) if is_number(mark.get("at_least"))]
    for (i, above), (j, below) in pairwise(limits):
        if below >= above:
            yield Mistake(
                (*at, j, "at_least"),
                Text(f"{spelled((*at, i))} の at_least より小さくありません", f"It is not below at_least of {spelled((*at, i))}"),
                Text("よい区分から順に、小さくなるように書いてください", "Write the best mark first, with limits that fall"),
                below,
            )  # fmt: skip


def target_scheme(section: Mapping[str, Any] | None) -> TargetScheme | None:
    """The scheme of a section without mistakes; None where the city has none."""
    if section is None:
        return None
    marks = tuple((m["mark"], float(m.get("at_least", float("-inf")))) for m in section["marks"])
    return TargetScheme(section["by"], marks)
