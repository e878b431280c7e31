"""A notebook of 24 code cells, each of which shows something in another way."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = {"area": "014583", "plan": 5, "rate": 0.25, "final": True}

CELLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # 1: what papermill fills in
    ("area = ''\nplan = 4\nrate = 0.0\nfinal = False", ("parameters",)),
    # 2: a text beside a value
    ("print('printed', area, plan, rate, final)\n(area, plan, rate, final)", ()),
    # 3: both streams, pauses between prints, an end without a line break
    (
        "import sys, time\nprint('one')\nprint('two', file=sys.stderr)\ntime.sleep(0.5)\n"
        "print('three', end='')\ntime.sleep(0.5)\nprint('four', file=sys.stderr)\n"
        "sys.stdout.flush()\nprint('five')",
        (),
    ),
    # 4: many forms at once, with metadata
    (
        "from IPython.display import *\n"
        "class Rich:\n"
        "    def _repr_html_(self): return '<b>福祉</b>'\n"
        "    def _repr_latex_(self): return '$x$'\n"
        "    def _repr_markdown_(self): return '**x**'\n"
        "    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'application/x-own+json': {'a': (1, 2)}}, {'application/x-own+json': {'wide': True}}\n"
        "    def __repr__(self): return 'Rich()'\n"
        "display(Rich(), metadata={'text/html': {'isolated': True}})\nRich()",
        (),
    ),
    # 5: raw data, JSON, a script
    (
        "display({'text/plain': 'raw', 'application/json': {'k': [1, None, '日本']}}, raw=True)\n"
        "JSON({'a': 1})",
        (),
    ),
    # 6: a frame, and a figure that no kernel knows how to show before pyplot is there
    (
        "import pandas as pd\nfrom matplotlib.figure import Figure\ndisplay(Figure(figsize=(2, 1)))\n"
        "wide = pd.DataFrame([range(30)] * 70)\nprint(wide)\ndisplay(wide)\npd.DataFrame({'年度': [5, 6], '件数': [1.5, None]})",
        (),
    ),
    # 7: figures, shown at the end of the cell
    (
        "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.figure()\nplt.title('two')\n"
        "print('before the figures')\nplt.gca()",
        (),
    ),
    # 8: a figure shown by hand, and one as SVG
    (
        "%config InlineBackend.figure_formats = ['png']\nfig, ax = plt.subplots(figsize=(2, 1))\n"
        "ax.bar([1, 2], [3, 4])\nplt.show()\nprint('after')\nfig",
        (),
    ),
    # 9: an output changed from a later cell
    ("handle = display('first', display_id='slot')\ndisplay('other')", ()),
    # 10
    (
        "handle.update('changed later')\ndisplay('again', display_id='slot')\nupdate_display('last', display_id='slot')",
        (),
    ),
    # 11: what was shown is cleared, at once and with the next output
    (
        "print('gone')\nclear_output()\nprint('also gone')\nclear_output(wait=True)\ndisplay('kept')\n"
        "clear_output(wait=True)",
        (),
    ),
    # 12: a failing cell that may fail, with a cause behind it
    (
        "def inner(n):\n    return 1 / n\ntry:\n    inner(0)\nexcept ZeroDivisionError as e:\n"
        "    raise ValueError('値') from e",
        ("raises-exception",),
    ),
    # 13: no Python at all
    ("this is no python", ("raises-exception",)),
    # 14: captured, shown later
    ("%%capture held\nprint('captured')\ndisplay('captured too')\n3", ()),
    # 15
    (
        "import contextvars\nimport numpy as np\nfrom decimal import Decimal, getcontext\n"
        "kept = contextvars.ContextVar('kept', default=0); kept.set(3)\n"
        "np.set_printoptions(precision=2)\ngetcontext().prec = 5\n"
        "print(repr(held.stdout))\nheld.show()\nlen(held.outputs)",
        (),
    ),
    # 16: what belongs to the context stays from cell to cell; await, without a function around it
    (
        "import asyncio\nprint(kept.get(), np.array([3.14159]), Decimal(1) / 3); kept.set(9)\nasync def later(x):\n    await asyncio.sleep(0.01)\n    return x * 2\n"
        "print(asyncio.get_running_loop().is_running())\nawait later(21)",
        (),
    ),
    # 17: magics
    ("%precision 3\nprint(kept.get())\n%nosuchmagic", ("raises-exception",)),
    # 18
    ("%precision 3\nx = 3.14159265\n_ip = get_ipython()\nprint(type(_ip).__name__, len(In) > 10)\nx", ()),
    # 19: help, which a front end shows beside the notebook
    ("import math\nmath.hypot?", ()),
    # 20: programs
    (
        "import subprocess, os\n!echo from a shell\nsubprocess.run(['sh', '-c', 'echo to one; echo to two >&2'])\n"
        "time.sleep(1)\nfound = !echo listed\nprint(found)",
        (),
    ),
    # 21: a question to nobody
    ("input('who? ')", ("raises-exception",)),
    # 22: warnings, threads, processes
    (
        "import threading, multiprocessing, warnings\n"
        "t = threading.Thread(target=print, args=('from a thread',))\nt.start(); t.join()\n"
        "def work(q): q.put(os.getpid() != 0)\n"
        "c = multiprocessing.get_context('fork')\nq = c.SimpleQueue()\n"
        "p = c.Process(target=work, args=(q,)); p.start(); p.join()\nprint(q.get())",
        (),
    ),
    # 23: the last value, the names of what was shown, an empty result
    ("print(_, Out[7].shape)\nNone", ("raises-exception",)),
    # 24: leaves before the end
    ("print('last')\nsys.exit(0)\nprint('never')", ()),
)


def notebook() -> nbformat.NotebookNode:
    """The notebook, with texts between its cells and cells that are not run."""
    cells = [new_markdown_cell("# 試験", id="title")]
    for number, (source, tags) in enumerate(CELLS, start=1):
        about = {"id": f"code-{number}", "metadata": {"tags": [*tags]}}
        cells.append(new_code_cell(source, **about))
        if number == 5:
            cells.append(new_code_cell("   \n", id="blank"))
            cells.append(new_code_cell("1 / 0", id="skipped", metadata={"tags": ["skip-execution"]}))
    return new_notebook(
        cells=cells,
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
