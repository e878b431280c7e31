"""Areas and services of a city's own tables that some results cannot take up: told, never dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sojo_eval.city.places.area_tree import LEVELS, AreaTree
from sojo_eval.city.places.service_roles import role_titles, without_role
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.schema import load_schema

_NAMED = 10


def unplaced(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """One warning for the areas that are in no part of the city, one for the services whose role is not known."""
    areas, services = tables.get("areas"), tables.get("services")
    return [
        *([] if areas is None else _areas_in_no_part(areas)),
        *([] if services is None else _services_without_role(services)),
    ]


def _areas_in_no_part(areas: pd.DataFrame) -> list[Problem]:
    tree = AreaTree.of(areas)
    left = areas[areas["area"].isin(tree.in_no_part)]
    if left.empty:
        return []
    titles = load_schema().codelists[LEVELS].set_index("code")
    taken = tree.named(tree.parts)
    by = Text(*("・".join(titles.loc[[*taken], f"title_{lang}"]) for lang in ("ja", "en")))
    message = Text(
        f"地域ごとの結果は「{by.ja}」で出すため、次の地域はどの結果にも入りません: {_names(left)}",
        f"Results by area are given for {by.en}; these areas are in none of them: {_names(left)}",
    )
    fix = Text(
        "その地域を分けている地域があれば、上位の地域コードを直してください。同じ市域の別の分け方なら、このままでかまいません"
        "（市全体の結果には入ります）",
        "If other areas divide them, correct the parent codes of these. If they are another division of the same ground "
        "nothing need be done (the whole city's results hold them)",
    )
    return [Problem("area-in-no-part", message, fix, table="areas", column="parent", severity="warning")]


def _services_without_role(services: pd.DataFrame) -> list[Problem]:
    left = without_role(services)
    if left.empty:
        return []
    titles = role_titles()
    choices = Text("、".join(titles["title_ja"]), ", ".join(titles["title_en"]))
    message = Text(
        f"役割の分からない窓口・事業が{len(left)}件あります: {_names(left)}",
        f"The role of {len(left)} desks or services is not known: {_names(left)}",
    )
    fix = Text(
        '事業・窓口の一覧に列「役割」を加え、次から選んで書いてください。対応表には [columns] に role = "役割" を加えます。'
        f"役割: {choices.ja}",
        'Add a column 役割 to the list of desks and services and choose from these; in the mapping add role = "役割" to '
        f"[columns]. Roles: {choices.en}",
    )
    return [Problem("role-not-known", message, fix, table="services", column="role", severity="warning")]


def _names(rows: pd.DataFrame) -> str:
    names = rows["name_ja"].astype("string").fillna("").tolist()
    return "、".join(names[:_NAMED]) + (f" …（{len(names)}）" if len(names) > _NAMED else "")
