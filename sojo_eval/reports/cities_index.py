"""The index over many cities: each one's verdict by pillar, and the way to its reports."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sojo_eval.evaluation.words.labels import PILLAR_VERDICTS, PILLARS
from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import LANGUAGES, Language, Text
from sojo_eval.reports.handling import words
from sojo_eval.reports.html import render_page
from sojo_eval.reports.texts import cities as texts
from sojo_eval.reports.texts import page as page_texts

_FILTER = """
const box = document.getElementById("search"), rows = [...document.querySelectorAll("#list tr")];
const shown = document.getElementById("shown");
box.closest("p").hidden = false;
box.addEventListener("input", () => {
  const asked = box.value.normalize("NFKC").toLowerCase().split(/\\s+/).filter(Boolean);
  let n = 0;
  for (const row of rows) {
    const text = row.textContent.normalize("NFKC").toLowerCase();
    row.hidden = !asked.every((word) => text.includes(word));
    n += row.hidden ? 0 : 1;
  }
  shown.textContent = n + " / " + rows.length;
});
"""
"""The one script of a page of ours: it hides rows, and its hash is all that the page's policy lets run."""


@dataclass(frozen=True)
class CityRow:
    """A city in the index. address: its reports, from the index; "" for none. verdicts: pillar → code. why: no evaluation."""

    name: Text
    code: str
    address: str
    verdicts: Mapping[str, str]
    synthetic: bool = False
    why: Text | None = None
    pages_failed: bool = False


def write_cities_index(folder: Path, rows: Sequence[CityRow]) -> list[Path]:
    """Write `index.html` (Japanese) and `index.en.html`, each whole or not at all; gives the paths."""
    paths = []
    for lang in LANGUAGES:
        paths.append(folder / index_name(lang))
        write_text(paths[-1], cities_index(rows, lang))
    return paths


def index_name(lang: Language) -> str:
    """The page's file in that language."""
    return "index.html" if lang == "ja" else f"index.{lang}.html"


def cities_index(rows: Sequence[CityRow], lang: Language) -> str:
    """The page as self-contained HTML: counts by pillar and verdict, then one row a city, which a search box narrows."""
    codes = [code for code in PILLAR_VERDICTS if any(code in row.verdicts.values() for row in rows)]
    counts = {pillar: Counter(row.verdicts.get(pillar, "") for row in rows) for pillar in PILLARS}
    policy = base64.b64encode(hashlib.sha256(_FILTER.encode()).digest()).decode()
    return render_page(
        "cities_index.html.j2",
        lang=lang,
        title=texts.TITLE(lang),
        skip=page_texts.SKIP(lang),
        handling=words("public"),
        banner=texts.SYNTHETIC(lang) if any(row.synthetic for row in rows) else "",
        others=[(index_name(o), page_texts.LANGUAGE_NAMES[o], o) for o in LANGUAGES if o != lang],
        counts_title=texts.COUNTS(lang),
        pillar=texts.PILLAR(lang),
        verdicts=[PILLAR_VERDICTS[code](lang) for code in codes],
        counts=[(PILLARS[p](lang), [counts[p][code] for code in codes]) for p in PILLARS],
        cities_title=texts.CITIES.format(n=f"{len(rows):,}")(lang),
        search=texts.SEARCH(lang),
        heads=[texts.CITY(lang), texts.CODE(lang), *(name(lang) for name in PILLARS.values())],
        rows=[_row(row, lang) for row in rows],
        script=_FILTER,
        policy=policy,
        footer=page_texts.FOOTER(lang),
    )


def _row(row: CityRow, lang: Language) -> dict[str, object]:
    verdicts = [PILLAR_VERDICTS[code](lang) if (code := row.verdicts.get(p)) else "—" for p in PILLARS]
    notes = [row.why(lang)] if row.why else []
    notes += [texts.PAGES_FAILED(lang)] if row.pages_failed else []
    return {
        "name": row.name(lang),
        "code": row.code,
        "address": quote(row.address),
        "verdicts": verdicts,
        "note": " ".join(notes),
    }
