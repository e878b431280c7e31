"""Thirty leaks, each put into the published folder as a careless change of the code would put it there: (rule, plant)."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

from tests.faults.leaks.checker import INSIDE, PUBLIC

Plant = Callable[[Path], None]
QUALITY, PILLAR, RECORD, ENGLISH = (
    "ja/00_data_quality.html", "ja/20_consultation.html", "ja/00_data_quality.ipynb", "en/00_data_quality.html",
)  # fmt: skip


def change(name: str, old: str, new: str) -> Plant:
    """The first `old` of a file becomes `new`; there must be one."""

    def plant(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def said(name: str, html: str) -> Plant:
    """A piece at the end of a page."""
    return change(name, "</main>", f"{html}</main>")


def in_notebook(alter: Callable[[dict[str, object]], None]) -> Plant:
    def plant(folder: Path) -> None:
        notebook = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        alter(notebook)
        (folder / RECORD).write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")

    return plant


def png_with(key: str, text: str) -> str:
    """A picture whose metadata say something."""
    figure, content = plt.figure(figsize=(0.1, 0.1)), io.BytesIO()
    figure.savefig(content, format="png", metadata={key: text})
    plt.close(figure)
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}">'


def svg_with(inner: str) -> str:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>'
    return f'<img alt="" src="data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}">'


def file(name: str, content: str | bytes) -> Plant:
    def plant(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    return plant


def parquet(folder: Path) -> None:
    pd.DataFrame({"count": [3]}).to_parquet(folder / "findings.parquet")


def area_page(folder: Path) -> None:
    """A page of a single area that says it may be published."""
    html = (folder / PILLAR).read_text(encoding="utf-8")
    html = html.replace('<div class="scope public">', '<div class="scope inside">', 1)
    (folder / "ja" / "40_evaluation.html").write_text(html, encoding="utf-8")


def index_of_an_inside_page(folder: Path) -> None:
    """A page for the inside, and an index that repeats it for everyone."""
    html = (folder / PILLAR).read_text(encoding="utf-8").replace(PUBLIC, INSIDE)
    (folder / "ja" / "40_evaluation.html").write_text(html, encoding="utf-8")


def hidden_month(folder: Path) -> None:
    """The number of a hidden month in the table beside its chart."""
    html = (folder / PILLAR).read_text(encoding="utf-8")
    row = re.search(r'(<th scope="row">2019年7月</th><td[^>]*>)[^<]*', html)
    assert row is not None
    (folder / PILLAR).write_text(html.replace(row[0], f"{row[1]}0.7%", 1), encoding="utf-8")


TABLE = (
    "<table><caption>x</caption><thead><tr><th>窓口</th><th>件数</th></tr></thead><tbody>{}</tbody></table>"
)
ROW = "<tr><td>{}</td><td>{}</td></tr>"
PLANTS: dict[str, tuple[str, Plant]] = {
    "a small count in a sentence": ("small", said(QUALITY, "<p>窓口丙の相談は3件でした。</p>")),
    "a small count in full width": ("small", said(QUALITY, "<p>相談は３人です。</p>")),
    "a small count in words": ("small", said(ENGLISH, "<p>There were three people.</p>")),
    "a small count in Chinese numerals": ("small", said(QUALITY, "<p>相談者は三名です。</p>")),
    "a small count in a table": ("small", said(QUALITY, TABLE.format(ROW.format("窓口丙", "3")))),
    "a small count in an alternative text": ("small", said(PILLAR, '<img alt="4月は2件" src="x">')),
    "rows of a table of people": ("total", change(QUALITY, "あり（件数は非表示）", "31")),
    "a total that undoes a hidden month": ("total", said(PILLAR, "<p>2019年度の合計は1,632件です。</p>")),
    "a total in a table of desks": ("total", said(PILLAR, TABLE.format(ROW.format("合計", "31")))),
    "a hidden month in the chart's table": ("hidden", hidden_month),
    "a hidden month in an alternative text": (
        "hidden", said(PILLAR, '<img src="x" alt="3日以内に最初の対応をした相談の割合は2019年7月の0.7%が最低">'),
    ),
    "the interval of a small finding": ("emptied", said(PILLAR, "<p>「作成した支援プラン」は31.0 → 30.0（95%区間 -9%〜+4%）。</p>")),
    "the day of a single record": ("day", said(QUALITY, "<p>最後の記録は2025-06-03です。</p>")),
    "a day in the Japanese calendar": ("day", said(QUALITY, "<p>最後の記録は令和7年6月3日です。</p>")),
    "a pseudonym of a person": ("record", said(QUALITY, "<p>相談者 P-7311f の記録</p>")),
    "a number of a case, with invisible signs": ("record", said(QUALITY, "<p>K-\u200b9999</p>")),
    "the value of a cell": ("record", said(QUALITY, "<p>「昭和99年9月9日」は日付ではありません</p>")),
    "a person's name from a file's name, escaped": ("record", said(QUALITY, "<p>raw/&#30456;&#35527;_&#30000;&#20013;&#22826;&#37070;.csv</p>")),
    "a formula from a cell": ("formula", said(QUALITY, TABLE.format(ROW.format("＝HYPERLINK(1)", "")))),
    "a folder in a sentence": ("private", said(QUALITY, "<p>/home/yamada/city を読みました</p>")),
    "a user's name in a meta element": ("metadata", change(QUALITY, "<title>", '<meta name="author" content="yamada"><title>')),
    "a comment": ("metadata", said(QUALITY, "<!-- made on city-hall-pc7 -->")),
    "a hidden element": ("metadata", said(QUALITY, '<p hidden="">あとで消す</p>')),
    "a script with data": ("metadata", said(QUALITY, "<script>var data = [3]</script>")),
    "a picture's metadata": ("metadata", said(QUALITY, png_with("Author", "yamada"))),
    "a drawing's description": ("record", said(QUALITY, svg_with("<desc>P-7311f</desc>"))),
    "parameters in a notebook's metadata": (
        "metadata", in_notebook(lambda nb: nb["metadata"].update(papermill={"parameters": {"area": "C1"}})),  # type: ignore[attr-defined]
    ),
    "a folder in a notebook's parameters": (
        "private", in_notebook(lambda nb: nb["cells"][2].update(source=['city_dir = "/srv/city"'])),  # type: ignore[index]
    ),
    "a file that is none of ours": ("file", parquet),
    "a half-written file": ("file", file("ja/.a.html.0123456789abcdef.part", "3")),
    "a page of one area for everyone": ("handling", area_page),
    "an index for everyone of a page for the inside": ("handling", index_of_an_inside_page),
    "a page that does not say who may see it": ("handling", change(QUALITY, f"<!-- {PUBLIC} -->", "")),
    "exact results as a table beside the pages": ("file", file("ja/findings.csv", "area,count\nC1,3\n")),
}  # fmt: skip
