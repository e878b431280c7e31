"""A made town of 8,000 people and the files it has: no record of a case, but nine workbooks and lists of totals.

Everything is drawn from one seed; desks, salons and streets are invented. What was planted stands in `CONSULTATIONS_RATIO`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook

FIRST_YEAR, LAST_YEAR = 2016, 2024
"""Fiscal years with monthly totals: 108 months, to March 2025."""
PLAN_START = 2021
CONSULTATIONS_RATIO = 1.5
"""Consultations a month from the third plan on, over those before it."""
DESKS = {
    "地域包括支援センター": 24.0,
    "福祉課 総合相談窓口": 15.0,
    "社会福祉協議会": 9.0,
    "子育て支援室": 7.0,
}
RESIDENTS = 8_040
MONTHS = (*range(4, 13), 1, 2, 3)


def era_year(year: int) -> str:
    """A fiscal year as the town writes it."""
    if year < 2019:
        return f"平成{year - 1988}年度"
    return "令和元年度" if year == 2019 else f"令和{year - 2018}年度"


def write_town(folder: Path, seed: int = 7) -> list[Path]:
    """Write the town's files; give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = np.random.default_rng(seed)
    return [
        _consultations(folder, draw),
        _meetings(folder, draw),
        _salons_by_month(folder, draw),
        _survey(folder),
        _salons(folder, draw),
        _page_views(folder, draw),
        _population(folder),
    ]


def _consultations(folder: Path, draw: np.random.Generator) -> Path:
    """A sheet a fiscal year: desk × month under two header rows, with totals."""
    book = Workbook()
    book.remove(book.active)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        sheet = book.create_sheet(era_year(year))
        sheet.append([f"相談窓口別 相談受付件数（{era_year(year)}）"])
        sheet.append(["", "", "", "", "", "", "", "", "", "", "", "", "", "単位：件"])
        sheet.append(["窓口", "件数"] + [""] * 11 + ["計"])
        sheet.append([""] + [f"{m}月" for m in MONTHS] + [""])
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("B3:M3")
        sheet.merge_cells("N3:N4")
        ratio = CONSULTATIONS_RATIO if year >= PLAN_START else 1.0
        rows = {desk: draw.poisson(mean * ratio, 12).tolist() for desk, mean in DESKS.items()}
        for desk, counts in rows.items():
            sheet.append([desk, *counts, sum(counts)])
        by_month = [sum(column) for column in zip(*rows.values(), strict=True)]
        sheet.append(["計", *by_month, sum(by_month)])
        sheet.append(["資料：福祉課"])
    path = folder / "相談受付件数.xlsx"
    book.save(path)
    return path


def _meetings(folder: Path, draw: np.random.Generator) -> Path:
    """Meetings and cases taken up, a row a year."""
    book = Workbook()
    sheet = book.active
    sheet.title = "会議"
    sheet.append(["会議の開催状況"])
    sheet.append(["年度", "支援会議 開催回数", "支援会議 取扱ケース数"])
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        sheet.append([era_year(year), int(draw.integers(6, 13)), int(draw.integers(14, 30))])
    sheet.append(["※開催回数は書面開催を含む"])
    path = folder / "会議開催状況.xlsx"
    book.save(path)
    return path


def _salons_by_month(folder: Path, draw: np.random.Generator) -> Path:
    """Salons held and people who came, by month, years below each other."""
    rows = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for month in MONTHS:
            calendar = year + (month < 4)
            shut = (2020, 4) <= (calendar, month) <= (2021, 9)
            rows.append(
                (
                    f"{calendar}年{month}月",
                    int(draw.poisson(4 if shut else 21)),
                    int(draw.poisson(40 if shut else 260)),
                )
            )
    path = folder / "サロン活動実績.csv"
    frame = pd.DataFrame(rows, columns=["年月", "開催回数（回）", "参加者数（延べ・人）"])
    frame.to_csv(path, index=False, encoding="cp932")
    return path


def _survey(folder: Path) -> Path:
    """Two waves of the residents' survey as printed: percent, with n in the header."""
    book = Workbook()
    sheet = book.active
    sheet.title = "住民意識調査"
    sheet.append(["住民意識調査の結果（％）"])
    sheet.append(["設問", "令和元年度調査（n=812）", "令和6年度調査（n=774）"])
    sheet.append(["困ったときの相談先を知っている", 38.4, 47.2])
    sheet.append(["頼れる人がいる", 71.9, 73.1])
    sheet.append(["必要な福祉の情報を得られている", 44.0, 45.6])
    path = folder / "住民意識調査.xlsx"
    book.save(path)
    return path


def _salons(folder: Path, draw: np.random.Generator) -> Path:
    """The list of salons."""
    rows = [
        (
            n,
            f"ふれあいサロン{name}",
            f"ときわ町{name}{int(draw.integers(1, 400))}番地",
            f"{int(draw.integers(2008, 2025))}年4月",
        )
        for n, name in enumerate(
            ["中央", "北原", "南原", "川上", "川下", "東山", "西山", "本町", "新町", "宮前"], start=1
        )
    ]
    path = folder / "サロン一覧.csv"
    pd.DataFrame(rows, columns=["No.", "名称", "住所", "開始年月"]).to_csv(
        path, index=False, encoding="utf-8-sig"
    )
    return path


def _page_views(folder: Path, draw: np.random.Generator) -> Path:
    """Views of the welfare pages by month."""
    months = pd.period_range(f"{FIRST_YEAR}-04", f"{LAST_YEAR + 1}-03", freq="M")
    rows = [(str(month), int(draw.poisson(900 if month.year < 2022 else 1200))) for month in months]
    path = folder / "福祉ページ閲覧数.csv"
    pd.DataFrame(rows, columns=["年月", "閲覧数"]).to_csv(path, index=False, encoding="utf-8-sig")
    return path


def _population(folder: Path) -> Path:
    """Residents on 1 April of each year."""
    rows = []
    for year in range(FIRST_YEAR, LAST_YEAR + 2):
        people = RESIDENTS - 85 * (year - FIRST_YEAR)
        men = round(people * 0.485)
        rows.append((f"{year}/4/1", people, men, people - men, round(people / 2.4)))
    path = folder / "人口.csv"
    pd.DataFrame(rows, columns=["基準日", "総数", "男", "女", "世帯数"]).to_csv(
        path, index=False, encoding="cp932"
    )
    return path
