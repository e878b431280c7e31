"""Words of the comparison with other cities on the overall page."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

HEADING = Text("ほかの自治体と比べて", "Beside other cities")
INTRO = Text(
    "公表された年次の値を、ほかの4つ以上の自治体の動きと比べた結果です。D3は、計画の前の傾向がほかの自治体と平行だったものです。"
    "柱の判定には入れていません。",
    "Published yearly figures against what four or more other cities did. D3: the earlier trends were parallel. It enters no"
    " pillar's verdict.",
)
MORE = Text(
    "値と、比べ方の限界は「ほかの自治体との比較」のページにあります。",
    "The figures and the limits stand on the page “Compared with other cities”.",
)
