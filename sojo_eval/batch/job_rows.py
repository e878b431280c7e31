"""One row of a table of jobs becomes a job, or a list of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sojo_eval.batch.city_inputs import city_inputs, declaration_notes
from sojo_eval.batch.job import Job, Value
from sojo_eval.batch.notebooks import Notebook, find_notebook, read_for_publication
from sojo_eval.batch.values import typed
from sojo_eval.city.settings import FILE_NAME
from sojo_eval.example_city.opening import EXAMPLE
from sojo_eval.foundation.language import LANGUAGES, Language, Text, as_language
from sojo_eval.foundation.links import CITY_PARTS, is_link
from sojo_eval.foundation.problems import Problem, SojoEvalError
from sojo_eval.foundation.settings import nearest, shown
from sojo_eval.reports.asked import NAMES, parameters

NOTEBOOK, OUTPUT, CITY = "notebook", "output", "city_dir"
SUFFIXES = (".html", ".ipynb")
_REPORTS = "reports"
_COLUMN_OF = {"language": "lang", "no-area": "area"}


@dataclass(frozen=True)
class Row:
    """A row as it stands in the file: column → text, and what stands under no column."""

    number: int
    cells: Mapping[str, str]
    stray: list[str]


@dataclass(frozen=True)
class _City:
    """What of a city decides a page; or why there is none."""

    inputs: Mapping[str, Path] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error: SojoEvalError | None = None


class RowReader:
    """Reads rows; each notebook and each city is looked at once."""

    def __init__(self, file: Path) -> None:
        self._file = file.resolve()
        self._here = self._file.parent
        self._notebooks: dict[str, Notebook | SojoEvalError] = {}
        self._cities: dict[tuple[str, ...], _City] = {}

    def read(self, row: Row) -> tuple[Job | None, list[Problem]]:
        """The job, or None with the problems that keep the row from being run."""
        problems = [*_stray(row)]
        notebook = self._notebook(row.cells[NOTEBOOK].strip())
        if isinstance(notebook, SojoEvalError):
            problems.append(_problem(notebook, NOTEBOOK, row.cells[NOTEBOOK]))
            return None, problems
        output = self._output(row.cells[OUTPUT].strip(), notebook)
        if isinstance(output, Problem):
            problems.append(output)
        values, wrong = self._values(row, notebook)
        problems += wrong
        city = _City()
        if not problems:
            city = self._city(notebook, values)
            if city.error is not None:
                column = _column_of(city.error, values)
                problems.append(_problem(city.error, column, row.cells.get(column, "")))
        if problems or isinstance(output, Problem):
            return None, problems
        return self._job(row.number, notebook, output, values, city), []

    def _notebook(self, name: str) -> Notebook | SojoEvalError:
        if name not in self._notebooks:
            try:
                self._notebooks[name] = read_for_publication(find_notebook(name, self._here))
            except SojoEvalError as error:
                self._notebooks[name] = error
            except (OSError, ValueError):  # a name that no file can have
                self._notebooks[name] = _no_path(name)
        return self._notebooks[name]

    def _output(self, text: str, notebook: Notebook) -> Path | Problem:
        try:
            path = (self._here / text).parent.resolve() / Path(text).name
            wrong = _wrong_output(text, path, [self._file, notebook.path])
        except (OSError, ValueError):
            wrong = _no_path(text).message, _no_path(text).fix
        if wrong is None:
            return path
        return Problem("output", *wrong, column=OUTPUT, value=shown(text))

    def _values(self, row: Row, notebook: Notebook) -> tuple[dict[str, Value], list[Problem]]:
        values: dict[str, Value] = {}
        problems = []
        given = {n: c.strip() for n, c in row.cells.items() if n not in (NOTEBOOK, OUTPUT) and c.strip()}
        for name, text in given.items():
            if name not in notebook.parameters:
                message = Text(
                    f"{notebook.path.name} にパラメータ「{name}」がありません",
                    f"{notebook.path.name} has no parameter {name!r}",
                )
                fix = nearest(name, list(notebook.parameters))
                problems.append(Problem("notebook-parameters", message, fix, column=name, value=shown(text)))
                continue
            value = typed(text, notebook.parameters[name])
            if isinstance(value, Text):
                message = Text("パラメータの型が違います", "The parameter has another type")
                problems.append(Problem("parameter-type", message, value, column=name, value=shown(text)))
            else:
                values[name] = value
        for name, parameter in notebook.parameters.items():
            if parameter.required and name not in given:
                message = Text("値がありません", "There is no value")
                fix = Text(
                    "書いてください。ノートブックに既定の値がありません",
                    "Write one: the notebook has no default",
                )
                problems.append(Problem("parameter-missing", message, fix, column=name))
        city = values.get(CITY)
        if isinstance(city, str) and city != EXAMPLE:
            values[CITY] = str((self._here / city).resolve())
        return values, problems

    def _city(self, notebook: Notebook, values: Mapping[str, Value]) -> _City:
        folder = values.get(CITY, notebook.parameters[CITY].default if CITY in notebook.parameters else None)
        if not notebook.needs_city:
            return _City()
        asked: dict[str, object] = {name: values[name] for name in NAMES if name in values}
        if not notebook.is_like_ours:
            # Somebody's own notebook: only they know what its other parameters mean.
            asked = {CITY: folder or ""}
        key = tuple(str(asked.get(name, "")) for name in NAMES)
        if key not in self._cities:
            self._cities[key] = _looked_up({CITY: folder or ""} | asked)
        return self._cities[key]

    def _job(
        self, number: int, notebook: Notebook, output: Path, values: Mapping[str, Value], city: _City
    ) -> Job:
        folder = values.get(CITY, "")
        where = [] if folder in ("", EXAMPLE) else [Path(str(folder))]
        return Job(
            notebook.path,
            values,
            output.parent,
            (output.name,),
            Text(f"{number}行（{output.name}）", f"row {number} ({output.name})"),
            _language(notebook, values),
            inputs=city.inputs,
            notes=city.notes,
            private=(*where, self._here, output.parent, notebook.path.parent),
            shares=notebook.shared_by(values),
            row=number,
        )


def _looked_up(asked: Mapping[str, object]) -> _City:
    try:
        found = parameters(asked)
        return _City(city_inputs(found.city.path), declaration_notes(found))
    except SojoEvalError as error:
        return _City(error=error)
    except (OSError, ValueError):
        return _City(error=_no_path(str(asked[CITY])))


def _column_of(error: SojoEvalError, values: Mapping[str, Value]) -> str:
    """The column whose value a refused city, plan or area came from."""
    if error.code == "no-plan":
        return "baseline" if repr(values.get("baseline")) in error.message.en else "current"
    return _COLUMN_OF.get(error.code, CITY)


def _language(notebook: Notebook, values: Mapping[str, Value]) -> Language:
    """The language of the page: what the notebook is given, else what it declares, else Japanese."""
    default = notebook.parameters["lang"].default if "lang" in notebook.parameters else None
    lang = values.get("lang", default)
    return as_language(lang) if isinstance(lang, str) and lang in LANGUAGES else LANGUAGES[0]


def _stray(row: Row) -> Iterator[Problem]:
    for text in row.stray:
        yield Problem(
            "no-column",
            Text("列の名前がないところに値があります", "There is a value under no column's name"),
            Text("1行目に列の名前を書くか、値を消してください", "Name the column in the first row, or delete the value"),
            value=shown(text),
        )  # fmt: skip


def _wrong_output(text: str, path: Path, sources: list[Path]) -> tuple[Text, Text] | None:
    """What is wrong with a path that a page is to be written to, and how to put it right."""
    if path.suffix not in SUFFIXES or path.name in SUFFIXES:
        return (
            Text("出力は .html か .ipynb です", "An output ends in .html or .ipynb"),
            Text(
                "ファイル名の終わりを .html か .ipynb にしてください",
                "End the file's name in .html or .ipynb",
            ),
        )
    if path.is_dir() or is_link(path):
        return (
            Text(f"{text} はフォルダーかリンクです", f"{text} is a folder or a link"),
            Text("別のファイル名にしてください", "Choose another file name"),
        )
    if path in sources:
        return (
            Text("元のファイルを上書きします", "It would replace a file that is read"),
            Text("別のファイル名にしてください", "Choose another file name"),
        )
    for folder in path.parents:
        part = path.relative_to(folder).parts[0]
        if part in CITY_PARTS and part != _REPORTS and (folder / FILE_NAME).is_file():
            return (
                Text(
                    f"市のフォルダーの {part}/ には書きません", f"Pages are not written to a city's {part}/"
                ),
                Text(f"{_REPORTS}/ か、別のフォルダーにしてください", f"Use {_REPORTS}/ or another folder"),
            )
    return None


def _no_path(text: str) -> SojoEvalError:
    return SojoEvalError(
        "no-path",
        Text(
            f"「{shown(text)}」という名前のファイルはありえません", f"No file can be called {shown(text)!r}"
        ),
        Text("パスを確かめてください", "Check the path"),
    )


def _problem(error: SojoEvalError, column: str, value: str) -> Problem:
    return Problem(error.code, error.message, error.fix, column=column, value=shown(value.strip()))
