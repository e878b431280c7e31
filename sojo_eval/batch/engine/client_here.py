"""papermill's client, speaking with the kernel in this process: what becomes of messages stays nbclient's own code."""

from __future__ import annotations

import copy
from typing import Any

import nbformat
from nbclient.client import timestamp
from nbclient.exceptions import CellExecutionComplete, CellExecutionError
from papermill.clientwrap import PapermillNotebookClient

from sojo_eval.batch.engine.kernel_here import KernelHere, Message


class ClientHere(PapermillNotebookClient):  # type: ignore[misc]
    """Executes a notebook's cells one after the other with `kernel`."""

    def __init__(self, manager: Any, kernel: KernelHere, **settings: Any) -> None:
        super().__init__(manager, **settings)
        self._kernel = kernel
        self.changed_before: set[int] = set()
        """Cells before the present one whose outputs it changed (`update_display`)."""

    def execute(self, **_: Any) -> nbformat.NotebookNode:
        """As papermill's own, without a kernel's start and end."""
        self.reset_execution_trackers()
        if self._kernel.shared is not None:
            self._display_id_map = copy.deepcopy(self._kernel.shared.displayed)
        self.papermill_execute_cells()
        self.nb.metadata["language_info"] = self._kernel.language_info
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell: nbformat.NotebookNode, cell_index: int, **_: Any) -> nbformat.NotebookNode:
        """As nbclient's own. Raises CellExecutionError for a failing cell that is not marked as one that may fail."""
        shared = self._kernel.shared
        if shared is not None and cell_index < len(shared.cells):
            return self._taken_over(cell, shared.cells[cell_index])
        skipped = self.skip_cells_with_tag in cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or skipped:
            return cell
        cell.metadata["execution"] = {}
        self.code_cells_executed += 1
        cell.outputs = []
        self.clear_before_next_output = False

        refused: list[Exception] = []

        def receive(message: Message) -> None:
            try:
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                pass
            except Exception as error:  # an output that no notebook can hold; it is not the cell's to catch
                refused.append(error)

        reply = self._kernel.execute(cell.source, receive)
        if refused:
            raise refused[0]
        cell.metadata["execution"]["shell.execute_reply"] = timestamp(reply)
        self._raise_for(cell, reply["content"])
        return cell

    def _taken_over(
        self, cell: nbformat.NotebookNode, executed: nbformat.NotebookNode
    ) -> nbformat.NotebookNode:
        """The cell as it was before the fork."""
        if "execution" in executed.metadata:
            cell.metadata["execution"] = executed.metadata["execution"]
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = copy.deepcopy(executed.outputs), executed.execution_count
        return cell

    def _update_display_id(self, display_id: str, msg: Message) -> None:
        self.changed_before |= set(self._display_id_map.get(display_id, {}))
        super()._update_display_id(display_id, msg)

    def _raise_for(self, cell: nbformat.NotebookNode, reply: Message) -> None:
        allowed = not self.force_raise_errors and (
            self.allow_errors
            or reply.get("ename") in self.allow_error_names
            or "raises-exception" in cell.metadata.get("tags", [])
        )
        if reply["status"] == "error" and not allowed:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
