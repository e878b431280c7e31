"""What results look like where no style sheet is read, and that a page gets them without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sojo_eval.reports as reports
from sojo_eval.charts.style import STATUS_STYLES, VERDICT_STYLES
from sojo_eval.foundation.look import BADGES, in_notebook, without_look

FRAGMENT = (
    '<p class="banner">架空のデータ</p><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>割合<small>割合</small></td>'
    '<td class="number">3</td></tr></tbody></table><span class="badge improving">改善</span><p style="color:red">own</p>'
)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def style_of(html: str, tag: str) -> str:
    found = re.search(rf'<{tag}[^>]* style="([^"]*)"', html)
    assert found is not None, tag
    return found.group(1)


def test_a_result_brings_its_own_ground_and_ink() -> None:
    html = in_notebook(FRAGMENT, "ja")
    assert html.startswith('<div class="block" lang="ja"')
    banner = style_of(html, 'p class="banner"')
    assert {"background-color", "border", "color"} <= {p.partition(":")[0] for p in banner.split(";")}
    assert "background-color:#0067a5;color:#ffffff" in style_of(html, "span")
    assert "display:block" in style_of(html, "small")
    assert '<td class="number">' in html
    assert '<p style="color:red">' in html


def test_a_page_gets_the_fragment_back() -> None:
    block = f'<div class="block" lang="en">{FRAGMENT}</div>'
    assert without_look(in_notebook(block, "en")) == block


@pytest.mark.parametrize("code", [*VERDICT_STYLES, *STATUS_STYLES])
def test_badges_have_the_colours_of_figures_and_pages_and_can_be_read(code: str) -> None:
    style = (VERDICT_STYLES | STATUS_STYLES)[code]
    fill, ink = BADGES.get(code, ("#ffffff", "#1a1a1a"))
    assert (fill, ink) == (style.fill, style.ink)
    assert contrast(fill, ink) >= 4.5
    page = (Path(reports.__file__).parent / "template" / "sojo" / "page.css").read_text(encoding="utf-8")
    if code in BADGES:
        assert re.search(rf"\.badge\.{code} {{ background: {fill};", page)


def test_every_style_is_plain_enough_for_the_front_end() -> None:
    """JupyterLab lets plain values through: no variables, and no function but rgba."""
    names, tags = (
        ("banner", "answer", "answer improving", "scroll", "reasons"),
        ("p", "table", "td", "small", "img"),
    )
    html = in_notebook("".join(f'<{tag} class="{name}">' for tag in tags for name in names), "ja")
    declared = {one for style in re.findall(' style="([^"]*)"', html) for one in style.split(";")}
    assert len(declared) > 20
    plain = re.compile(r"--our:1|[a-z-]+:(?:rgba\(\d+(?:,[\d.]+){3}\)|[#\w.% ]|-)+")
    assert [one for one in declared if not plain.fullmatch(one)] == []
