"""Japanese lines never begin with a closing sign nor end with an opening one."""

from __future__ import annotations

import re

import pytest

from sojo_eval.charts.line_breaking import break_lines, width


@pytest.mark.parametrize("most", [6, 10, 24])
def test_japanese_lines_never_begin_with_a_closing_sign(most: int) -> None:
    text = "民生委員・児童委員（主任児童委員を含む。）を知っている人の割合「ほっとネットステーション」"
    lines = break_lines(text, most).split("\n")
    assert "".join(lines) == text
    assert all(width(line) <= most for line in lines)
    assert not any(re.match(r"[、。）」・ーッュ]", line) for line in lines)
    assert not any(line.endswith(("（", "「")) for line in lines)
