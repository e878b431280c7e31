"""A municipality's code: its check digit, and the leading zero that a workbook drops."""

from __future__ import annotations

import pytest

from sojo_eval.city.beginning.municipality_code import check_digit, municipality_code
from sojo_eval.foundation.problems import SojoEvalError


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("132292", "132292"),  # 西東京市
        ("011002", "011002"),  # 札幌市
        ("131016", "131016"),  # 千代田区
        ("401307", "401307"),  # 福岡市
        ("131211", "131211"),  # 足立区: remainder 0
        ("132080", "132080"),  # 調布市: remainder 1
        ("13208", "132080"),
        ("472018", "472018"),  # 那覇市
        ("13229", "132292"),
        ("01100", "011002"),
        ("１３２２９２", "132292"),
        (" 132292 ", "132292"),
    ],
)
def test_a_code_has_six_digits(given: str, right: str) -> None:
    assert municipality_code(given) == right


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("132293", "132292"),  # one digit wrong: what the others would give
        ("11002", "110027 or 011002"),  # 札幌市 without its zero, or five digits of Saitama
        ("1100", "011002"),
        ("482292", "01 to 47"),
        ("000000", "01 to 47"),
        ("", "six digits"),
        ("西東京市", "six digits"),
        ("13-2292", "six digits"),
    ],
)
def test_another_is_refused_with_the_way_out(given: str, told: str) -> None:
    with pytest.raises(SojoEvalError) as refused:
        municipality_code(given)
    assert told in refused.value.fix.en


def test_every_wrong_digit_is_noticed() -> None:
    """As the weights are smaller than 11 and no two neighbours alike, one wrong digit or two exchanged ones never agree,
    but for the two remainders that share the digit 0."""
    missed = 0
    for code in ("132292", "011002", "204129", "472018"):
        for at in range(5):
            for digit in "0123456789":
                wrong = code[:at] + digit + code[at + 1 :]
                missed += wrong != code and check_digit(wrong[:5]) == code[5]
    assert missed <= 8
