"""A city with something to hide in every file, and the folder of reports that is really made of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd

import sojo_eval.charts as charts
import sojo_eval.reports as reports
from sojo_eval.city import import_city, open_city
from sojo_eval.data_quality import describe_data
from sojo_eval.disclosure import publish
from sojo_eval.evaluation import Evaluation
from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.reports.record import record_of
from sojo_eval.schema import load_schema
from tests.conftest import SmallCity
from tests.faults.leaks.known import PEOPLE, Known, known
from tests.reports.whole_pages import executed

SERVICES = pd.DataFrame(
    {
        "service": ["desk1", "desk2", "desk3"],
        "name_ja": ["窓口甲", "窓口乙", "窓口丙"],
        "programme": ["comprehensive_consultation"] * 3,
        "takes_consultations": [True] * 3,
        "area": ["C1", "C2", "132292"],
    }
)
_MAPPING = """table = "{table}"
files = ["{files}"]
[columns]
{columns}
"""
CONSULTATIONS = {
    "consultation_id": "受付番号",
    "person_id": "相談者",
    "received_date": "受付日",
    "desk": "窓口",
}
CASES = {"case_id": "番号", "opened_date": "開始", "consent": "同意"}


@dataclass(frozen=True)
class Reports:
    """The folder that is published, and what must not be found in it."""

    folder: Path
    secret: Known


def _mapping(table: str, files: str, columns: dict[str, str]) -> str:
    return _MAPPING.format(
        table=table, files=files, columns="\n".join(f'{k} = "{v}"' for k, v in columns.items())
    )


def hostile_city(folder: Path) -> Path:
    """30 consultations in one year, 12 and 15 at two desks and so 3 at the third; one more, alone in its year; a file named
    after a person; formulas; cases that cannot be imported."""
    SmallCity(folder).make(services=SERVICES)
    desks = [*["desk1"] * 12, *["desk2"] * 15, *["desk3"] * 3]
    rows = [
        f"K-{1000 + i},P-{7_310 + i}f,2023-05-{1 + i % 28:02},{desk},=1+1" for i, desk in enumerate(desks)
    ]
    rows.append("K-9999,P-0000f,2025-06-03,desk1,田中太郎 080-1234-5678")
    (folder / "raw").mkdir()
    (folder / "mappings").mkdir()
    write_text(
        folder / "raw" / "相談_田中太郎.csv", "\n".join([",".join([*CONSULTATIONS.values(), "備考"]), *rows])
    )
    cases = ["C-77,昭和99年9月9日,はい", '=HYPERLINK(""x""),2024-07-07,はい', "C-78,2024-08-08,不同意らしい"]
    write_text(folder / "raw" / "ケース.csv", "\n".join([",".join(CASES.values()), *cases]))
    write_text(folder / "mappings" / "a.toml", _mapping("consultations", "相談*.csv", CONSULTATIONS))
    write_text(folder / "mappings" / "b.toml", _mapping("cases", "ケース*.csv", CASES))
    import_city(folder)
    return folder


def published_folder(city: Path, evaluation: Evaluation, folder: Path) -> Reports:
    """Pages and records as `publish_reports` writes them, but for the kernel that would run the notebooks."""
    quality, published = describe_data(open_city(city)), publish(evaluation)
    for lang in LANGUAGES:
        of_data: list[object] = [reports.title_block(quality, "00_data_quality", lang)]
        of_data += [
            reports.data_quality(quality, part, lang) for part in ("tables", "problems", "months", "missing")
        ]
        _write(of_data, folder / lang / "00_data_quality", city, lang)
    shown: list[object] = [
        reports.title_block(published, "20_consultation", "ja"),
        reports.headline(published, "consultation", "ja"),
        charts.changes_forest(published, "consultation", "ja"),
        reports.findings_table(published, "consultation", "ja"),
        reports.indicator_charts(published, "consultation", "ja"),
        reports.hidden_note(published, "ja"),
        reports.provenance_block(published, "ja"),
    ]
    _write(shown, folder / "ja" / "20_consultation", city, "ja")
    reports.write_index(folder)
    schema = load_schema()
    titles = {name: (schema.tables[name].title.ja, schema.tables[name].title.en) for name in PEOPLE}
    return Reports(folder, known(city, evaluation, titles))


def _write(shown: list[object], path: Path, city: Path, lang: Language) -> None:
    ran = executed(shown)
    ran.cells[1].source = f'city_dir = "{city}"\nlang = "{lang}"'
    ran.metadata["papermill"] = {"parameters": {"city_dir": str(city)}, "output_path": str(path)}
    record = record_of(ran, [city])
    write_text(path.with_suffix(".html"), reports.notebook_to_html(record, lang))
    write_text(path.with_suffix(".ipynb"), nbformat.writes(record))
