"""One city of many: evaluated in a process of its own, what may be published of it given back."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from sojo_eval.city.settings import FILE_NAME
from sojo_eval.foundation.language import LANGUAGES, Text
from sojo_eval.foundation.problems import SojoEvalError

CITY = ("municipality", "city_ja", "city_en", "synthetic")
"""Which city a row speaks of, before the columns of the evaluation itself."""
FINDINGS = (
    "indicator", "pillar", "area", "baseline", "current", "question", "unit", "direction", "kind", "headline",
    "value_baseline", "value_current", "change", "change_low", "change_high", "scale", "smallest_change",
    "detectable_change", "n_baseline", "n_current", "p", "p_adjusted", "grade", "verdict", "attention", "decidable_from",
    "not_worse_by", "target", "target_status", "hidden", "method", "naive_verdict", "data_until",
)  # fmt: skip
"""What the table for research keeps of a published finding: numbers and codes, no sentences."""
_MOST_PROBLEMS = 3
"""Of a city.toml that the index tells."""


@dataclass(frozen=True)
class CityAnswer:
    """What became of a city. folder: its name below the folder of cities. findings and pillars: without rows where `why`
    says why there is no evaluation. seconds: wall and CPU, the latter of the whole process: of a cluster's worker with several
    threads those of other cities too.
    """

    folder: str
    findings: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    pillars: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    code: str = ""
    name: Text = field(default_factory=lambda: Text("", ""))
    why: Text | None = None
    of_its_data: bool = True
    seconds: float = 0.0
    cpu_seconds: float = 0.0


def answer_of(root: Path, folder: str, baseline: str, current: str) -> CityAnswer:
    """Evaluate the city, save its results, and give what may be published. Errors are values: they cross processes.

    `of_its_data` is false for what is no fault of the city's files.
    """
    began, cpu = time.monotonic(), time.process_time()
    try:
        answer = _evaluated(root / folder, folder, baseline, current)
    except SojoEvalError as error:
        answer = CityAnswer(folder, why=_said(error, str(root / folder), folder))
    except Exception as error:  # one city must not end the others; a message could hold a person's data
        if os.environ.get("SOJO_EVAL_DEBUG"):
            raise
        answer = failed_in(folder, error)
    spent = {"seconds": time.monotonic() - began, "cpu_seconds": time.process_time() - cpu}
    return CityAnswer(**{**vars(answer), **spent})


def failed_in(folder: str, error: Exception) -> CityAnswer:
    """What is said of a city where that escaped: its kind, for a message could hold a person's data."""
    kind = type(error).__name__
    why = Text(f"評価中の誤り（{kind}）", f"{kind} while it was evaluated")
    return CityAnswer(folder, why=why, of_its_data=False)


def _evaluated(path: Path, folder: str, baseline: str, current: str) -> CityAnswer:
    from sojo_eval.city import open_city
    from sojo_eval.disclosure import published
    from sojo_eval.evaluation import evaluate
    from sojo_eval.evaluation.headline.declaration import record_declaration

    city = open_city(path)
    evaluate(city, baseline, current).save(path / "results")
    result = published(city, baseline, current)
    record_declaration(city)
    told = dict(zip(CITY, (city.code, city.name.ja, city.name.en, result.city.synthetic), strict=True))
    findings = result.findings[[name for name in FINDINGS if name in result.findings]]
    return CityAnswer(
        folder, _with(told, findings), _with(told, result.pillars), code=city.code, name=city.name
    )


def _with(told: dict[str, object], table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([pd.DataFrame(told, index=table.index), table], axis=1)


def _said(error: SojoEvalError, place: str, folder: str) -> Text:
    """The error without the place on this machine: the index may be published. Of city.toml what is wrong in it; of tables not,
    where a value could be a person's."""
    of_settings = [p for p in error.problems if p.file == FILE_NAME][:_MOST_PROBLEMS]
    how = Text(*(" ".join(p.sentence(lang) for p in of_settings) or error.fix(lang) for lang in LANGUAGES))
    ja, en = f"{error.message.ja}（{how.ja}）", f"{error.message.en} ({how.en})"
    return Text(ja.replace(place, folder), en.replace(place, folder))
