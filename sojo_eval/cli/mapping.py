"""`sojo-eval map`: proposes a mapping for a file, shows what it would give, and writes it where asked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sojo_eval.cli.tables import named_table
from sojo_eval.cli.talk import say, say_error, say_problems
from sojo_eval.foundation.files import sha256, write_text, write_with
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.problems import Problem, SojoEvalError

if TYPE_CHECKING:
    from sojo_eval.importing.files.sheet import Sheet
    from sojo_eval.importing.proposals.proposal import Proposal

_PREVIEW_ROWS = 5
_NO_MAPPING = Text(
    "シート「{sheet}」の対応表は作りません。列の名前がどの表とも合わず、数字の列もありません（何の表か分かるなら --sheet と --table）",
    "No mapping for the sheet “{sheet}”: no table has columns of these names, and none holds figures (if you know which table "
    "it is: --sheet and --table)",
)
_ASKED_UNIT = 'unit = "…"'


def propose_mappings(
    files: Sequence[Path],
    *,
    sheet: str = "",
    table: str = "",
    city: Path | None = None,
    out: Path | None = None,
    force: bool = False,
    lang: Language,
) -> None:
    """As `propose_mapping`, for one file or several: one that cannot be mapped is told, and stops no other.

    Raises SojoEvalError for several files with one `out`, and what the only file, or the last one that failed, raised.
    """
    if len(files) > 1 and out is not None:
        raise SojoEvalError(
            "one-file",
            Text("--out には、ファイルを一つだけ指定できます", "--out takes one file"),
            Text("--city で市のフォルダを指定してください", "Name the city's folder with --city"),
        )
    failed: SojoEvalError | None = None
    for file in files:
        if len(files) > 1:
            print(f"\n=== {file.name}")
        try:
            propose_mapping(file, sheet=sheet, table=table, city=city, out=out, force=force, lang=lang)
        except SojoEvalError as error:
            if failed is not None or len(files) > 1:
                say_error(error)
            failed = error
    if failed is not None:
        raise (
            failed
            if len(files) == 1
            else SojoEvalError(
                "not-all-mapped",
                Text("対応表を提案できなかったファイルがあります", "Some files were not mapped"),
                Text("上の説明のとおり直してください", "Mend what is said above"),
                exit_code=failed.exit_code,
            )
        )


def propose_mapping(
    file: Path,
    *,
    sheet: str = "",
    table: str = "",
    city: Path | None = None,
    out: Path | None = None,
    force: bool = False,
    lang: Language,
) -> None:
    """Say what the file seems to be, show the mapping and its first records, and write it.

    Into `mappings/` of `city` (the file is copied to its `raw/` unless it lies there), or to `out`. Raises SojoEvalError
    for a file that cannot be read or holds no table, and for a mapping, or another file of that name in `raw/`, that is
    there already (unless `force`).
    """
    from sojo_eval.city import read_configuration
    from sojo_eval.importing.layouts.recognition import is_known_layout
    from sojo_eval.importing.proposals.doubles import counted_in_several
    from sojo_eval.importing.proposals.propose import propose
    from sojo_eval.importing.proposals.written.mapping_text import mapping_files, summary
    from sojo_eval.schema import load_schema

    schema = load_schema()
    if city is not None:
        refuse_links(city)
    table = named_table(table, schema) if table else ""
    sheets, problems = _sheets_of(file, sheet)
    if not table and is_known_layout(sheets, file.name, schema):
        say(
            Text(
                f"{file.name} は対応表なしで読める形です。raw/ に置いて sojo-eval import を実行してください"
                "（対応表がほしいときは --table で表を指定）",
                f"{file.name} is of a layout that needs no mapping: put it into raw/ and run sojo-eval import "
                "(for a mapping all the same, name the table with --table)",
            ),
            lang,
        )
        if city is not None:
            if not force:
                _refuse_what_is_there(file, [], city)
            _into_raw(file, city, lang)
        return
    if city is not None and not force and not sheet and not table and (reading := _reading(file, city)):
        _refuse_what_is_there(file, [], city, reading)
    wanted = [s for s in sheets if not sheet or s.name == sheet]
    names = [s.name for s in sheets]
    found = counted_in_several([p for s in wanted for p in propose(s, file.name, schema, table, names)])
    if not found:
        raise SojoEvalError(
            "no-table",
            Text(f"{file.name} に表が見つかりません", f"No table was found in {file.name}"),
            Text(
                "列の名前がどの表とも合わず、数字の列もありません。見出しの行と値の行があるシートを選ぶか（--sheet）、"
                "何の表かを指定してください（--table）",
                "No table has columns of these names, and none holds figures: choose a sheet that has a header (--sheet), "
                "or say which table it is (--table)",
            ),
            exit_code=1,
        )
    say_problems(problems, lang)
    for name in _unknown(wanted, found):
        say(_NO_MAPPING.format(sheet=name), lang)
    area = read_configuration(city).code if city is not None else ""
    texts = mapping_files(found, lang, area, one_sheet=len(sheets) == 1)
    targets = [_target(file, number, len(texts), city, out) for number in range(1, len(texts) + 1)]
    if not force:
        _refuse_what_is_there(file, [target for target in targets if target is not None], city)
    for target, (proposal, text) in zip(targets, texts, strict=True):
        for line in summary(proposal, lang):
            print(line)
        print()
        if city is None and out is None:
            print(text)
        _preview(file, text, lang)
        if target is not None:
            _write(target, text, lang)
    if city is not None:
        _into_raw(file, city, lang)


def _sheets_of(file: Path, sheet: str) -> tuple[Sequence[Sheet], Sequence[Problem]]:
    """The sheets of a file, with what is to be told of them. Raises SojoEvalError where there is no file, nothing in it can
    be read, or it has no sheet of that name."""
    from sojo_eval.importing.files.reading import read_sheets

    if not file.is_file():
        raise SojoEvalError(
            "no-file",
            Text(f"{file} がありません", f"There is no {file}"),
            Text("ファイルの名前を確かめてください", "Look at the file's name"),
        )
    sheets, problems = read_sheets(file, file.name)
    if not sheets:
        raise SojoEvalError(
            "unreadable-file",
            Text(f"{file.name} を読めません", f"{file.name} cannot be read"),
            Text("下の問題を直してください", "Fix the problem below"),
            exit_code=1,
            problems=problems,
        )
    if sheet and sheet not in [s.name for s in sheets]:
        there = "、".join(s.name for s in sheets)
        raise SojoEvalError(
            "no-sheet",
            Text(f"シート「{sheet}」がありません", f"There is no sheet {sheet!r}"),
            Text(f"あるシート: {there}", f"Sheets: {there}"),
        )
    return sheets, problems


def _unknown(sheets: Sequence[Sheet], found: Sequence[Proposal]) -> list[str]:
    """The sheets that hold something and for which nothing is proposed."""
    proposed = {p.sheet for p in found}
    return [s.name for s in sheets if s.name not in proposed and s.holds_something()]


def _target(file: Path, number: int, of: int, city: Path | None, out: Path | None) -> Path | None:
    ending = f"_{number}" if of > 1 else ""
    if out is not None:
        return out.with_name(f"{out.stem}{ending}{out.suffix or '.toml'}")
    return None if city is None else city / "mappings" / f"{file.stem}{ending}.toml"


def _refuse_what_is_there(
    file: Path, targets: Sequence[Path], city: Path | None, reading: Sequence[str] = ()
) -> None:
    """Nothing is written where a mapping, or another file of that name in raw/, is there already.

    reading: the city's mappings that read the file.
    """
    raw = None if city is None else city / "raw" / file.name
    other = raw is not None and raw.is_file() and sha256(raw) != sha256(file)
    there = [*dict.fromkeys([*reading, *(str(target) for target in targets if target.exists())])]
    if not there and not other:
        return
    again = Text(
        "対応表から作り直すなら --force（前の対応表は .bak に残ります）",
        "to start the mapping again add --force; the earlier one is kept as .bak",
    )
    if raw is None:
        raise SojoEvalError(
            "exists", Text(f"{there[0]} はもうあります", f"{there[0]} is there already"), again
        )
    message = Text(f"{raw} はもうあり、内容が違います", f"{raw} is there and holds something else")
    if there:
        named = ", ".join(there)
        message = Text(
            f"このファイルの対応表はもうあります（{named}）", f"The file has a mapping already: {named}"
        )
    fix = Text(
        f"新しい年や直したファイルなら {raw.parent} に置き（上書きし）、sojo-eval import {city} を実行してください。"
        f"対応表はそのまま使えます（{again.ja}）",
        f"If it is next year's or a corrected file, copy it into {raw.parent} and run sojo-eval import {city}:"
        f" the mapping stays as it is ({again.en})",
    )
    raise SojoEvalError("exists", message, fix)


def _reading(file: Path, city: Path) -> list[str]:
    """The names of the city's mappings that read the file."""
    from sojo_eval.importing.file_names import is_path
    from sojo_eval.importing.mappings.reading import read_mappings
    from sojo_eval.schema import load_schema

    mappings, _, _ = read_mappings(city / "mappings", load_schema())
    return [m.file for m in mappings if any(is_path(file.name, wanted) for wanted in m.files)]


def _write(target: Path, text: str, lang: Language) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.read_text(encoding="utf-8") != text:
        target.replace(_kept_as(target))
    write_text(target, text)
    say(Text(f"対応表を書きました: {target}", f"Wrote the mapping: {target}"), lang)


def _kept_as(target: Path) -> Path:
    """The first name for the earlier mapping that is free: one that a person edited is not written over."""
    names = (f"{target.name}.bak" if n == 1 else f"{target.name}.{n}.bak" for n in count(1))
    return next(path for name in names if not (path := target.with_name(name)).exists())


def _into_raw(file: Path, city: Path, lang: Language) -> None:
    """Copy the file where the import looks for it."""
    raw, there = city / "raw", city / "raw" / file.name
    if raw.resolve() in file.resolve().parents:
        return
    raw.mkdir(exist_ok=True)
    write_with(there, lambda part: shutil.copyfile(file, part))
    say(
        Text(
            f"{raw} に写しました。次: sojo-eval import {city}",
            f"Copied into {raw}. Next: sojo-eval import {city}",
        ),
        lang,
    )


def _preview(file: Path, text: str, lang: Language) -> None:
    """The first records that the mapping gives, and its problems: what an import would say."""
    from sojo_eval.importing import import_unchecked
    from sojo_eval.schema import load_schema

    with tempfile.TemporaryDirectory() as folder:
        raw, mappings = Path(folder) / "raw", Path(folder) / "mappings"
        raw.mkdir()
        mappings.mkdir()
        shutil.copyfile(
            file, raw / file.name
        )  # not a link: those are refused, and Windows lets few people make them
        # A unit that is still asked hides no figures from who must know it.
        shown_as = text.replace(_ASKED_UNIT, 'unit = "count"')
        (mappings / "proposal.toml").write_text(shown_as, encoding="utf-8")
        result = import_unchecked(raw, mappings, {}, load_schema())
    for name, frame in result.tables.items():
        frame = frame.drop(columns="unit", errors="ignore") if _ASKED_UNIT in text else frame
        shown = frame.dropna(axis=1, how="all").head(_PREVIEW_ROWS)
        say(
            Text(
                f"{name}: {len(frame):,} 行になります。はじめの行:",
                f"{name}: {len(frame):,} rows. The first:",
            ),
            lang,
        )
        print(shown.to_string(index=False, max_colwidth=28))
    problems = [p for p in result.problems if p.rule != "not-mapped"]
    if problems:
        say_problems(problems, lang)
    print()
