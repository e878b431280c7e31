"""A path as people write it: a text or a Path, `~` for the home folder."""

from __future__ import annotations

import os
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError

PathLike = str | os.PathLike[str]


def as_path(path: PathLike) -> Path:
    """The path that is meant. Every function that a person may hand a path to asks here.

    Raises SojoEvalError for an empty text, which would mean the folder in which the program was started, and for what
    is no path at all.
    """
    if not isinstance(path, str | os.PathLike):
        kind = type(path).__name__
        raise SojoEvalError(
            "no-path",
            Text(f"フォルダやファイルの名前ではありません（{kind}）", f"This is no name of a folder or file but {kind}"),
            Text('"nishitokyo" のように、引用符で囲んで書いてください', 'Write it in quotes, such as "nishitokyo"'),
        )  # fmt: skip
    if not os.fspath(path).strip():
        raise SojoEvalError(
            "no-path",
            Text("フォルダやファイルの名前が空です", "The name of the folder or file is empty"),
            Text('"nishitokyo" のように、名前を書いてください', 'Write a name, such as "nishitokyo"'),
        )
    try:
        return Path(path).expanduser()
    except RuntimeError as error:  # ~somebody whom this computer does not know
        raise SojoEvalError(
            "no-path",
            Text(f"{path} の ~ が指すフォルダがありません", f"There is no home folder for the ~ of {path}"),
            Text("フォルダの名前を初めから書いてください", "Write the folder's name in full"),
        ) from error
