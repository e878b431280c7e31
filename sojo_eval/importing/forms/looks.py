"""How an entry workbook looks: colours that carry meaning, forms of cells, widths that show what is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sojo_eval.japanese.text import text_width
from sojo_eval.schema import Field, Schema

_FONT = {"font_name": "Yu Gothic", "font_size": 11}
_DARK, _LIGHT, _LINE, _GREY = "#1F4E79", "#DDEBF7", "#BFBFBF", "#595959"
_HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": _LINE}


@dataclass(frozen=True)
class Looks:
    """Formats of xlsxwriter, by what they mean; the tabs' colours tell sheets to fill from sheets to read."""

    title: Any
    sentence: Any
    section: Any
    text: Any
    text_bold: Any
    link: Any
    required: Any
    optional: Any
    small: Any
    required_head: Any
    optional_head: Any
    lacking: Any
    twice: Any
    plain: Any
    texts: Any
    dates: Any
    months: Any
    example_head: Any
    example_mark: Any
    example: Any
    example_date: Any
    example_month: Any
    listed: Any
    listed_english: Any
    entry_tab: str = "#2E75B6"
    other_tab: str = "#A6A6A6"

    def of_column(self, field: Field, month: bool) -> Any:
        """Texts stay as typed (codes keep their zeros, 106-4 is not a date); dates show as 2024-04-01."""
        if field.type == "date":
            return self.months if month else self.dates
        return self.texts if field.type == "string" else self.plain


def looks_of(book: Any) -> Looks:
    """The formats of this workbook."""

    def form(**options: Any) -> Any:
        return book.add_format({**_FONT, **options})

    wrapped = {"text_wrap": True, "valign": "top"}
    example = {"border": 1, "border_color": _LINE, "font_color": _GREY, "bg_color": "#F2F2F2"}
    return Looks(
        title=form(bold=True, font_size=14),
        sentence=form(font_color=_GREY),
        section=form(bold=True, font_size=12, font_color=_DARK, bottom=1, bottom_color=_DARK),
        text=form(**wrapped),
        text_bold=form(bold=True, **wrapped),
        link=form(font_color="#0563C1", underline=1, valign="top"),
        # No red: in a file that comes back, red text is taken for a person's marking.
        required=form(bold=True, font_color=_DARK, font_size=9),
        optional=form(font_color=_GREY, font_size=9),
        small=form(font_color=_GREY, font_size=9, text_wrap=True, valign="top"),
        required_head=form(**_HEAD, bg_color=_DARK, font_color="#FFFFFF"),
        optional_head=form(**_HEAD, bg_color=_LIGHT),
        lacking=book.add_format({"bg_color": "#FFC7CE"}),
        twice=book.add_format({"bg_color": "#FFEB9C", "bold": True}),
        plain=form(),
        texts=form(num_format="@"),
        dates=form(num_format="yyyy-mm-dd", align="left"),
        months=form(num_format="yyyy-mm", align="left"),
        example_head=form(**_HEAD, bg_color="#D9D9D9"),
        example_mark=form(**example, align="center"),
        example=form(**example),
        example_date=form(**example, num_format="yyyy-mm-dd", align="left"),
        example_month=form(**example, num_format="yyyy-mm", align="left"),
        listed=form(border=1, border_color=_LINE),
        listed_english=form(border=1, border_color=_LINE, font_color=_GREY),
    )


def width_of(field: Field, schema: Schema) -> float:
    """Wide enough for the title in two lines beside the filter's arrow, and for what is chosen or written."""
    usual = {"date": 14, "boolean": 10, "integer": 10, "number": 12, "string": 18}[field.type]
    if field.codelist is not None:
        usual = max(text_width(title) for title in schema.codelists[field.codelist]["title_ja"]) + 3
    return min(36, max(14, usual, text_width(field.title.ja) / 2 + 5))
