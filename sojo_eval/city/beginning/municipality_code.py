"""全国地方公共団体コード: two digits of the prefecture, three of the municipality, one that checks them (JIS X 0401, 0402)."""

from __future__ import annotations

import re

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import shown
from sojo_eval.japanese import normalise

_WEIGHTS = (6, 5, 4, 3, 2)
_PREFECTURES = range(1, 48)


def check_digit(five: str) -> str:
    """The sixth digit of a code of five (総務省: 11 less the remainder by 11 of the weighted sum; its last digit)."""
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, five, strict=True)) % 11
    return str((11 - rest) % 10)


def municipality_code(given: str) -> str:
    """The code with its six digits, from one that may lack the digit that checks it or a leading zero, which workbooks drop.

    Raises SojoEvalError for what is no code, for one whose digits do not agree, and for five digits that could be either.
    """
    code = re.sub(r"\s", "", normalise(given))
    if not re.fullmatch("[0-9]{4,6}", code):
        raise _no_code(
            given,
            Text(
                "総務省の一覧にある6桁の数字を書いてください（例 132292）",
                "Write the six digits of the ministry's list (such as 132292)",
            ),
        )
    if len(code) == 6:
        if not _is_prefecture(code):
            raise _no_code(given, _CHECK)
        if code[5] != check_digit(code[:5]):
            right = code[:5] + check_digit(code[:5])
            raise _no_code(
                given,
                Text(
                    f"最後の桁は検査数字で、{code[:5]} なら {right} です。どの桁が違うか確かめてください",
                    f"The last digit checks the others: with {code[:5]} the code is {right}. See which digit is wrong",
                ),
            )
        return code
    ways = [way for way in (_whole(code), _whole("0" + code), _with_zero(code)) if way]
    if len(ways) == 1 and len(code) == 5:
        return ways[0]
    if len(ways) > 1:
        raise _no_code(
            given,
            Text(
                f"先頭の0が落ちたのか、検査数字がないのか分かりません。{' か '.join(ways)} のどちらかを書いてください",
                f"Either a leading 0 or the digit that checks it is missing: write {' or '.join(ways)}",
            ),
        )
    if ways:
        raise _no_code(
            given,
            Text(
                f"先頭の0が落ちていませんか。{ways[0]} と書いてください",
                f"Has a leading 0 gone? Write {ways[0]}",
            ),
        )
    raise _no_code(given, _CHECK)


_CHECK = Text(
    "桁を確かめてください（都道府県の2桁は 01〜47。表計算では先頭の0が落ちます）",
    "Check the digits (the first two, of the prefecture, are 01 to 47; workbooks drop a leading 0)",
)


def _whole(five: str) -> str:
    """Five digits with the one that checks them; empty where they are of no prefecture."""
    return five + check_digit(five) if len(five) == 5 and _is_prefecture(five) else ""


def _with_zero(five: str) -> str:
    """A code that lost its leading zero, where its digits then agree; else empty."""
    code = "0" + five
    return code if len(code) == 6 and _is_prefecture(code) and code[5] == check_digit(code[:5]) else ""


def _is_prefecture(code: str) -> bool:
    return int(code[:2]) in _PREFECTURES


def _no_code(given: str, fix: Text) -> SojoEvalError:
    return SojoEvalError(
        "municipality-code",
        Text(
            f"「{shown(given)}」は全国地方公共団体コードではありません", f"{shown(given)!r} is no municipality code"
        ),
        fix,
    )  # fmt: skip
