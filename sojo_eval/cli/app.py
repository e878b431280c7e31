"""`sojo-eval`: each command imports what it needs only when it runs, so that `--help` stays fast."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from sojo_eval.cli.console import bear_any_sign
from sojo_eval.cli.lab import lab
from sojo_eval.cli.options import (
    BaselineOption,
    CityArgument,
    ClusterOption,
    CurrentOption,
    Lang,
    LangOption,
    MemoryOption,
    PartialOption,
    ResumeOption,
    TimeoutOption,
    WorkersOption,
    bytes_of,
    folder_named,
    listed,
)
from sojo_eval.cli.talk import say, say_error, say_failure, say_problems
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import checked_language
from sojo_eval.foundation.showing.refusals import in_words
from sojo_eval.foundation.version import VERSION

EXIT_PROBLEMS, EXIT_FAILED = 1, 3
DEMO_FOLDER = Path("nishitokyo-example")

app = typer.Typer(
    name="sojo-eval",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"sojo-eval {VERSION}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="版を表示する / show the version"
        ),
    ] = False,
) -> None:
    """地域福祉計画の評価 / Evaluate whether a city's community-welfare plan is improving."""


@app.command()
def demo(
    directory: Annotated[
        Path, typer.Argument(help="作る場所 / where to make it", metavar="DIR", parser=folder_named)
    ] = DEMO_FOLDER,
    seed: Annotated[int, typer.Option(help="乱数の種 / random seed")] = 1,
    scenario: Annotated[str, typer.Option(help="mixed, null, improving, sparse")] = "mixed",
    lang: LangOption = Lang.ja,
) -> None:
    """例の市を作り、取り込み、評価し、報告書を出す / Make the example city, import, evaluate, publish."""
    from sojo_eval.batch import Settings
    from sojo_eval.city import import_city
    from sojo_eval.cli.evaluating import evaluate_city
    from sojo_eval.cli.publishing import publish_city
    from sojo_eval.example_city import make_example_city

    say(Text(f"例の市を作っています: {directory}", f"Making the example city: {directory}"), lang.value)
    make_example_city(directory, seed=seed, scenario=scenario)
    say(Text("取り込んでいます", "Importing its files"), lang.value)
    outcome = import_city(directory)
    if outcome.errors:
        say_problems(outcome.problems, lang.value)
        raise typer.Exit(EXIT_PROBLEMS)
    evaluate_city(directory, "", "", [], lang.value)
    publish_city(directory, lang.value, Settings(), languages=[checked_language(lang.value)])


@app.command()
def init(
    directory: CityArgument,
    code: Annotated[str, typer.Option(help="全国地方公共団体コード / municipality code")] = "",
    name: Annotated[str, typer.Option(help="市の名前 / name of the city")] = "",
    plan: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DAY/DAY=NAME",
            help="計画期間（2019-04-01/2024-03-31=第4期地域福祉計画。何度でも） / a plan period; as often as there are plans",
        ),
    ] = None,
    lang: LangOption = Lang.ja,
) -> None:
    """新しい市のフォルダを作る（端末では名前・コード・計画を尋ねる） / Make a new city folder; at a terminal it asks."""
    from sojo_eval.cli.beginning import begin

    begin(directory, code, name, plan or [], lang.value)


@app.command("map")
def map_(
    files: Annotated[
        list[Path], typer.Argument(help="届いたファイル（複数可） / files as received", metavar="FILE...")
    ],
    sheet: Annotated[str, typer.Option(help="シート名（なければ全部） / the sheet (else all)")] = "",
    table: Annotated[
        str, typer.Option(help="読み込む先の表（なければ推定） / the table (else guessed)")
    ] = "",
    city: Annotated[
        Path | None,
        typer.Option(
            help="市のフォルダ（mappings/ に書く） / city's folder, to write into mappings/",
            parser=folder_named,
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="書く先の .toml / the .toml to write")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="あれば書き換える / replace it if it is there")
    ] = False,
    lang: LangOption = Lang.ja,
) -> None:
    """ファイルの対応表を提案する / Propose a mapping for a file, with a preview of what it gives."""
    from sojo_eval.cli.mapping import propose_mappings

    propose_mappings(files, sheet=sheet, table=table, city=city, out=out, force=force, lang=lang.value)


@app.command()
def template(
    tables: Annotated[
        list[str] | None,
        typer.Argument(help="表（なければ一覧） / tables (else they are listed)", metavar="TABLE"),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="書く先の .xlsx / the .xlsx to write")] = None,
    city: Annotated[
        Path | None,
        typer.Option(
            help="市のフォルダ（窓口や地域の名前を選べるようにする） / city's folder, for names to choose",
            parser=folder_named,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="あれば書き換える / replace it if it is there")
    ] = False,
    lang: LangOption = Lang.ja,
) -> None:
    """記入用の Excel を作る（対応表なしで取り込める） / Make an Excel to fill in, imported without a mapping."""
    from sojo_eval.cli.template import make_template

    make_template(tables or [], out, city, force, lang.value)


@app.command("import")
def import_(directory: CityArgument, lang: LangOption = Lang.ja) -> None:
    """raw/ を対応表で読み、clean/ に入れる / Read raw/ through mappings/ into clean/."""
    from sojo_eval.city import import_city
    from sojo_eval.cli.progress import progress
    from sojo_eval.importing import PAGE

    with progress(lang.value) as watch:
        outcome = import_city(directory, watch)
    for table, rows in sorted(outcome.written.items()):
        say(Text(f"  {table}: {rows:,} 行", f"  {table}: {rows:,} rows"), lang.value)
    for name, mine in outcome.changes.groupby("table"):
        n = {kind: int((mine["change"] == kind).sum()) for kind in ("added", "changed", "removed")}
        said = Text(
            "  {table}: 前の取り込みから 追加 {added:,}、変更 {changed:,}、削除 {removed:,}",
            "  {table}: since the last import {added:,} added, {changed:,} changed, {removed:,} removed",
        )
        say(said.format(table=name, **n), lang.value)
    if len(outcome.changes):
        listed = directory / "clean" / "changes.csv"
        say(Text(f"  変わった記録の一覧: {listed}", f"  The changed records: {listed}"), lang.value)
    for table in sorted({p.table for p in outcome.errors} - {"", *outcome.written, *outcome.held_back}):
        why = Text("誤りがあります。下をご覧ください", "it has errors, see below")
        say(
            Text(f"  {table}: 取り込みませんでした（{why.ja}）", f"  {table}: not taken ({why.en})"),
            lang.value,
        )
    for table, why in sorted(outcome.held_back.items()):
        say(
            Text(f"  {table}: 取り込みませんでした（{why.ja}）", f"  {table}: not taken ({why.en})"),
            lang.value,
        )
    if outcome.problems:
        say_problems(outcome.problems, lang.value, directory / "clean" / PAGE[lang.value])
    if outcome.errors:
        raise typer.Exit(EXIT_PROBLEMS)


@app.command()
def check(directory: CityArgument, lang: LangOption = Lang.ja) -> None:
    """clean/ の表をスキーマに照らす / Check the clean tables against the schema."""
    from sojo_eval.city import check_city, open_city
    from sojo_eval.evaluation.targets import target_problems
    from sojo_eval.evaluation.words.plan_notes import plan_notes

    problems = check_city(directory)
    if not any(problem.severity == "error" for problem in problems):
        problems += target_problems(open_city(directory))
    say_problems(problems, lang.value)
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(EXIT_PROBLEMS)
    for note in plan_notes(open_city(directory)):
        say(note, lang.value)
    say(Text("問題はありません", "No problems"), lang.value)


@app.command()
def indicators(directory: CityArgument, lang: LangOption = Lang.ja) -> None:
    """どの指標が判定でき、何が足りないか / What can be judged from what is there, and what one more workbook would add."""
    from sojo_eval.cli.evaluating import say_indicators

    say_indicators(directory, lang.value)


@app.command()
def evaluate(
    directory: CityArgument,
    baseline: BaselineOption = "",
    current: CurrentOption = "",
    area: Annotated[
        list[str] | None, typer.Option(help="地域コード（複数可） / area code, repeatable")
    ] = None,
    lang: LangOption = Lang.ja,
) -> None:
    """評価して results/ に書く / Evaluate and write results/."""
    from sojo_eval.cli.evaluating import evaluate_city

    evaluate_city(directory, baseline, current, area or [], lang.value)


@app.command()
def report(
    directory: CityArgument,
    notebook: Annotated[
        list[str] | None, typer.Option(help="ノートブック名（複数可） / notebook, repeatable")
    ] = None,
    area: Annotated[str, typer.Option(help="地域コード / area code")] = "",
    by: Annotated[
        str,
        typer.Option(
            help="city: 市全体、area: 記録のある地域ごと / the whole city, or every area with records"
        ),
    ] = "city",
    lang: Annotated[str, typer.Option(help="報告書の言語 / languages of the reports: ja,en")] = "ja,en",
    baseline: BaselineOption = "",
    current: CurrentOption = "",
    formats: Annotated[str, typer.Option(help="形式 / formats: html,ipynb")] = "html",
    workers: WorkersOption = 2,
    resume: ResumeOption = False,
    timeout: TimeoutOption = None,
    memory: MemoryOption = None,
    keep_partial: PartialOption = False,
    cluster: ClusterOption = "",
) -> None:
    """報告書を reports/ に出す / Publish to reports/."""
    from sojo_eval.batch import Settings
    from sojo_eval.cli.publishing import publish_city

    languages = [checked_language(code) for code in listed(lang) or [lang]]
    publish_city(
        directory,
        languages[0],
        Settings(workers, timeout, bytes_of(memory), resume, keep_partial, cluster),
        notebooks=notebook or [],
        languages=languages,
        area=area,
        by=by,
        baseline=baseline,
        current=current,
        formats=listed(formats) or [formats],
    )


@app.command()
def batch(
    jobs: Annotated[
        Path | None,
        typer.Argument(help="仕事の一覧（CSV） / table of jobs", metavar="JOBS.csv"),
    ] = None,
    cities: Annotated[
        Path | None,
        typer.Option(
            help="市のフォルダが並ぶ場所（全市を評価し、報告する） / folder of city folders: all are evaluated and reported",
            parser=folder_named,
        ),
    ] = None,
    notebook: Annotated[
        list[str] | None,
        typer.Option(help="--cities で作るノートブック（複数可） / with --cities: notebook, repeatable"),
    ] = None,
    workers: WorkersOption = 2,
    resume: ResumeOption = True,
    timeout: TimeoutOption = None,
    memory: MemoryOption = None,
    keep_partial: PartialOption = False,
    cluster: ClusterOption = "",
    lang: Annotated[
        str,
        typer.Option(
            envvar="SOJO_EVAL_LANG",
            help="表示（と --cities の報告書）の言語 / language of messages, and with --cities of the reports: ja,en",
        ),
    ] = "ja",
) -> None:
    """一覧の行ごと、または市のフォルダごとに作る / Make a page for each row of a table, or evaluate a folder of cities."""
    from sojo_eval.batch import Settings
    from sojo_eval.cli.publishing import run_folder_of_cities, run_table

    languages = [checked_language(code) for code in listed(lang) or [lang]]
    how = Settings(workers, timeout, bytes_of(memory), resume, keep_partial, cluster)
    if (jobs is None) == (cities is None) or (notebook and cities is None):
        raise SojoEvalError(
            "jobs-or-cities",
            Text("何をまとめて作るのかが決まりません", "What is to be made is not settled"),
            Text(
                "仕事の一覧（sojo-eval batch JOBS.csv）か、市のフォルダの場所（sojo-eval batch --cities DIR [--notebook 名前]）の一方を指定してください",
                "Give either a table of jobs (sojo-eval batch JOBS.csv) or a folder of cities (sojo-eval batch --cities DIR "
                "[--notebook NAME])",
            ),
        )
    if cities is not None:
        run_folder_of_cities(cities, languages, notebook or [], how)
    elif jobs is not None:
        run_table(jobs, languages[0], how)


@app.command()
def verify(
    path: Annotated[
        Path,
        typer.Argument(
            help="市のフォルダ、reports/、ページ、または仕事の一覧 / a city's folder, its reports/, a page, or a table of jobs",
            metavar="PATH",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="違いをすべて書く .csv / the .csv for all differences")
    ] = None,
    workers: WorkersOption = 2,
    timeout: TimeoutOption = None,
    memory: MemoryOption = None,
    lang: LangOption = Lang.ja,
) -> None:
    """公開したページを作り直し、変わった数と理由を示す / Make published pages again: which numbers changed, and why."""
    from sojo_eval.batch import Settings
    from sojo_eval.cli.verifying import verify_pages

    verify_pages(path, out, lang.value, Settings(workers, timeout, bytes_of(memory)))


app.command()(lab)


def main() -> None:
    """Run the command line; every expected error is said in the chosen language, without a traceback."""
    bear_any_sign()
    # nbformat loads JSON Schema, which builds a grammar of web addresses where JupyterLab has brought one: seconds at
    # every start, for a check that no notebook asks for. Without it that one check is not offered.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    try:
        app()
    except SojoEvalError as error:
        say_error(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        told = in_words(error)
        if told is None:
            say_failure(error)
        else:
            say_error(told)
        sys.exit(EXIT_FAILED)
    except Exception as error:
        if os.environ.get("SOJO_EVAL_DEBUG"):
            raise
        say_failure(error)
        sys.exit(EXIT_FAILED)
