"""`sojo-eval template`: makes an entry workbook for some tables, or says which tables there are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from sojo_eval.cli.tables import named_table
from sojo_eval.cli.talk import say
from sojo_eval.foundation.files import write_with
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.schema import Schema, load_schema

if TYPE_CHECKING:
    import pandas as pd


def make_template(
    asked: Sequence[str], out: Path | None, city: Path | None, force: bool, lang: Language
) -> None:
    """Write the workbook for the asked tables (names or Japanese titles) to `out`; list the tables where none is asked.

    With `city`, names of its desks and areas are put up for choice. Raises SojoEvalError for an unknown table, a
    missing or unfit `out`, and a file that is there already (unless `force`).
    """
    schema = load_schema()
    if not asked:
        _list_tables(schema, lang)
        return
    names = list(dict.fromkeys(named_table(text, schema) for text in asked))
    target = _target(out, force)
    from sojo_eval.importing.forms.workbook import entry_workbook

    others = [k.table for n in names for k in schema.tables[n].foreign_keys if k.table not in names]
    others = list(dict.fromkeys(others))
    known = _known(city, others, schema)
    content = entry_workbook(names, schema, known)
    write_with(target, lambda part: part.write_bytes(content))
    titles = [schema.tables[name].title for name in names]
    say(
        Text(
            f"記入用のブックを作りました: {target}（{'、'.join(t.ja for t in titles)}）",
            f"Wrote the entry workbook: {target} ({', '.join(t.en for t in titles)})",
        ),
        lang,
    )
    if missing := [name for name in others if name not in known]:
        there = [schema.tables[name].title for name in missing]
        say(
            Text(
                f"これらの表を参照します。市になければ、先に取り込んでください: {'、'.join(t.ja for t in there)}"
                f"（様式は sojo-eval template {' '.join(missing)} --out 台帳_{there[0].ja}.xlsx）",
                f"It refers to tables that the city must have; import them first: {', '.join(t.en for t in there)}"
                f" (forms: sojo-eval template {' '.join(missing)} --out {missing[0]}.xlsx)",
            ),
            lang,
        )
    say(
        Text(
            "戻ってきたら raw/ に置いて sojo-eval import を。対応表は要りません",
            "When it comes back, put it into raw/ and run sojo-eval import; it needs no mapping",
        ),
        lang,
    )


def _list_tables(schema: Schema, lang: Language) -> None:
    say(Text("記入用のブックを作れる表:", "Tables that an entry workbook can be made for:"), lang)
    width = max(map(len, schema.tables))
    for group, tables in groupby(
        sorted(schema.tables.values(), key=lambda t: t.group), key=lambda t: t.group
    ):
        print(f"  [{group}]")
        for table in tables:
            print(f"  {table.name:<{width}}  {table.title.ja} / {table.title.en}")
    say(
        Text(
            "例: sojo-eval template consultations referrals --out 相談.xlsx",
            "Example: sojo-eval template consultations referrals --out records.xlsx",
        ),
        lang,
    )


def _target(out: Path | None, force: bool) -> Path:
    if out is None:
        raise SojoEvalError(
            "no-out",
            Text("書く先がありません", "There is nowhere to write to"),
            Text("--out 相談.xlsx のように指定してください", "Add --out, such as --out records.xlsx"),
        )
    if out.suffix.lower() != ".xlsx":
        raise SojoEvalError(
            "file-kind",
            Text(f"{out.name} は .xlsx ではありません", f"{out.name} is no .xlsx"),
            Text("名前の終わりを .xlsx にしてください", "Let its name end in .xlsx"),
        )
    if out.exists() and not force:
        raise SojoEvalError(
            "exists",
            Text(f"{out} はもうあります", f"{out} is there already"),
            Text("書き換えるなら --force を付けてください", "Add --force to replace it"),
        )
    return out


def _known(city: Path | None, names: Sequence[str], schema: Schema) -> dict[str, pd.DataFrame]:
    """Those of the named tables that the city has and that hold no persons; none before its first import."""
    if city is None:
        return {}
    from sojo_eval.city import open_city

    public = [name for name in names if not schema.tables[name].is_disclosive]
    try:
        opened = open_city(city)
    except SojoEvalError as error:
        if error.code != "not-imported":
            raise
        return {}
    return {name: opened.table(name) for name in public if opened.has(name)}
