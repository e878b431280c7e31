"""`index.html` of a folder of reports: what there is, by language, with the answer for each pillar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import quote

from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.handling import README, WORDS, Handling, write_readme
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.reports.handling import handling_of_page, words
from sojo_eval.reports.html import plain, render_page
from sojo_eval.reports.texts import page as texts

AREAS = "areas"
"""The folder with a folder of pages for each area."""
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_PLACE = re.compile(r'<span class="place">(.*?)</span>', re.DOTALL)
_TOPIC = re.compile(r'<span class="topic">(.*?)</span>', re.DOTALL)
_ANSWER = re.compile(r'<p class="answer-sentence">(.*?)</p>', re.DOTALL)
_BANNER = re.compile(r'<p class="banner">(.*?)</p>', re.DOTALL)


@dataclass(frozen=True)
class _Report:
    """What the index says of a page. `address` is relative to the index."""

    address: str
    place: str
    title: str
    answers: tuple[str, ...]
    banner: str
    inside: bool


def write_index(folder: PathLike) -> Path:
    """Write `folder/index.html` and README.txt from the pages in its language folders, and those of its areas; gives the
    index's path.

    The list is read from the pages themselves, so it is right also after a run that made only some of them. With one
    page that is not for the public the index is not either: it repeats what the pages say. Raises SojoEvalError for links.
    """
    folder = as_path(folder)
    refuse_links_in_reports(folder)
    groups = [group for lang in LANGUAGES if (group := _group(folder, lang)) is not None]
    lang: Language = groups[0]["lang"] if groups else "ja"  # type: ignore[assignment]  # str by construction
    inside = [report.address for group in groups for report in _all_reports(group) if report.inside]
    handling: Handling = "inside" if inside else "public"
    html = render_page(
        "reports_index.html.j2",
        lang=lang,
        title=texts.INDEX_TITLE(lang),
        skip=texts.SKIP(lang),
        groups=groups,
        handling=words(handling),
        footers=[{"lang": g["lang"], "words": texts.FOOTER(g["lang"])} for g in groups],  # type: ignore[arg-type]
    )
    path = folder / "index.html"
    write_text(path, html)
    listed = [texts.README_INSIDE.format(pages=", ".join(inside))] if inside else []
    write_readme(folder, handling, [texts.README_INDEX, *listed])
    return path


def refuse_links_in_reports(folder: Path) -> None:
    """Raise SojoEvalError when the folder of reports, or what is written there, is a link to another place."""
    refuse_links(folder, (*LANGUAGES, AREAS, "index.html", README))


def _all_reports(group: Mapping[str, object]) -> list[_Report]:
    of_areas = cast("Sequence[Mapping[str, Sequence[_Report]]]", group["areas"])
    mine = cast("Sequence[_Report]", group["reports"])
    return [*mine, *(report for area in of_areas for report in area["reports"])]


def _group(folder: Path, lang: Language) -> dict[str, object] | None:
    reports = [_read(path, folder) for path in sorted((folder / lang).glob("*.html"))]
    by_code: dict[str, list[_Report]] = {}
    for path in sorted((folder / AREAS).glob(f"*/{lang}/*.html")):
        by_code.setdefault(path.parent.parent.name, []).append(_read(path, folder))
    areas = [
        {"place": next((r.place for r in mine if r.place), code), "reports": mine}
        for code, mine in by_code.items()
    ]
    every = [*reports, *(report for mine in by_code.values() for report in mine)]
    if not every:
        return None
    # The page with the most answers speaks for all: pillar pages repeat a part of it.
    fullest = max(reports, key=lambda report: len(report.answers), default=None)
    return {
        "lang": lang,
        "name": texts.LANGUAGE_NAMES[lang],
        "reports": reports,
        "areas": areas,
        "answer_title": texts.ANSWER(lang),
        "answers": () if fullest is None else fullest.answers,
        "place": next((r.place for r in reports if r.place), ""),
        "banner": next((r.banner for r in every if r.banner), ""),
        "inside": WORDS["inside"](lang),
    }


def _read(path: Path, folder: Path) -> _Report:
    html = path.read_text(encoding="utf-8")
    title = _TOPIC.search(html) or _TITLE.search(html)
    place, banner = _PLACE.search(html), _BANNER.search(html)
    return _Report(
        quote(path.relative_to(folder).as_posix()),
        plain(place.group(1)) if place else "",
        plain(title.group(1)) if title else path.stem,
        tuple(plain(answer) for answer in _ANSWER.findall(html)),
        plain(banner.group(1)) if banner else "",
        handling_of_page(html) == "inside",
    )
