"""The reference notebook of `batch.py`: 15 cells, 5 generalised linear models, 4 figures; and the same as a plain function."""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

SHARED, PARAMETERS = "shared", "parameters"
_MODEL = "model_{n} = smf.glm('{y} ~ C(area) + year + age', data, family=sm.families.{family}()).fit()\nmodel_{n}.params.to_frame('estimate')"
_FIGURE = "fig, ax = plt.subplots()\n{draw}\nax.set_title('{title}')\nplt.show()"

CELLS: tuple[tuple[str, str], ...] = (
    (
        "import numpy as np\nimport pandas as pd\nimport statsmodels.api as sm\n"
        "import statsmodels.formula.api as smf\nimport matplotlib.pyplot as plt",
        SHARED,
    ),
    (
        "rng = np.random.default_rng(1)\nn = 30000\nbase = pd.DataFrame({'area': rng.integers(0, 9, n), "
        "'year': rng.integers(0, 8, n), 'age': rng.normal(0, 1, n)})\nbase.describe()",
        SHARED,
    ),
    ("seed = 1", PARAMETERS),
    (
        "rng = np.random.default_rng(seed)\nrate = np.exp(0.2 + 0.05 * base['year'] + 0.1 * base['age'])\n"
        "data = base.assign(visits=rng.poisson(rate), came=rng.integers(0, 2, n), days=rng.gamma(2.0, rate), "
        "score=rng.normal(rate))\ndata.head()",
        "",
    ),
    (_MODEL.format(n=1, y="visits", family="Poisson"), ""),
    (_MODEL.format(n=2, y="visits", family="NegativeBinomial"), ""),
    (_MODEL.format(n=3, y="came", family="Binomial"), ""),
    (_MODEL.format(n=4, y="days", family="Gamma") + ".round(2)", ""),
    (_MODEL.format(n=5, y="score", family="Gaussian"), ""),
    (
        "models = [model_1, model_2, model_3, model_4, model_5]\n"
        "table = pd.DataFrame({f'model {k}': m.params for k, m in enumerate(models, 1)})\ntable.round(3)",
        "",
    ),
    (_FIGURE.format(draw="data.groupby('year')['visits'].mean().plot(ax=ax)", title="visits"), ""),
    (_FIGURE.format(draw="ax.hist(data['days'], bins=40)", title="days"), ""),
    (_FIGURE.format(draw="ax.scatter(data['age'], data['score'], s=2)", title="score"), ""),
    (_FIGURE.format(draw="table.T.plot.bar(ax=ax, legend=False)", title="estimates"), ""),
    ("print('seed', seed)\nround(float(table.iloc[0].sum()), 6)", ""),
)


def write_notebook(path: Path, *, shared: bool = False) -> Path:
    """Write the notebook; its parameter is `seed`. The cells that are equal for all reports are marked if `shared`."""
    cells = [
        new_code_cell(
            source,
            id=f"cell-{number}",
            metadata={"tags": [tag] if tag == PARAMETERS or (tag and shared) else []},
        )
        for number, (source, tag) in enumerate(CELLS, start=1)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def plain_function(seed: int) -> int:
    """The same statements without a notebook: tables become HTML and figures PNG. Gives the letters and bytes made."""
    import matplotlib.pyplot as plt

    names: dict[str, Any] = {}
    made = 0
    for source, tag in CELLS:
        if tag == PARAMETERS:
            names["seed"] = seed
            continue
        statements = ast.parse(source)
        last = statements.body.pop() if isinstance(statements.body[-1], ast.Expr) else None
        exec(compile(statements, "<report>", "exec"), names)
        if last is not None:
            assert isinstance(last, ast.Expr)
            value = eval(compile(ast.Expression(last.value), "<report>", "eval"), names)
            made += len(value._repr_html_() if hasattr(value, "_repr_html_") else repr(value))
        for number in plt.get_fignums():
            picture = io.BytesIO()
            plt.figure(number).savefig(picture, format="png", bbox_inches="tight")
            made += len(picture.getvalue())
        plt.close("all")
    return made


def write(output: Path, notebook: nbformat.NotebookNode, failure: Any) -> str:
    """A finish that writes the notebook and tells of a failure."""
    nbformat.write(notebook, output)
    return "" if failure is None else f"{failure.kind} {failure.source}"
