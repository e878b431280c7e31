"""The plan periods of a new city, as somebody types them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sojo_eval.foundation.fiscal_years import fiscal_year_of
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import shown
from sojo_eval.japanese import UnreadableError, normalise, parse_date

_BETWEEN = re.compile(r"\s*(?:/|〜|~|～|から)\s*")
_NUMBER = re.compile(r"第\s*(?:([0-9]+)|([一二三四五六七八九十]))\s*[期次]")
_KANJI = "一二三四五六七八九十"


@dataclass(frozen=True)
class NewPlan:
    """A plan period: its first and last day (None where it is not known yet), and its name (empty: made from the years)."""

    start: date
    end: date | None = None
    name: str = ""

    def toml(self) -> str:
        """As a section of `city.toml`. The id is the plan's number where its name says one, else its first fiscal year."""
        first = fiscal_year_of(self.start)
        years = str(first) if self.end is None else f"{first}–{fiscal_year_of(self.end)}"
        ja = self.name or f"地域福祉計画（{years.replace('–', '〜')}年度）"
        lines = [
            "[[plans]]",
            f'plan = "{plan_number(self.name) or first}"',
            f"name_ja = {json.dumps(ja, ensure_ascii=False)}",
            f"name_en = {json.dumps(self.name or f'Community welfare plan (fiscal {years})', ensure_ascii=False)}",
            f"start_date = {self.start.isoformat()}",
        ]
        lines += [] if self.end is None else [f"end_date = {self.end.isoformat()}"]
        return "\n".join([*lines, "confirmed = true"]) + "\n"


def plan_number(name: str) -> str:
    """The number in a plan's name (第4期, 第四次); empty where there is none."""
    found = _NUMBER.search(normalise(name))
    if found is None:
        return ""
    return found[1] or str(_KANJI.index(found[2]) + 1)


def read_plan(text: str) -> NewPlan:
    """A plan from "2019-04-01/2024-03-31=第4期地域福祉計画"; the last day and the name may be left out, days may be months
    (the first and the last day of them) and Japanese (令和6年4月). Raises SojoEvalError for what cannot be read."""
    days, _, name = text.partition("=")
    first, *rest = _BETWEEN.split(days.strip(), maxsplit=1)
    start = read_day(first)
    end = read_day(rest[0], last=True) if rest and rest[0].strip() else None
    if end is not None and end <= start:
        raise SojoEvalError(
            "plan-typed",
            Text(f"計画「{shown(text)}」の最後の日が最初の日より前です", f"The plan {shown(text)!r} ends before it starts"),
            Text("最初の日と最後の日を確かめてください", "Check the first and the last day"),
        )  # fmt: skip
    return NewPlan(start, end, name.strip())


def read_day(text: str, *, last: bool = False) -> date:
    """A day, or the first (the last) day of a month. Raises SojoEvalError for what cannot be read."""
    for form in ("day", "month_end" if last else "month"):
        try:
            return parse_date(text.strip(), form)
        except UnreadableError:
            continue
    raise SojoEvalError(
        "plan-typed",
        Text(f"「{shown(text)}」は日付として読めません", f"{shown(text)!r} cannot be read as a day"),
        Text(
            "2024-04-01、令和6年4月1日、2024-04 のように書いてください（計画は 2019-04-01/2024-03-31=第4期地域福祉計画）",
            "Write 2024-04-01, 令和6年4月1日 or 2024-04 (a plan as 2019-04-01/2024-03-31=第4期地域福祉計画)",
        ),
    )


def plans_toml(plans: Sequence[NewPlan]) -> str:
    """All plans as sections of `city.toml`, in their order; an example to fill in, put aside by #, where none is given."""
    if plans:
        return "\n".join(plan.toml() for plan in sorted(plans, key=lambda plan: plan.start))
    year = fiscal_year_of(date.today())
    example = NewPlan(date(year, 4, 1), date(year + 5, 3, 31)).toml()
    return "".join(f"# {line}\n" for line in example.splitlines())
