"""What an import leaves for the person: a table of problems for Excel, a page to read, and marked copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sojo_eval.foundation.csv_files import write_csv
from sojo_eval.foundation.files import write_text
from sojo_eval.foundation.language import LANGUAGES
from sojo_eval.foundation.problem_groups import group_problems
from sojo_eval.foundation.problems import Problem, problems_to_frame
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.problem_reports.marked_copies import links, write_marked_copies
from sojo_eval.importing.problem_reports.page import PAGE, Taken, problem_page

CSV_NAME = "problems.csv"


def write_problem_report(
    problems: Sequence[Problem],
    folder: Path,
    *,
    raw: Path | None = None,
    taken: Taken | None = None,
    read: Mapping[str, Sequence[Sheet]] | None = None,
) -> None:
    """Write the problems of an import into `folder`, which holds the clean tables.

    problems.csv: one row a problem, both languages. problems.html and problems.en.html: equal problems as one line
    with a count, and what `taken` tells of the tables. marked/: copies of the files under `raw`, where it is given; `read` are sheets of theirs that need not be read again.
    All are written when there is no problem too, so that nothing of an earlier import stays behind.
    """
    table = problems_to_frame(problems, "ja")
    table["message_en"] = [p.message.en for p in problems]
    table["fix_en"] = [p.fix.en for p in problems]
    write_csv(folder / CSV_NAME, table)
    copies = {} if raw is None else links(write_marked_copies(problems, raw, folder, read or {}), folder)
    groups = group_problems(problems)
    for lang in LANGUAGES:
        write_text(folder / PAGE[lang], problem_page(groups, taken or Taken(), copies, lang))
