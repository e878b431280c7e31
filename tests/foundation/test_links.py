"""Links inside a city's folder are refused wherever they lie; the folder itself may be reached through one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sojo_eval.city import check_city, import_city, open_city, record_clean_tables
from sojo_eval.cli.mapping import propose_mapping
from sojo_eval.evaluation import Evaluation
from sojo_eval.example_city import make_example_city
from sojo_eval.foundation import links
from sojo_eval.foundation.links import CITY_PARTS, is_link, refuse_links
from sojo_eval.foundation.problems import SojoEvalError


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of somebody else, with a file that must survive."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "precious.txt").write_text("precious")
    return folder


@pytest.mark.parametrize(
    "place", ["city.toml", "raw", "raw/2024/a.csv", "mappings/m.toml", "clean/marked", "clean/.staged", "clean/sources",
              "results", "results/findings.csv", "reports/ja", "clean/organizations.parquet", "clean/.lock"],
)  # fmt: skip
@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_anywhere_is_refused_by_name(
    tmp_path: Path, elsewhere: Path, place: str, dangling: bool
) -> None:
    link = tmp_path / "city" / place
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere / "gone" if dangling else elsewhere)
    with pytest.raises(SojoEvalError, match="link-in-folder") as caught:
        refuse_links(tmp_path / "city")
    assert str(link) in caught.value.message.ja
    assert str(link) in caught.value.message.en


def test_plain_files_and_a_folder_reached_through_a_link_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "city" / "raw" / "2024").mkdir(parents=True)
    (tmp_path / "city" / "raw" / "2024" / "a.csv").write_text("a")
    (tmp_path / "now").symlink_to(tmp_path / "city")
    refuse_links(tmp_path / "now")
    assert not is_link(tmp_path / "city" / "nothing")


def test_a_junction_of_windows_is_a_link_and_a_file_kept_by_a_cloud_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Found:
        st_mode = os.lstat(tmp_path).st_mode
        st_reparse_tag = 0xA0000003

    monkeypatch.setattr(Path, "lstat", lambda self: Found)
    assert links.is_link(tmp_path)
    Found.st_reparse_tag = 0x9000001A
    assert not links.is_link(tmp_path)


@pytest.mark.parametrize("part", CITY_PARTS[1:])
def test_an_import_touches_nothing_behind_a_link(small: Path, elsewhere: Path, part: str) -> None:
    link = small / part / "marked" if (small / part).exists() else small / part
    link.symlink_to(elsewhere)
    with pytest.raises(SojoEvalError, match="link-in-folder"):
        import_city(small)
    assert (elsewhere / "precious.txt").read_text() == "precious"
    assert [p.name for p in elsewhere.iterdir()] == ["precious.txt"]


def test_all_who_read_or_write_a_city_refuse_links(
    small: Path, elsewhere: Path, make_evaluation: object, tmp_path: Path
) -> None:
    (small / "clean" / "marked").symlink_to(elsewhere)
    calls = [
        lambda: open_city(small),
        lambda: check_city(small),
        lambda: record_clean_tables(small, []),
        lambda: propose_mapping(small / "raw" / "a.csv", city=small, lang="ja"),
    ]
    for call in calls:
        with pytest.raises(SojoEvalError, match="link-in-folder"):
            call()
    (tmp_path / "results").symlink_to(elsewhere)
    evaluation: Evaluation = make_evaluation()  # type: ignore[operator]
    with pytest.raises(SojoEvalError, match="link-in-folder"):
        evaluation.save(tmp_path / "results")
    assert [p.name for p in elsewhere.iterdir()] == ["precious.txt"]


def test_the_example_city_is_not_made_through_a_link(tmp_path: Path, elsewhere: Path) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    (folder / "truth.json").write_text('{"generator": "sojo_eval.example_city", "files": []}')
    (elsewhere / "manifest.json").write_text("theirs")
    (folder / "clean").symlink_to(elsewhere)
    with pytest.raises(SojoEvalError, match="link-in-folder"):
        make_example_city(folder)
    assert (elsewhere / "manifest.json").read_text() == "theirs"
