"""Which role each desk or service of a city has in the support system: as its table says, or else by its name.

A name tells the role where it holds a title of the code list `service_roles` or one of the names that stand beside it there.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from sojo_eval.japanese import normalise
from sojo_eval.schema import load_schema

ROLES = "service_roles"
OTHER = "other"
"""The role of services that the city says have none of the others."""
WITH_ROLES = ("comprehensive_consultation", "community_building")
"""The programmes whose services differ in their roles; those of the others have the one role of their programme."""


def role_titles() -> pd.DataFrame:
    """The code list, by code."""
    return load_schema().codelists[ROLES].set_index("code")


def roles(services: pd.DataFrame) -> pd.Series:
    """The role of each row of the clean table, missing where neither its column nor its name tells it."""
    by_name = services["name_ja"].map(_of_name).astype("string")
    return services["role"].fillna(by_name) if "role" in services else by_name


def without_role(services: pd.DataFrame) -> pd.DataFrame:
    """The rows of `services` that ought to have a role and have none."""
    ought = services["programme"].isin(WITH_ROLES)
    return services[ought & roles(services).isna()]


def words(role: str) -> tuple[str, ...]:
    """What a name holds that tells the role."""
    return tuple(name for name, code in _names() if code == role)


def named_in(role: str, text: object) -> bool:
    """Whether a text names a service of that role."""
    plain = plain_name(text)
    return any(word in plain for word in words(role))


def _of_name(name: object) -> str | None:
    """By the longest word that the name holds; None where the longest ones tell different roles."""
    plain = plain_name(name)
    held = [(word, code) for word, code in _names() if word in plain]
    longest = max((len(word) for word, _ in held), default=0)
    found = {code for word, code in held if len(word) == longest}
    return found.pop() if len(found) == 1 else None


@cache
def _names() -> tuple[tuple[str, str], ...]:
    spellings = load_schema().spellings(ROLES)
    in_japanese = {name: code for name, code in spellings.items() if not name.isascii() and code != OTHER}
    return tuple((plain_name(name), code) for name, code in in_japanese.items())


def plain_name(text: object) -> str:
    """A name without what differs from one writer to the next: widths and spaces."""
    return "".join(normalise(text).split()) if isinstance(text, str) else ""
