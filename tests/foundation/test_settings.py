"""Wrong values of `city.toml` and of mappings: none is ignored, none ends in a traceback, each names its line and its fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.city import read_configuration
from sojo_eval.foundation import settings
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, SojoEvalError
from sojo_eval.foundation.settings import checked_language, nearest, shown, spelled
from sojo_eval.importing.mappings.reading import read_mapping
from sojo_eval.schema import load_schema

CITY = """\
[city]
code = "132292"
name_ja = "試験市"
name_en = "Testville"
synthetic = false
data_until = 2026-03-31

[disclosure]
threshold = 5

[looks]
planned = 5

[[plans]]
plan = "4"
name_ja = "第4期"
name_en = "plan 4"
start_date = 2019-04-01
end_date = 2024-03-31
confirmed = true

[[plans]]
plan = "5"
name_ja = "第5期"
name_en = "plan 5"
start_date = 2024-04-01
confirmed = false

[[events]]
event = "covid"
kind = "shock"
start_date = 2020-03-01
end_date = 2023-05-31
title_ja = "感染症"
title_en = "COVID-19"
applies_to = ["consultations"]

[[published_indicators]]
id = "consultation.knows_a_desk"
pillar = "consultation"
title_ja = "窓口を知っている"
title_en = "Knows a desk"
unit = "share"
direction = "higher"
smallest_change = 0.05
design_effect = 1.5
baseline_period = "H25"
current_period = "H28"

[[survey_indicators]]
id = "connections.knows_neighbours"
pillar = "connections"
concept = "knows_neighbours"
title_ja = "近所を知っている"
title_en = "Knows neighbours"
unit = "share"
direction = "higher"
smallest_change = 0.05
"""

MAPPING = """\
table = "population"
files = ["人口.csv"]
header_rows = [1, 2]
fill_down = ["年"]

[columns]
date = { header = "日", date = "month" }
area = { header = "町", lookup = "name_ja" }
sex = "性別"
age_band = { text = "{band}" }

[constants]
source = "統計書"

[codes.sex]
"男" = "male"

[marks]
"-" = "zero"

[aliases]
"日" = ["年月日"]

[wide]
value = "persons"
add = true

[[wide.columns]]
header = "前期"
band = "85+"

[[leave_out]]
column = "町"
equals = ["計"]
why = "合計行"

[[totals]]
column = "性別"
matches = "^計$"
of = "above"

[[sums]]
total = "計"
parts = ["男", "女"]
running = false

[[notes]]
matches = "※(?P<month>[0-9]+)月"
[notes.event]
event = "redrawn"
kind = "area_change"
start_date = "2020-{month}-01"
title_ja = "{note}"
title_en = "Redrawn"
applies_to = "population"
"""

CITY_CASES = [
    # old, new, line below the new text's first, entry, part of the fix
    ('code = "132292"', "code = 132292", 0, "city.code", "in quotes"),
    ('code = "132292"', 'code = "西東京"', 0, "city.code", "5 or 6 digits"),
    ('code = "132292"', "", -1, "city.code", "Add city.code"),
    ('name_ja = "試験市"', 'name_ja = "  "', 0, "city.name_ja", "not empty"),
    ('name_en = "Testville"', 'name_en = ["Testville"]', 0, "city.name_en", "a text in quotes"),
    ("synthetic = false", 'synthetic = "いいえ"', 0, "city.synthetic", "true or false"),
    ("synthetic = false", "synthetic = 0", 0, "city.synthetic", "true or false"),
    ("data_until = 2026", "data_untill = 2026", 0, "city.data_untill", "Did you mean data_until?"),
    ("data_until = 2026-03-31", 'data_until = "2026-03-31"', 0, "city.data_until", "without quotes"),
    ("data_until = 2026-03-31", "data_until = 2026-03-31T10:00:00", 0, "city.data_until", "or time"),
    ("data_until = 2026-03-31", "data_until = 20260331", 0, "city.data_until", "2024-04-01"),
    ("data_until = 2026-03-31", "data_until = 0206-03-31", 0, "city.data_until", "1900 to 2199"),
    ("data_until = 2026-03-31", "data_until = 2026-02-30", 0, "", "dates as 2024-04-01"),
    ("threshold = 5", "threshold = 4", 0, "disclosure.threshold", "threshold_reason"),
    ("threshold = 5", "threshold = 1", 0, "disclosure.threshold", "Write 5 or more"),
    ("threshold = 5", 'threshold = 3\nthreshold_reason = "ok"', 1, "disclosure.threshold_reason", "10 letters"),
    ("threshold = 5", "threshold = 0", 0, "disclosure.threshold", "from 1 to 1000"),
    ("threshold = 5", "threshold = true", 0, "disclosure.threshold", "a whole number"),
    ("threshold = 5", "threshold = 5.0", 0, "disclosure.threshold", "a whole number"),
    ("threshold = 5", "threshold = 1" + "0" * 80, 0, "disclosure.threshold", "a whole number"),
    ("threshold = 5", "threshold = 1" + "0" * 5000, 0, "", "Write the right value"),
    ("threshold = 5", "threshhold = 10", 0, "disclosure.threshhold", "Did you mean threshold?"),
    ("threshold = 5", "threshold = 5\nthreshold = 3", 1, "", "Delete one of the two"),
    ("threshold = 5", "threshold = " + "[" * 3000, 0, "", "Delete the brackets"),
    ("[disclosure]", "[disclosur]", 0, "disclosur", "Did you mean disclosure?"),
    ("[disclosure]", "[disclosure", 0, "", "Close the bracket"),
    ("planned = 5", "planned = 1", 0, "looks.planned", "from 2 to 10"),
    ("planned = 5", "planned = 11", 0, "looks.planned", "from 2 to 10"),
    ("planned = 5", "every = 5", 0, "looks.every", "planned"),
    ("planned = 5", "", -1, "looks.planned", "Add"),
    ('plan = "4"', "plan = 4", 0, "plans[1].plan", "a text in quotes"),
    ('plan = "5"', 'plan = "4"', 0, "plan", "taken twice"),
    ("start_date = 2019-04-01", 'start_date = "2019-04-01"', 0, "plans[1].start_date", "without quotes"),
    ("start_date = 2024-04-01", "start_date = 2019-04-01", 0, "plans[2].start_date", "Correct one of the two"),
    ("end_date = 2024-03-31", "end_date = 2024-04-01", 0, "plans[1].end_date", "before 2024-04-01"),
    ("end_date = 2024-03-31", "end_date = 2018-03-31", 0, "end_date", "Check the plan dates"),
    ("confirmed = true", 'confirmed = "はい"', 0, "plans[1].confirmed", "true or false"),
    ('kind = "shock"', 'kind = "shok"', 0, "kind", "Did you mean shock?"),
    ("end_date = 2023-05-31", "end_date = 2019-05-31", 0, "end_date", "Check the two dates"),
    ('applies_to = ["consultations"]', 'applies_to = ["consultatoins"]', 0, "events[1].applies_to", "Did you mean consultations?"),
    ('applies_to = ["consultations"]', "applies_to = [1]", 0, "events[1].applies_to", "tables or indicators"),
    ('applies_to = ["consultations"]', 'applies_to = "cases,meetings"', 0, "events[1].applies_to", "Did you mean meetings?"),
    ("design_effect = 1.5", "design_effect = 0", 0, "published_indicators[1].design_effect", "above 0"),
    ("design_effect = 1.5", "design_effect = true", 0, "published_indicators[1].design_effect", "above 0"),
    ("design_effect = 1.5", "design_effect = -2", 0, "published_indicators[1].design_effect", "above 0"),
    ("design_effect = 1.5", "design_effect = nan", 0, "published_indicators[1].design_effect", "above 0"),
    ("design_effect = 1.5", 'design_effect = "1.5"', 0, "published_indicators[1].design_effect", "above 0"),
    ("smallest_change = 0.05", "smallest_change = true", 0, "published_indicators[1].smallest_change", "above 0"),
    ("smallest_change = 0.05", "smallest_change = inf", 0, "published_indicators[1].smallest_change", "above 0"),
    ("smallest_change = 0.05", "smallest_change = 5", 0, "published_indicators[1].smallest_change", "five points"),
    ('unit = "share"', 'unit = "percent"', 0, "published_indicators[1].unit", '"share"'),
    ('pillar = "consultation"', 'pillar = "consultations"', 0, "published_indicators[1].pillar", '"connections"'),
    ('current_period = "H28"', "", -10, "published_indicators[1].current_period", "Add"),
    ('id = "connections.knows_neighbours"', 'id = "consultation.knows_a_desk"', 0, "survey_indicators[1].id", "another id"),
    ('concept = "knows_neighbours"', "design_effect = 2", 0, "survey_indicators[1].design_effect", "Use one of"),
    ('[[survey_indicators]]\n', "[survey_indicators]\n", 0, "survey_indicators", "[[survey_indicators]]"),
]  # fmt: skip
MAPPING_CASES = [
    ('table = "population"', 'table = "populaton"', 0, "table", '"population"'),
    ('files = ["人口.csv"]', "fils = 3", 0, "fils", "Did you mean files?"),
    ('files = ["人口.csv"]', 'files = ["../人口.csv"]', 0, "files", "below raw/"),
    ("header_rows = [1, 2]", "header_rows = [2, 1]", 0, "header_rows", "rising order"),
    ("header_rows = [1, 2]", "header_rows = [true]", 0, "header_rows", "row numbers"),
    ("header_rows = [1, 2]", "header_rows = []", 0, "header_rows", "row numbers"),
    ('fill_down = ["年"]', "fill_down = [3]", 0, "fill_down", "a list of texts"),
    ("[columns]", "[column]", 0, "column", "Did you mean columns?"),
    ('sex = "性別"', "sexx = 3", 0, "columns.sexx", "Did you mean sex?"),
    ('sex = "性別"', 'sex = ""', 0, "columns.sex", "a header"),
    ('sex = "性別"', 'sex = { header = "性別", date = "day" }', 0, "columns.sex.date", "Delete date"),
    ('sex = "性別"', 'sex = { header = "性別", approximate = "no" }', 0, "columns.sex.approximate", "true or false"),
    ('sex = "性別"', 'sex = { heder = "性別" }', 0, "columns.sex.heder", "Did you mean header?"),
    ('sex = "性別"', 'sex = { header = "性別", pattern = "男" }', 0, "columns.sex", "Write one of"),
    ('date = "month" }', 'date = "months" }', 0, "columns.date.date", "month"),
    ('date = "month" }', 'short_years = "令" }', 0, "columns.date.short_years", "令和"),
    ('lookup = "name_ja"', 'lookup = "nam_ja"', 0, "columns.area.lookup", "Did you mean name_ja?"),
    ('lookup = "name_ja"', "address = 1", 0, "columns.area.address", "true or false"),
    ('source = "統計書"', "source = [1]", 0, "constants.source", "one value"),
    ('source = "統計書"', "source = nan", 0, "constants.source", "one value"),
    ('source = "統計書"', "source = true", 0, "constants.source", "one value"),
    ('"男" = "male"', '"男" = "  "', 0, "codes.sex.男", "a code in quotes"),
    ('band = "85+"', "banx = 1", 0, "wide.columns[1].banx", "Did you mean band?"),
    ('start_date = "2020-{month}-01"', 'start_date = "4月"', 0, "notes[1].event.start_date", "2024-04-01"),
    ('title_ja = "{note}"', 'title_ja = ""', 0, "notes[1].event.title_ja", "in quotes"),
    ('"男" = "male"', '"男" = 1', 0, "codes.sex.男", "a code in quotes"),
    ('"-" = "zero"', '"-" = "null"', 0, "marks.-", '"zero"'),
    ('"日" = ["年月日"]', '"日" = []', 0, "aliases.日", "a list of texts"),
    ('value = "persons"', 'value = "person"', 0, "wide.value", '"persons"'),
    ("add = true", 'add = "yes"', 0, "wide.add", "true or false"),
    ('header = "前期"', "", -1, "wide.columns[1]", "Write one of them"),
    ('band = "85+"', "band = []", 0, "wide.columns[1].band", "the variable's value"),
    ('equals = ["計"]', 'equal = ["計"]', 0, "leave_out[1].equal", "Did you mean equals?"),
    ('equals = ["計"]', "blank = false", 0, "leave_out[1].blank", "leave it out"),
    ('why = "合計行"', 'why = ""', 0, "leave_out[1].why", "not empty"),
    ('matches = "^計$"', 'matches = "("', 0, "totals[1].matches", "close every"),
    ('of = "above"', 'of = "below"', 0, "totals[1].of", '"above"'),
    ("running = false", 'running = "no"', 0, "sums[1].running", "true or false"),
    ("running = false", 'same = ["町"]', 0, "sums[1].same", "running = true"),
    ('kind = "area_change"', 'kind = "area"', 0, "notes[1].event.kind", "Did you mean area_change?"),
    ('event = "redrawn"', "", -1, "notes[1].event.event", "Add"),
    ('title_en = "Redrawn"', 'title_en = "…"', 0, "notes[1].event.title_en", "Replace"),
    ('applies_to = "population"', 'applies_to = "populaton"', 0, "notes[1].event.applies_to", "Did you mean population?"),
]  # fmt: skip


def problems_of(kind: str, text: str, folder: Path) -> tuple[Problem, ...]:
    """What is said of a file with this text; the file as a whole is refused."""
    if kind == "mapping":
        found, problems = read_mapping("mappings/a.toml", text.encode(), load_schema())
        assert found is None
        return tuple(problems)
    (folder / "city.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SojoEvalError) as caught:
        read_configuration(folder)
    assert (caught.value.code, caught.value.exit_code) == ("configuration", 1)
    return caught.value.problems


def test_the_files_are_sound_before_anything_is_changed(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(CITY, encoding="utf-8")
    configuration = read_configuration(tmp_path)
    assert [i.design_effect for i in configuration.indicators] == [1.5, 1.0]
    assert configuration.looks == 5
    (tmp_path / "city.toml").write_text(CITY.replace("[looks]\nplanned = 5\n", ""), encoding="utf-8")
    assert read_configuration(tmp_path).looks == 1
    mapping, problems = read_mapping("mappings/a.toml", MAPPING.encode(), load_schema())
    assert mapping is not None, problems


@pytest.mark.parametrize(
    ("kind", "old", "new", "below", "entry", "fix"),
    [("city", *case) for case in CITY_CASES] + [("mapping", *case) for case in MAPPING_CASES],
)
def test_a_wrong_value_is_refused_with_its_line_and_its_fix(
    tmp_path: Path, kind: str, old: str, new: str, below: int, entry: str, fix: str
) -> None:
    base = CITY if kind == "city" else MAPPING
    assert base.count(old)
    line = base[: base.index(old)].count("\n") + 1 + below
    problems = problems_of(kind, base.replace(old, new, 1), tmp_path)
    found = [p for p in problems if p.column == entry and p.row == line]
    assert found, [p.sentence("en") for p in problems]
    problem = found[0]
    assert fix in problem.fix.en
    assert problem.file == ("city.toml" if kind == "city" else "mappings/a.toml")
    assert (problem.rule == "mapping") == (kind == "mapping")
    for lang in ("ja", "en"):
        assert (
            f"{line}行" in problem.sentence("ja") if lang == "ja" else f"row {line}" in problem.sentence("en")
        )
        assert len(problem.sentence(lang)) < 3000
    assert problem.message.ja != problem.message.en
    assert problem.fix.ja != problem.fix.en


def test_a_reason_lets_a_protection_be_weaker(tmp_path: Path) -> None:
    text = CITY.replace(
        "threshold = 5", 'threshold = 3\nthreshold_reason = "審議会が決定した（令和6年5月1日）"'
    )
    (tmp_path / "city.toml").write_text(text, encoding="utf-8")
    found = read_configuration(tmp_path)
    assert (found.threshold, found.threshold_reason) == (3, "審議会が決定した（令和6年5月1日）")


def test_a_plan_without_a_last_day_ends_before_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(CITY.replace("end_date = 2024-03-31\n", ""), encoding="utf-8")
    ends = read_configuration(tmp_path).plans["end_date"]
    assert f"{ends[0]:%Y-%m-%d}" == "2024-03-31"
    assert ends.isna().tolist() == [False, True]


def test_words_for_addresses_values_and_names() -> None:
    assert spelled(("plans", 0, "start_date")) == "plans[1].start_date"
    assert shown(None) == ""
    assert shown("x" * 61) == "x" * 60 + "…"
    assert shown(-(10**100)) == "-1…"
    assert nearest("zzz", ["city_dir", "lang"]).en == "Use one of: city_dir, lang"
    assert checked_language("en") == "en"
    with pytest.raises(ValueError, match="'jp'"):
        Text("市", "city")("jp")  # type: ignore[arg-type]
    with pytest.raises(SojoEvalError, match="ja, en"):
        checked_language("jp")


def test_of_many_names_a_message_holds_the_nearest_few() -> None:
    many = [f"c.i{i}" for i in range(settings.MOST_NAMED)]
    assert all(name in nearest("zzz", many).en for name in many)
    many.append("consultation.no_wrong_door")
    said = nearest("Consultation.no_wrong_dor", many)
    assert said.en.startswith("Did you mean consultation.no_wrong_door?")
    assert "consultation.no_wrong_door" in said.ja
    assert len(said.en) < 200
    assert "(21 in all)" in nearest("zzz", many).en
    long = ["x" * settings.MOST_SIGNS, "y"]
    assert "y" not in nearest("x" * 150, long).en.replace("x", "")[20:]


def test_a_name_is_near_by_its_words_too() -> None:
    assert nearest("田無セン", ["C1", "C2"], {"C1": "田無センター", "C2": "保谷"}).en.startswith(
        "Did you mean C1?"
    )
