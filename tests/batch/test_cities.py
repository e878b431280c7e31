"""Every city's folder below a folder is evaluated and reported; one that cannot be is listed, and stops no other."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import dask
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.batch import Progress, Settings, cities, city_answer
from sojo_eval.batch.cities import ALL_CITIES, Cities, city_folders, run_cities
from sojo_eval.batch.city_answer import CityAnswer, answer_of
from sojo_eval.batch.publish import Publication
from sojo_eval.batch.stopping import Stop
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from tests.batch.dying import dies_in_b
from tests.batch.test_publish import write_notebook
from tests.conftest import SmallCity

Tell = Callable[[CityAnswer], None]
SOURCE = "import sojo_eval as se\nasked = se.reports.parameters(globals())\nasked.city.name(lang)"


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cities with a few sessions and publications, one of them in a prefecture's folder, and one not yet imported."""
    root = tmp_path_factory.mktemp("country")
    tables = clean_tables(World(1, "mixed"))
    kept = {name: tables[name] for name in ("areas", "publications", "service_changes", "services")}
    for folder in ("east/a", "b"):
        SmallCity(root / folder).make(data_until="2026-09-30", **kept)
    (root / "c").mkdir()
    (root / "c" / "city.toml").write_bytes((root / "b" / "city.toml").read_bytes())
    (root / "notes").mkdir()
    return root


@pytest.fixture(scope="module")
def ran(country: Path) -> Cities:
    """One run over all, whose error is that of the city that was not imported."""
    notebook = write_notebook(country / "who.ipynb", SOURCE)
    seen: list[Progress] = []
    with pytest.raises(SojoEvalError) as caught:
        run_cities(country, Publication([notebook], ["ja"]), Settings(watch=seen.append))
    assert caught.value.code == "cities"
    assert caught.value.exit_code == 1
    assert "2 evaluated, 1 not evaluated; pages: 2 written" in caught.value.message.en
    assert [p.done for p in seen] == [1, 2, 3, 1, 2]
    with pytest.raises(SojoEvalError) as again:
        run_cities(country, Publication([notebook], ["ja"]), Settings(resume=True))
    assert "pages: 0 written, 2 left as they were" in again.value.message.en
    record = json.loads((country / ALL_CITIES / "run.json").read_text(encoding="utf-8"))
    return Cities(tuple(CityAnswer(c["folder"]) for c in record["cities"]), (), country / ALL_CITIES)


def test_cities_are_found_below_each_other_but_not_within_one(country: Path) -> None:
    (country / "b" / "raw" / "old").mkdir(parents=True, exist_ok=True)
    (country / "b" / "raw" / "old" / "city.toml").write_text("")
    assert city_folders(country) == ["b", "c", "east/a"]


@pytest.mark.parametrize("name", ["notes", "nowhere"])
def test_a_folder_without_a_city_is_wrong_use(country: Path, name: str) -> None:
    with pytest.raises(SojoEvalError) as caught:
        city_folders(country / name)
    assert (caught.value.code, caught.value.exit_code) == ("no-cities", 2)


def test_each_city_has_its_pages_and_its_results(country: Path, ran: Cities) -> None:
    for folder in ("east/a", "b"):
        assert "試験市" in (country / folder / "reports" / "ja" / "who.html").read_text(encoding="utf-8")
        assert (country / folder / "reports" / "index.html").is_file()
        assert (country / folder / "results" / "findings.csv").is_file()
    assert not (country / "c" / "reports").exists()


def test_one_table_holds_the_published_findings_of_all(country: Path, ran: Cities) -> None:
    table = pd.read_parquet(ran.folder / "findings.parquet")
    published = se.published(se.open_city(country / "b")).findings
    assert len(table) == 2 * len(published)
    assert table["municipality"].unique().tolist() == ["132292"]
    assert not table["synthetic"].any()
    mine = table.iloc[: len(published)]
    assert mine["verdict"].tolist() == published["verdict"].tolist()
    assert mine["change"].equals(published["change"].reset_index(drop=True))
    # A hidden finding says nothing by its numbers.
    assert (
        table.loc[table["hidden"], ["value_baseline", "value_current", "change", "n_baseline"]]
        .isna()
        .all(axis=None)
    )
    read = pd.read_csv(ran.folder / "findings.csv", encoding="utf-8-sig")
    assert read.columns.tolist() == table.columns.tolist()
    assert len(read) == len(table)
    assert len(pd.read_csv(ran.folder / "pillars.csv")) == 2


def test_the_index_says_why_a_city_is_missing_and_not_where_it_lies(country: Path, ran: Cities) -> None:
    for name in ("index.html", "index.en.html"):
        page = (ran.folder / name).read_text(encoding="utf-8")
        assert str(country) not in page
        assert 'href="../east/a/reports/index.html"' in page
        assert "sojo-eval import c" in page
    assert str(country) not in (ran.folder / "run.json").read_text(encoding="utf-8")


def test_the_record_tells_what_became_of_each_city(ran: Cities) -> None:
    record = json.loads((ran.folder / "run.json").read_text(encoding="utf-8"))
    assert [(c["folder"], c["outcome"]) for c in record["cities"]] == [
        ("b", "evaluated"), ("c", "not evaluated"), ("east/a", "evaluated"),
    ]  # fmt: skip
    assert record["counts"]["skipped"] == 2
    assert [job["folder"] for job in record["jobs"]] == ["b/reports", "east/a/reports"]
    assert not list(ran.folder.glob("*.part"))


def test_an_error_of_ours_in_one_city_says_its_kind_alone(
    country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> CityAnswer:
        raise RuntimeError("山田太郎")

    monkeypatch.setattr(city_answer, "_evaluated", fails)
    answer = answer_of(country, "b", "", "")
    assert answer.why is not None
    assert "RuntimeError" in answer.why.en
    assert "山田" not in answer.why.ja + answer.why.en
    assert not answer.of_its_data


def test_what_is_wrong_in_a_citys_settings_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "city.toml").write_text("[city", encoding="utf-8")
    why = answer_of(tmp_path, "a", "", "").why
    assert why is not None
    assert "cannot be read as TOML" in why.en
    assert "TOML" in why.ja


def test_workers_elsewhere_are_given_whole_paths_and_an_ended_run_leaves_its_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("a", "b"):
        (tmp_path / "pref" / folder).mkdir(parents=True)
        (tmp_path / "pref" / folder / "city.toml").touch()
    roots = []

    def ended(root: Path, *_: object) -> tuple[list[CityAnswer], signal.Signals]:
        roots.append(root)
        return [CityAnswer("a")], signal.SIGINT

    monkeypatch.setattr(cities, "_answers", ended)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SojoEvalError, match="Ended by SIGINT: 1 of 2") as caught:
        run_cities("pref", Publication(), Settings())
    assert caught.value.exit_code == 130
    assert roots == [(tmp_path / "pref").resolve()]
    record = json.loads((tmp_path / "pref" / ALL_CITIES / "run.json").read_text(encoding="utf-8"))
    assert (record["state"], [c["folder"] for c in record["cities"]]) == ("stopped", ["a"])


@pytest.mark.parametrize("fails", [False, True])
def test_a_signal_is_heeded_after_the_last_city_and_goes_before_what_failed_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    stop = Stop()

    def evaluated(
        root: Path, folders: list[str], asked: object, how: object, tell: Tell, is_over: object
    ) -> None:
        tell(CityAnswer("a"))
        stop.signal = signal.SIGINT
        if fails:
            raise SojoEvalError("no-cluster", Text("", ""), Text("", ""))

    monkeypatch.setattr(cities, "_evaluate_on_cluster", evaluated)
    monkeypatch.setattr(cities, "heeded_signals", lambda: nullcontext(stop))
    found, ended_by = cities._answers(tmp_path, ["a"], Publication(), Settings(cluster="local"))
    assert ([a.folder for a in found], ended_by) == (["a"], signal.SIGINT)


def test_a_cluster_gives_the_same_pages_and_the_same_tables(country: Path, ran: Cities) -> None:
    def written() -> dict[Path, bytes]:
        return {
            path: path.read_bytes()
            for path in country.rglob("*")
            if path.suffix in (".html", ".csv", ".parquet") and "clean" not in path.parts
        }

    before = written()
    for folder in ("east/a", "b"):
        shutil.rmtree(country / folder / "results")
        shutil.rmtree(country / folder / "reports")
    with pytest.raises(SojoEvalError, match="2 evaluated, 1 not evaluated; pages: 2 written"):
        run_cities(country, Publication([str(country / "who.ipynb")], ["ja"]), Settings(cluster="local"))
    assert written() == before


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("cluster", ["", "local"])
def test_a_killed_process_costs_its_own_city_alone(
    country: Path, monkeypatch: pytest.MonkeyPatch, cluster: str
) -> None:
    monkeypatch.setattr(cities, "answer_of", dies_in_b)
    folders = ["a", "b", "d", "e", "f"]
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        found, ended_by = cities._answers(
            country, folders, Publication(), Settings(workers=2, cluster=cluster)
        )
    assert ended_by is None
    assert [a.folder for a in found] == folders
    assert [a.folder for a in found if a.why is not None] == ["b"]
