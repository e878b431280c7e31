"""Texts that exist in Japanese and in English, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Text:
    """One sentence or label in both languages; `text("ja")` gives the Japanese one, and there are no others (ValueError)."""

    ja: str
    en: str

    def __call__(self, lang: Language) -> str:
        if lang == "ja":
            return self.ja
        return self.en if lang == "en" else self(as_language(lang))

    def format(self, **values: object) -> Text:
        """The same text with its `{placeholders}` filled in both languages.

        A value may itself be a `Text`: then each language takes its own.
        """
        return Text(
            self.ja.format(**{k: v.ja if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )


def as_language(value: str) -> Language:
    """`value` as a supported language code; anything else raises ValueError."""
    if value not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {value!r}")
    return value
