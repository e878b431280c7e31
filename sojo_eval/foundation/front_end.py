"""Whether a person sits before the notebook that runs this."""

from __future__ import annotations

import sys


def person_at_notebook() -> bool:
    """True in a notebook whose front end passes questions on to a person (JupyterLab, VS Code, a Jupyter console).

    A front end says with each cell whether the kernel may ask for input (`allow_stdin` of Jupyter's messaging protocol):
    those for people say yes; papermill, nbclient, nbconvert and nbval say no. Plain Python and IPython in a terminal are
    no notebook.
    """
    # Asked of what is loaded: without IPython nobody is in a notebook, and importing it costs half a second.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return False
    parent = kernel.get_parent("shell") or {}
    return bool(parent.get("content", {}).get("allow_stdin", False))
