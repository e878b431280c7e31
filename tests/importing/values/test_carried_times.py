"""Times that leave out the year of the cell above; a run that does not follow on is not read at all."""

from __future__ import annotations

from datetime import datetime

import pytest

from sojo_eval.importing.values.carried_times import carry

TOLD = [
    ([datetime(2017, 1, 1), "2月", "12月", datetime(2018, 1, 1), "2月"],
     ["2017年1月", "2017年2月", "2017年12月", "2018年1月", "2018年2月"]),
    (["平成30年4月", "5月", "12月", "平成31年1月", "2月"], ["2018年4月", "2018年5月", "2018年12月", "2019年1月", "2019年2月"]),
    (["令和5年11月", "12月", "1月"], ["2023年11月", "2023年12月", "2024年1月"]),
    (["令和5年度1月", "2月", "3月"], ["2024年1月", "2024年2月", "2024年3月"]),
    (["令和5年12月", "11月", "10月", "令和4年12月"], ["2023年12月", "2023年11月", "2023年10月", "2022年12月"]),
    (["(2019年) 1月", "4月", "7月", "(2020年) 1月"], ["2019年1月", "2019年4月", "2019年7月", "2020年1月"]),
    (["平成30年", "令和元年平均", "2", "3"], ["2018年", "2019年", "2020年", "2021年"]),
    (["令和元年度", "2", "", "3年度"], ["2019年度", "2020年度", "", "2021年度"]),
    (["R5.11", "１２月", "1月"], ["2023年11月", "2023年12月", "2024年1月"]),
]  # fmt: skip
NOT_TOLD = [
    ["2023年1月", "2月", "1月"],
    ["2023年11月", "12月", "1月", "2023年2月"],
    ["令和元年", "3", "5"],
    ["2023年4月", "6月", "5月", "7月"],
]


@pytest.mark.parametrize(("cells", "told"), TOLD)
def test_the_year_goes_on(cells: list[object], told: list[str]) -> None:
    assert carry(cells) == told


@pytest.mark.parametrize("cells", NOT_TOLD)
def test_what_does_not_follow_on_keeps_its_gap(cells: list[object]) -> None:
    assert carry(cells)[1:-1] == cells[1:-1]
