"""A new city's folder, with an example `city.toml`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sojo_eval.city.beginning.municipality_code import municipality_code
from sojo_eval.city.beginning.new_plans import NewPlan, plans_toml
from sojo_eval.city.configuration import refuse_mistakes
from sojo_eval.city.folder import MAPPINGS, RAW
from sojo_eval.city.settings import FILE_NAME
from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import SojoEvalError

_NEW_CITY = """\
[city]
code = {code}
name_ja = {name}
name_en = {name_en}
# Last day up to which all records are there; without it the last month that records fill to its end.
# すべての記録がそろっている最後の日。書かなければ、記録が月末まである最後の月まで。
# data_until = 2026-03-31

[disclosure]
# Below 5 only with threshold_reason = "…", which every report prints. / 5未満には threshold_reason が要り、全報告書に印字。
threshold = 5                 # counts of 1 to 4 are hidden / 1〜4 は秘匿

# One block a plan period, [[plans]]: the plan in force and the ones before it. / 計画期間ごとに一つ（今の計画と、その前の計画）
{plans}
# What each pillar rests on: 3 to 5 outcome indicators, chosen before the plan's numbers are known. Without this section the
# package's defaults serve. / 柱ごとの主要指標（3〜5個）。計画の結果が分かる前に決めます。書かなければ既定の指標を使います
# [headline]
# declared = 2024-03-31
# connections = ["connections.has_someone_to_rely_on", "connections.feels_lonely_often", "connections.participants_per_1000"]

# The city's own marks of its targets, from the best down (table targets). / 目標の進み具合を表す市独自の区分
# [target_scheme]
# by = "progress"
# marks = [{{ mark = "A", at_least = 1.0 }}, {{ mark = "B", at_least = 0.5 }}, {{ mark = "C" }}]

# Shocks and definition changes that the evaluation must know. / 評価が知るべき外的要因と定義変更
[[events]]
event = "covid"
kind = "shock"
start_date = 2020-03-01
end_date = 2023-05-31
title_ja = "新型コロナウイルス感染症"
title_en = "COVID-19"
applies_to = ["*"]
"""


def init_city(
    folder: PathLike, *, code: str, name: str, name_en: str = "", plans: Sequence[NewPlan] = ()
) -> str:
    """Make a new city folder with its `city.toml`, and give the code of six digits under which it stands there.

    name_en: empty = as in Japanese. plans: without any the file says how to write them. Raises SojoEvalError when the folder
    is not empty, for what is no municipality code, and for a name or plans that `city.toml` cannot hold.
    """
    folder = as_path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise SojoEvalError(
            "not-empty",
            Text(f"{folder} は空ではありません", f"{folder} is not empty"),
            Text("別の名前を選んでください", "Choose another name"),
        )
    whole_code = municipality_code(code)
    text = _NEW_CITY.format(
        code=json.dumps(whole_code),
        name=json.dumps(name, ensure_ascii=False),
        name_en=json.dumps(name_en or name, ensure_ascii=False),
        plans=plans_toml(plans),
    )
    refuse_mistakes(text)
    for sub in (RAW, MAPPINGS):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    write_text(folder / FILE_NAME, text)
    return whole_code
