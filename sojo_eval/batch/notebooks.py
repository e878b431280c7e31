"""A notebook as a batch sees it: which parameters its cell with the tag `parameters` declares, and of which type."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import nbformat

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import nearest
from sojo_eval.foundation.shipped import shipped_folder
from sojo_eval.reports.asked import NAMES

NOTEBOOKS = (
    "00_data_quality",
    "10_connections",
    "20_consultation",
    "30_information",
    "40_evaluation",
    "45_plan_periods",
    "50_comparators",
    "90_calibration",
)
"""The notebooks that are published."""
AT_WORK = ("60_explore",)
"""Those for work inside the city hall: they show what did not pass disclosure control."""
OF_ONE_PLAN = ("00_data_quality", "70_monitoring")
"""Those of a city that has one plan: nothing in them is compared."""
SHIPPED = tuple(sorted({*NOTEBOOKS, *AT_WORK, *OF_ONE_PLAN}))
OF_PLANS = frozenset(SHIPPED) - {"00_data_quality", "90_calibration"}
"""Those that say something about a plan: without any in city.toml they cannot be made."""
TAG = "parameters"
TAG_AT_WORK = "not-for-publication"
"""Stands on a cell of each notebook of `AT_WORK`, and goes with every copy of it."""
_WORKED_OUT_ONCE = ("published", "published_plan_periods")
"""Calls whose result is stored, so that the next notebook that makes them reads it."""

Kind = Literal["str", "int", "float", "bool", "any", "other"]
"""any: the notebook does not say. other: a list, a dict or the like, which no cell of a table can be."""
_KINDS: dict[str, Kind] = {"str": "str", "int": "int", "float": "float", "bool": "bool", "Any": "any", "object": "any"}  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """One declared parameter. choices: the only values there may be (of `Literal[…]`); required: it has no default."""

    name: str
    kind: Kind
    choices: tuple[object, ...] = ()
    required: bool = False
    default: object = None


@dataclass(frozen=True)
class Notebook:
    """A notebook's file and its declared parameters. needs_city, uses_area: what its other cells ask for. shares: the call
    in them whose result is stored, "" for none. publishable: no cell of it says that it is for work inside only."""

    path: Path
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    needs_city: bool = True
    uses_area: bool = True
    shares: str = ""
    publishable: bool = True

    @property
    def is_like_ours(self) -> bool:
        """Whether it takes what the shipped ones take, so that city, plans and area can be looked up beforehand."""
        return set(NAMES) <= set(self.parameters)

    def shared_by(self, values: Mapping[str, object]) -> str:
        """What jobs of this notebook with these values share with others, whatever their language; "" for nothing."""
        asked = [str(values.get(name, "")) for name in NAMES if name != "lang"]
        return "\n".join([self.shares, *asked]) if self.shares else ""


def find_notebook(name: str, beside: Path | None = None) -> Path:
    """The path of a shipped notebook by its name, or of any `.ipynb`, relative to `beside`.

    Raises SojoEvalError where there is none.
    """
    path = (beside or Path()) / Path(name).expanduser()
    if path.suffix != ".ipynb":
        path = shipped_folder("notebooks") / f"{name}.ipynb"
    if not name.strip() or not path.is_file():
        near = nearest(name, SHIPPED)
        raise SojoEvalError(
            "no-notebook",
            Text(f"ノートブック「{name}」がありません", f"There is no notebook {name!r}"),
            Text(f"{near.ja}（または .ipynb のパス）", f"{near.en} (or a path to an .ipynb)"),
        )
    return path.resolve()


def read_notebook(path: Path) -> Notebook:
    """What the notebook declares. Raises SojoEvalError where it cannot be read or has no cell with the tag."""
    try:
        cells = nbformat.read(path, as_version=4).cells
    except Exception as error:  # not JSON, another format, a field missing: nbformat raises many kinds
        raise SojoEvalError(
            "no-notebook",
            Text(f"{path.name} はノートブックとして読めません", f"{path.name} cannot be read as a notebook"),
            Text("JupyterLab で開けるか確かめてください", "See whether JupyterLab opens it"),
        ) from error
    tags = {tag for cell in cells for tag in cell.metadata.get("tags", ())}
    code = [(cell.source, TAG in cell.metadata.get("tags", ())) for cell in cells if cell.cell_type == "code"]
    declared = {p.name: p for source, tagged in code if tagged for p in _declared(source)}
    if not declared:
        raise _no_tag(path)
    names = {name for source, tagged in code if not tagged for name in _names(source)}
    return Notebook(
        path,
        declared,
        needs_city="city_dir" in declared and "parameters_without_city" not in names,
        uses_area="area" in names,
        shares=next((name for name in _WORKED_OUT_ONCE if name in names), ""),
        publishable=TAG_AT_WORK not in tags,
    )


def read_for_publication(path: Path) -> Notebook:
    """What the notebook declares. Raises SojoEvalError as `read_notebook`, and for one that is for work inside only."""
    notebook = read_notebook(path)
    if not notebook.publishable:
        raise SojoEvalError(
            "not-for-publication",
            Text(
                f"{path.name} は庁内の作業用です。秘匿処理を通らない数を示すので、報告書にはできません",
                f"{path.name} is for work inside the city hall: it shows numbers that did not pass disclosure control, and "
                "makes no report",
            ),
            Text(
                "sojo-eval lab で開いてください。公開できるのは 40_evaluation などです",
                "Open it with sojo-eval lab. What may be published are 40_evaluation and the others",
            ),
        )
    return notebook


def refuse_other_parameters(notebook: Notebook, given: Mapping[str, str]) -> None:
    """Raises SojoEvalError for a notebook that would not read all that is asked for: it would show something else."""
    for name in (name for name, value in given.items() if value and name not in notebook.parameters):
        file, known = notebook.path.name, ", ".join(notebook.parameters)
        raise SojoEvalError(
            "notebook-parameters",
            Text(f"{file} にパラメータ「{name}」がありません", f"{file} has no parameter {name!r}"),
            Text(
                f"タグ parameters のセルに {name} を書き足してください（あるのは {known}）",
                f"Add {name} to the cell with the tag parameters (there are {known})",
            ),
        )


def _no_tag(path: Path) -> SojoEvalError:
    return SojoEvalError(
        "notebook-parameters",
        Text(
            f"{path.name} に、タグ parameters の付いたセルがありません",
            f"{path.name} has no cell with the tag parameters",
        ),
        Text(
            f"{', '.join(NAMES)} を書いたセルに、タグ parameters を付けてください（JupyterLab の右上の歯車）",
            f"Put {', '.join(NAMES)} into a cell and give it the tag parameters (the gear in JupyterLab)",
        ),
    )


def _parsed(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError:
        return []  # magics of IPython, or a mistake that running it will show


def _names(source: str) -> Iterable[str]:
    for statement in _parsed(source):
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.Attribute):
                yield node.attr


def _declared(source: str) -> Iterable[Parameter]:
    for statement in _parsed(source):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            kind, choices = _annotated(statement.annotation)
            default = None if statement.value is None else _literal(statement.value)
            yield Parameter(statement.target.id, kind, choices, statement.value is None, default)
        elif isinstance(statement, ast.Assign):
            default = _literal(statement.value)
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    yield Parameter(target.id, _kind_of(default), default=default)


def _literal(value: ast.expr) -> object:
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _kind_of(default: object) -> Kind:
    if default is None:
        return "any"
    return _KINDS.get(type(default).__name__, "other")


def _annotated(annotation: ast.expr) -> tuple[Kind, tuple[object, ...]]:
    """The type that an annotation names: str, int, float, bool, Optional[…], … | None, Literal[…], in quotes or not."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        parsed = _parsed(annotation.value)
        inner = parsed[0].value if len(parsed) == 1 and isinstance(parsed[0], ast.Expr) else None
        return ("other", ()) if inner is None else _annotated(inner)
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        sides = [s for s in (annotation.left, annotation.right) if ast.unparse(s) != "None"]
        return _annotated(sides[0]) if len(sides) == 1 else ("any", ())
    if isinstance(annotation, ast.Subscript):
        outer = ast.unparse(annotation.value).rpartition(".")[2]
        if outer == "Optional":
            return _annotated(annotation.slice)
        if outer == "Literal":
            parts = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
            choices = tuple(_literal(part) for part in parts)
            kinds = {_kind_of(choice) for choice in choices}
            return (kinds.pop() if len(kinds) == 1 else "any"), choices
        return "other", ()
    return _KINDS.get(ast.unparse(annotation).rpartition(".")[2], "other"), ()
