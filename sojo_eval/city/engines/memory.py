"""How much memory an engine may take."""

from __future__ import annotations

import os
import re

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError

MEMORY = "SOJO_EVAL_MEMORY"
"""Environment variable: the most memory an engine takes, as "512MB" or "4GB"; more goes through the disk."""
_DEFAULT_MEMORY = "1GB"


def memory_limit() -> str:
    """What `SOJO_EVAL_MEMORY` says, else 1GB. Raises SojoEvalError when it is no amount of memory."""
    wanted = os.environ.get(MEMORY, "").strip() or _DEFAULT_MEMORY
    if not re.fullmatch(r"[1-9][0-9]*(MB|GB)", wanted):
        raise SojoEvalError(
            "no-memory-amount",
            Text(
                f"{MEMORY} の値「{wanted}」が読めません",
                f"{MEMORY} is {wanted!r}, which is no amount of memory",
            ),
            Text("512MB や 4GB のように書いてください", "Write it as 512MB or 4GB"),
        )
    return wanted
