"""Tables of the schema as people call them on the command line."""

from __future__ import annotations

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.schema import Schema

_NEAREST = 3
_LIKELY = 50
"""Share (in %) of equal characters from which a table may be the one that was meant."""


def named_table(text: str, schema: Schema) -> str:
    """The name of the table that is called so, by name or by title in either language.

    Raises SojoEvalError with the nearest ones where none is.
    """
    from rapidfuzz import fuzz, process

    from sojo_eval.japanese import label_key

    spellings = {
        label_key(s): t.name for t in schema.tables.values() for s in (t.name, t.title.ja, t.title.en)
    }
    found = spellings.get(label_key(text))
    if found is not None:
        return found
    near = process.extract(label_key(text), list(spellings), scorer=fuzz.ratio, score_cutoff=_LIKELY, limit=9)
    names = list(dict.fromkeys(spellings[spelling] for spelling, _, _ in near))[:_NEAREST]
    candidates = [schema.tables[name] for name in names]
    raise SojoEvalError(
        "unknown_table",
        Text(f"「{text}」という表はありません", f"There is no table {text!r}"),
        Text(
            "もしかして: " + "、".join(f"{t.name}（{t.title.ja}）" for t in candidates),
            "Did you mean " + ", ".join(f"{t.name} ({t.title.en})" for t in candidates) + "?",
        )
        if candidates
        else Text("表の一覧は sojo-eval template で見られます", "sojo-eval template lists the tables"),
    )
