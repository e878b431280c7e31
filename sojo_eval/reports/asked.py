"""What a report is asked for: names and types are checked, and the city, its plans and its area found, before anything runs.

`report`, `publish_reports` and every notebook ask here. papermill reads numbers where it can: plan 4 arrives as an int
and is found; an area 014583 arrives as 14583, and is found by what is left of it or refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sojo_eval.city import City
from sojo_eval.evaluation.periods import choose_periods
from sojo_eval.example_city.opening import open_city_or_example
from sojo_eval.foundation.front_end import person_at_notebook
from sojo_eval.foundation.language import LANGUAGES, Language, Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import set_language
from sojo_eval.foundation.settings import checked_language, nearest, shown

NAMES = ("city_dir", "baseline", "current", "area", "lang")
"""The parameters of a notebook."""
_OF_IPYTHON = ("In", "Out")
_PLAIN = (str, int, float, bool, list, dict, tuple, set, type(None))


FEWEST_COMPARED = 2
"""Plans that a comparison takes."""


@dataclass(frozen=True)
class Parameters:
    """What was asked for, found: an open city, plan ids and an area code as texts (empty = the default)."""

    city: City
    baseline: str
    current: str
    area: str
    lang: Language


def parameters(given: Mapping[str, object], own: Collection[str] = ()) -> Parameters:
    """The parameters of a notebook, checked: `parameters(globals())` in the first cell below them.

    own: names that the notebook itself defines above that cell. An empty `city_dir` means the example city in a notebook
    before which a person sits, and is an error elsewhere. Raises SojoEvalError for a name that is none of `NAMES` (in
    a run without a person: whoever works in a notebook may define what they like), for another type, and for a city, plan,
    area or language that there is not.
    """
    check_names(given, own)
    lang = _readers(given)
    city = _city(given.get("city_dir", ""))
    plans = [str(plan) for plan in city.plans["plan"]]
    baseline, current = (_found(name, given.get(name, ""), plans) for name in ("baseline", "current"))
    area = _found("area", given.get("area", ""), [city.code, *city.table("areas")["area"].dropna()])
    area = city.area_code(area) if area else ""
    if len(plans) >= FEWEST_COMPARED or baseline:  # with one plan it is watched, and compared with none
        choose_periods(city, baseline, current)
    return Parameters(city, baseline, current, area, lang)


def parameters_without_city(given: Mapping[str, object], own: Collection[str] = ()) -> Language:
    """The language, checked, for a notebook that uses no city's data. Raises SojoEvalError as `parameters` does."""
    check_names(given, own)
    return _readers(given)


def _readers(given: Mapping[str, object]) -> Language:
    """The language, which from now on is also that of whatever the notebook shows without saying one."""
    lang = checked_language(given.get("lang", LANGUAGES[0]))
    set_language(lang)
    return lang


def check_names(given: Mapping[str, object], own: Collection[str] = ()) -> None:
    """Raises SojoEvalError for a plain value whose name is no parameter, outside a notebook with a person before it."""
    if person_at_notebook():
        return
    for name, value in given.items():
        if name.startswith("_") or name in (*NAMES, *own, *_OF_IPYTHON) or not isinstance(value, _PLAIN):
            continue
        raise SojoEvalError(
            "unknown-parameter",
            Text(f"パラメータ「{name}」はありません", f"There is no parameter {name!r}"),
            nearest(name, NAMES),
        )


def _city(value: object) -> City:
    if isinstance(value, int) and not isinstance(value, bool):
        if not Path(str(value)).is_dir():
            raise _changed_on_the_way("city_dir", value, [])
        value = str(value)
    if not isinstance(value, str | Path):
        raise _wrong_type("city_dir", value)
    return open_city_or_example(value)


def _found(name: str, value: object, known: list[str]) -> str:
    """The plan or area that a value means; "" for the default."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong_type(name, value)
    meant = [code for code in dict.fromkeys(known) if str(value) == code]
    meant = meant or [code for code in dict.fromkeys(known) if str(value) == code.lstrip("0")]
    if len(meant) != 1:
        raise _changed_on_the_way(name, value, meant or known)
    return meant[0]


def _wrong_type(name: str, value: object) -> SojoEvalError:
    kind = type(value).__name__
    return SojoEvalError(
        "parameter-type",
        Text(
            f"パラメータ「{name}」が文字ではありません（{kind}: {shown(value)}）",
            f"The parameter {name} is no text but {kind}: {shown(value)}",
        ),
        Text(f'{name} = "…" のように、引用符で囲んだ文字にしてください', f'Write a text in quotes: {name} = "…"'),
    )  # fmt: skip


def _changed_on_the_way(name: str, value: object, known: list[str]) -> SojoEvalError:
    choice = ", ".join(dict.fromkeys(known))
    there_ja, there_en = (f"あるのは {choice} です。", f"There are {choice}. ") if known else ("", "")
    return SojoEvalError(
        "parameter-type",
        Text(
            f"パラメータ「{name}」が数 {shown(value)} として届き、何を指すか決まりません（papermill は先頭の 0 を落とします）",
            f"The parameter {name} arrived as the number {shown(value)}, which does not settle what is meant (papermill drops "
            "leading zeros)",
        ),
        Text(
            f"{there_ja}文字のまま渡してください: papermill なら -r {name} …、Python なら引用符で囲む",
            f"{there_en}Hand it over as text: with papermill -r {name} …, in Python in quotes",
        ),
    )  # fmt: skip
