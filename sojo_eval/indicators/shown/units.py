"""What the units of indicators are called."""

from __future__ import annotations

from sojo_eval.foundation.language import Text

UNITS: dict[str, Text] = {
    "share": Text("割合", "share"),
    "per_1000_month": Text("件（月・住民千人当たり）", "per 1,000 residents a month"),
    "per_1000_year": Text("人（年・住民千人当たり）", "per 1,000 residents a year"),
    "per_10000_month": Text("件（月・住民1万人当たり）", "per 10,000 residents a month"),
    "per_10000": Text("人（住民1万人当たり）", "per 10,000 residents"),
    "places_per_10000": Text("か所（住民1万人当たり）", "places per 10,000 residents"),
    "per_1000_views": Text("件（閲覧千回当たり）", "per 1,000 views"),
    "persons_each": Text("人（1回当たり）", "persons each time"),
    "agencies_each": Text("機関（1回当たり）", "agencies each time"),
    "relative_sd": Text(
        "見たままのばらつき（偶然を含む、平均からの典型的な倍率）",
        "spread as seen, chance included (typical factor from the mean)",
    ),
    "sd_of_shares": Text(
        "見たままのばらつき（偶然を含む、標準偏差）", "spread as seen, chance included (standard deviation)"
    ),
    "per_year": Text("件（年）", "a year"),
    "days": Text("日", "days"),
    "minutes": Text("分", "minutes"),
    "per_100000_month": Text("件（月・人口10万人当たり）", "per 100,000 residents a month"),
    "per_1000": Text("人口千人当たり", "per 1,000 residents"),
    "persons": Text("人", "persons"),
    "count": Text("件", "count"),
    "households": Text("世帯", "households"),
    "km2": Text("km²", "km²"),
    "places": Text("か所", "places"),
    "yen": Text("円", "yen"),
    "grams": Text("g", "g"),
}
