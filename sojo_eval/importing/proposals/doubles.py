"""Columns of a book that hold the same numbers on two sheets: only the first is proposed, so that they are not counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sojo_eval.foundation.language import Text
from sojo_eval.importing.proposals.proposal import Figure, Proposal
from sojo_eval.importing.tables.totals import Numbers, numbers

_LEAST_ALIKE = 5
"""From so many different numbers on, two columns are the same one and not alike by chance."""
_COMPARED = 10
"""The first rows, by which columns that may be the same are found among hundreds."""
_ALL = Text(
    "数字がすべて前のシートにもあるので、このシートは読みません。違うものなら --sheet でこのシートだけの案を作ってください",
    "All of its numbers are on an earlier sheet, so this one is not read. If they differ, make a proposal for this sheet alone"
    " (--sheet)",
)
_LONGER = 1.2
"""One sheet may go on for some rows more."""


def counted_in_several(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The same proposals; a column that holds the numbers of one on an earlier sheet is among `doubled`, and reported.

    A blank cell and 0 are alike here, and one of the columns may be a little longer.
    """
    met: dict[bytes, list[tuple[str, Figure, Numbers, Numbers]]] = {}
    found = []
    for proposal in proposals:
        doubled, notes, differing = [], [], []
        for figure in proposal.figures:
            printed = numbers(figure.column.cells)
            values = np.trim_zeros(np.nan_to_num(printed), "b")
            alike = met.setdefault(values[:_COMPARED].tobytes(), [])
            first = next((m for m in alike if m[0] != proposal.sheet and _same(m[2], values)), None)
            if first is None:
                alike.append((proposal.sheet, figure, values, printed))
                continue
            doubled.append(figure.column.at)
            name, there = (" ".join(f.column.name.split()) for f in (figure, first[1]))
            rows = min(len(values), len(first[2]))
            zeros = int((np.isnan(printed[:rows]) != np.isnan(first[3][:rows])).sum())
            but = Text(
                f"（一方が空欄で一方が0のセルが{zeros:,}。空欄が正しければ、そのシートを読んでください）"
                if zeros
                else "",
                f" ({zeros:,} cells are blank in one and 0 in the other; read the sheet that is right)"
                if zeros
                else "",
            )
            notes.append(
                Text(
                    f"「{name}」はシート「{first[0]}」の「{there}」と同じ数字なので、読みません{but.ja}。違うものなら、# を外すか --sheet でこのシートだけの案を作ってください",
                    f"“{name}” has the same numbers as “{there}” on the sheet “{first[0]}” and is not read{but.en}."
                    " If it differs, remove the #, or make a proposal for this sheet alone (--sheet)",
                )
            )
            differing += notes[-1:] if zeros else []
        if len(doubled) == len(proposal.figures) > 1:
            notes = [_ALL, *(note for note in notes if note in differing)]
        found.append(replace(proposal, doubled=tuple(doubled), unclear=(*proposal.unclear, *notes)))
    return found


def _same(one: Numbers, other: Numbers) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    rows = slice(0, shorter)
    enough = len(np.unique(one[rows])) >= _LEAST_ALIKE and longer <= _LONGER * shorter
    return enough and bool((one[rows] == other[rows]).all())
