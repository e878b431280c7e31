"""The reader's language: chosen once in a notebook, or said with each call."""

from __future__ import annotations

from difflib import get_close_matches

from sojo_eval.foundation.language import LANGUAGES, Language, Text
from sojo_eval.foundation.problems import SojoEvalError

_OTHER_NAMES = {
    "jp": "ja", "jpn": "ja", "japanese": "ja", "日本語": "ja", "和文": "ja",
    "eng": "en", "english": "en", "英語": "en", "英文": "en",
}  # fmt: skip
_chosen: list[Language] = ["ja"]


def set_language(lang: str) -> None:
    """From now on every result shows itself in `lang`, "ja" or "en", unless a call says otherwise. Raises SojoEvalError."""
    _chosen[0] = reader_language(lang)


def reader_language(lang: str | None = None) -> Language:
    """`lang` as a language there is, or the one chosen by `set_language` ("ja" at first) when none is given.

    Raises SojoEvalError naming the nearest one.
    """
    if lang is None:
        return _chosen[0]
    for language in LANGUAGES:
        if lang == language:
            return language
    asked = str(lang).strip().lower()
    near = _OTHER_NAMES.get(asked) or next(
        iter(get_close_matches(asked.split("-")[0].split("_")[0], LANGUAGES, n=1)), ""
    )
    meant = Text(f"「{near}」ですか。", f'Did you mean "{near}"? ') if near else Text("", "")
    raise SojoEvalError(
        "unknown-language",
        Text(f"言語「{lang}」はありません", f"There is no language {lang!r}"),
        Text(
            "{meant}使えるのは ja（日本語）と en（英語）です",
            "{meant}There are ja (Japanese) and en (English)",
        ).format(meant=meant),
    )
