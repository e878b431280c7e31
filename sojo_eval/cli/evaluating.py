"""`sojo-eval evaluate`: two plans compared, or one watched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sojo_eval.cli.talk import say, say_if_of_areas, say_problems
from sojo_eval.foundation.language import Language, Text

if TYPE_CHECKING:
    from sojo_eval.city import City


def say_indicators(directory: Path, lang: Language) -> None:
    """For each indicator whether it can be judged, or what it needs; then what to add next."""
    from sojo_eval.city import open_city
    from sojo_eval.data_quality import obtainable
    from sojo_eval.data_quality.printed_aside import LEAD, printed_aside
    from sojo_eval.reports.texts import data_quality as words

    city = open_city(directory)
    found = obtainable(city)
    print(found.told(lang))
    for state, heading in words.STATES.items():
        mine = found.indicators[found.indicators["state"] == state]
        if mine.empty:
            continue
        print(f"\n■ {words.STATE(lang)}: {heading(lang)} ({len(mine)})")
        # One cause, one line: below it the indicators that it concerns.
        for said, rows in mine.groupby(mine[f"reason_{lang}"] + mine[f"needs_{lang}"], sort=False):
            for line in str(said).splitlines():
                print(f"  {line}")
            for row in rows.to_dict("records"):
                source = f" [{words.SOURCES[row['source']](lang)}]" if row["source"] else ""
                print(f"  {'    ' if said else ''}{row[f'title_{lang}']} ({row['indicator']}){source}")
    print(f"\n■ {words.NEXT(lang)}")
    for number, row in enumerate(found.next.to_dict("records"), start=1):
        print(f"  {number}. {row[f'add_{lang}']}: +{row['adds']}  {row[f'indicators_{lang}']}")
    if found.next.empty:
        print(f"  {words.NOTHING_TO_ADD(lang)}")
    aside = printed_aside(city)
    if aside:
        print(f"\n■ {LEAD.format(n=f'{len(aside)}')(lang)}\n")
        print("\n\n".join(aside))


def evaluate_city(directory: Path, baseline: str, current: str, areas: list[str], lang: Language) -> None:
    """Evaluate, save, and say the pillars; a city with one plan is watched. Raises SojoEvalError as `evaluate`."""
    from sojo_eval.city import open_city
    from sojo_eval.disclosure import published
    from sojo_eval.evaluation import evaluate
    from sojo_eval.evaluation.headline.declaration import record_declaration
    from sojo_eval.reports.texts import page

    city = open_city(directory)
    if len(city.plans) == 1 and not baseline:
        monitor_city(city, current, areas, lang)
        return
    evaluation = evaluate(city, baseline, current, areas)
    evaluation.save(directory / "results")
    record_declaration(city)
    # What is printed may be copied on: it is the publishable result that speaks.
    for row in published(city, baseline, current, areas).pillars.to_dict("records"):
        print(row[f"sentence_{lang}"])
    say_problems(evaluation.target_problems, lang)
    say_if_of_areas(evaluation.areas, evaluation.city.code, lang)
    if evaluation.city.threshold_reason:
        say(
            page.WEAKENED.format(threshold=evaluation.threshold, reason=evaluation.city.threshold_reason),
            lang,
        )
    say(Text(f"結果: {directory / 'results'}", f"Results: {directory / 'results'}"), lang)


def monitor_city(city: City, plan: str, areas: list[str], lang: Language) -> None:
    """A city with one plan has nothing to compare it with: where it stands is told instead."""
    from sojo_eval.evaluation.monitoring import monitor, save

    for area in areas or [""]:
        found = monitor(city, plan, area)
        say(Text(*(found.told(language) for language in ("ja", "en"))), lang)
        say_problems(found.target_problems, lang)
        path = save(found, city.path / "results")
        say(
            Text(
                f"計画が一つなので、比べずに見守ります（庁内限り）。結果: {path}",
                f"There is one plan: it is watched, not compared (for use inside the city hall). Results: {path}",
            ),
            lang,
        )
