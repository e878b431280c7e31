"""What the reader is told about hidden numbers, Japanese and English side by side."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

HIDDEN_FOR_PRIVACY = Text("数値は個人の秘密を守るため非表示です", "hidden for privacy")

WHERE: dict[str, Text] = {
    "series": Text("推移", "series"),
    "findings": Text("指標の判定", "findings"),
    "pillars": Text("柱の判定", "pillars"),
    "targets": Text("目標に対する進み具合", "progress towards targets"),
    "comparators": Text("他団体との比較（市の値）", "comparison with other cities (the city's own figures)"),
}

REASONS: dict[str, Text] = {
    "small_count": Text(
        "小さな人数、またはそれを逆算させないための非表示",
        "a small count, or protection of one against subtraction",
    ),
    "derived": Text("非表示の数から計算された数", "worked out from a hidden number"),
    "one_step": Text(
        "同じ数を二つの期間の刻みで示すと差し引きで分かるため、一つだけを表示",
        "two time steps of one series would allow subtraction: one step is shown",
    ),
}
