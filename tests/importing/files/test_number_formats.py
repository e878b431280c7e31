"""What number formats show beside a number, and what they leave out of it."""

from __future__ import annotations

import pytest

from sojo_eval.importing.files.number_formats import shown_by


@pytest.mark.parametrize(
    ("code", "text", "thousands"),
    [
        ('#,##0,"千円"', "千円", 1),
        ('#,##0,,"百万円"', "百万円", 2),
        ('#,##0"千円"', "千円", 0),
        ('0"人"', "人", 0),
        ('General"件"', "件", 0),
        ('0"人";[Red]\\-0"名"', "人", 0),
        ('0.0,;"-"', "", 1),
        ("#,##0,.0", "", 1),
        ("#,##0", "", 0),
        ("#,##0_ ", "", 0),
        ("0世帯", "世帯", 0),
        ("[$¥-411]#,##0", "¥", 0),
        ('"¥"#,##0', "¥", 0),
        ("0.0%", "", 0),
        ('yyyy"年"m"月"', "", 0),
        ("@", "", 0),
        ('"a;b"0', "a;b", 0),
    ],
)
def test_the_text_and_the_thousands_of_a_format(code: str, text: str, thousands: int) -> None:
    assert shown_by(code) == (text, thousands)
