"""`verify`: what came out when published pages were made again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sojo_eval.cli.talk import say
from sojo_eval.cli.watching import watching
from sojo_eval.foundation.language import Language, Text

if TYPE_CHECKING:
    from sojo_eval.batch.job import Settings
    from sojo_eval.batch.page_differences import Difference
    from sojo_eval.batch.verify import Verified

EXIT_CHANGED, EXIT_FAILED = 1, 3
_SHOWN = 10
"""Changed numbers of a page that stand on the terminal; `--out` has them all."""
_WORDS = {
    "same": Text("同じです", "the same"),
    "changed": Text("違います", "differs"),
    "not made": Text("作り直せませんでした", "could not be made again"),
}


def verify_pages(path: Path, out: Path | None, lang: Language, settings: Settings) -> None:
    """Say of each page whether it came out the same, and write all differences to `out`."""
    from sojo_eval.batch.verify import verify

    say(
        Text("公開されたページを作り直して比べています", "Making the published pages again to compare them"),
        lang,
    )
    with watching(lang) as watch:
        found = verify(path, replace(settings, watch=watch))
    for page in found:
        _say_page(page, lang)
    if out is not None:
        _write(out, found)
    n = {verdict: sum(page.verdict == verdict for page in found) for verdict in _WORDS}
    say(
        Text(
            f"同じ {n['same']:,}、違う {n['changed']:,}、作り直せない {n['not made']:,}",
            f"{n['same']:,} the same, {n['changed']:,} different, {n['not made']:,} not made",
        ),
        lang,
    )
    if n["not made"]:
        raise typer.Exit(EXIT_FAILED)
    if n["changed"]:
        raise typer.Exit(EXIT_CHANGED)


def _say_page(page: Verified, lang: Language) -> None:
    causes = "、".join(c.ja for c in page.causes) if lang == "ja" else "; ".join(c.en for c in page.causes)
    said = _WORDS[page.verdict](lang)
    if page.verdict == "changed":
        n, words = len(page.numbers), len(page.differences) - len(page.numbers)
        said += Text(f"（数 {n:,}、ことばだけ {words:,}）", f" ({n:,} in numbers, {words:,} in words only)")(
            lang
        )
    print(f"{page.page}: {said}{f' — {causes}' if causes else ''}")
    for difference in page.numbers[:_SHOWN]:
        print(f"  {_line(difference)}")
    left = len(page.numbers) - _SHOWN
    if left > 0:
        say(Text(f"  ほか {left:,} か所", f"  and {left:,} more"), lang)


def _line(difference: Difference) -> str:
    return f"{difference.where}: {difference.then or '—'} → {difference.now or '—'}"


def _write(out: Path, found: list[Verified]) -> None:
    import pandas as pd

    from sojo_eval.foundation.csv_files import write_csv

    rows = [
        {
            "page": page.page,
            "where": difference.where,
            "then": difference.then,
            "now": difference.now,
            "number_differs": difference.of_numbers,
            "causes_ja": "、".join(cause.ja for cause in page.causes),
            "causes_en": "; ".join(cause.en for cause in page.causes),
        }
        for page in found
        for difference in page.differences
    ]
    columns = ["page", "where", "then", "now", "number_differs", "causes_ja", "causes_en"]
    write_csv(out, pd.DataFrame(rows, columns=columns))
