"""Words of the index over many cities."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

TITLE = Text("各自治体の評価", "The cities' evaluations")
SYNTHETIC = Text(
    "架空のデータによる見本が含まれています。実在の自治体の実績ではありません。",
    "Some of these are made of synthetic data and describe no real city.",
)
COUNTS = Text("柱ごとの判定（自治体の数）", "Verdicts by pillar (number of cities)")
PILLAR = Text("柱", "Pillar")
CITIES = Text("自治体（{n}）", "Cities ({n})")
SEARCH = Text("名前・コード・判定で絞り込む", "Narrow by name, code or verdict")
CITY = Text("自治体", "City")
CODE = Text("コード", "Code")
PAGES_FAILED = Text(
    "作れなかったページがあります（run.json）。", "Some of its pages were not made (see run.json)."
)
