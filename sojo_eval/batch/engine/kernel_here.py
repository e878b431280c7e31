"""A notebook's kernel without sockets and threads: ipykernel's own kernel and shell, whose messages come as calls.

So what a cell shows is made by the same code as in Jupyter; only the way to the notebook is shorter.
"""

from __future__ import annotations

import asyncio
import contextvars
import json
import logging
import os
import random
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import nbformat
from ipykernel.ipkernel import IPythonKernel
from jupyter_client.session import Session
from traitlets.config import Config

from sojo_eval.batch.engine.streams import CellStreams
from sojo_eval.batch.engine.warming import warm

Message = dict[str, Any]
_SENT = ("content", "parent", "ident", "buffers", "track", "header", "metadata")
"""What a session's `send` takes behind the kind of message, in its order."""
_TOLD = ("content", "parent", "header", "metadata")


class MessagesHere(Session):
    """Hands each message to `receive` where a kernel's session would send it through a socket."""

    receive: Callable[[Message], None] | None = None

    def send(self, stream: Any, msg_or_type: Any, *given: Any, **named: Any) -> Message | None:
        """The message as it would arrive: through JSON, and none from a process that a cell forked."""
        told = dict(zip(_SENT, given, strict=False)) | named
        if os.getpid() != self.pid:
            return None
        if isinstance(msg_or_type, Mapping):
            message = dict(msg_or_type)
        else:
            message = dict(self.msg(msg_or_type, **{name: told.get(name) for name in _TOLD}))
        if message["msg_type"] != "stream":
            message["content"] = self.unpack(self.pack(message["content"]))
        message["buffers"] = list(told.get("buffers") or message.get("buffers") or [])
        if self.receive is not None:
            self.receive(message)
        return message


@dataclass(frozen=True)
class SharedCells:
    """Cells executed before the fork: as they are afterwards, the places of what they displayed, Python's random state."""

    cells: list[nbformat.NotebookNode]
    displayed: dict[str, Any]
    random_state: Any


class KernelHere:
    """One kernel in this process. Made once in the warm parent; `wake` is called in the process that executes."""

    def __init__(self) -> None:
        self.session = MessagesHere()
        settings = Config()
        # Kernels write every cell into the user's history file, by a thread of its own.
        settings.HistoryManager.enabled = False
        self.kernel = IPythonKernel.instance(
            session=self.session, config=settings, log=logging.getLogger("sojo_eval.kernel")
        )
        self.kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
        self.kernel._execute_sleep = 0.0
        self.shell = self.kernel.shell
        self._loop: asyncio.AbstractEventLoop | None = None
        self._mine = os.getpid()
        self._reply: Message = {}
        self.shared: SharedCells | None = None

    def warm(self) -> list[str]:
        """Import what notebooks use. Gives the modules that are not there.

        As if a cell did it: pandas decides at its import, by `get_ipython`, how wide its tables may be.
        """
        with self.shell.builtin_trap:
            missing = warm()
        self._warm_tracebacks()
        return missing

    def _warm_tracebacks(self) -> None:
        """The first traceback costs a quarter of a second: colours, and the words of the language."""
        try:
            exec(compile("def x():\n    return 1 / 0\nx()", "<warm>", "exec"), {})
        except ZeroDivisionError as error:
            self.shell.InteractiveTB.structured_traceback(type(error), error, error.__traceback__)

    def wake(self) -> None:
        """Make the forked copy a kernel of its own: its own number, random numbers, streams and event loop."""
        self._mine = self.session.pid = os.getpid()
        if self.shared is None:
            # Python's own generator does so by itself after a fork; numpy's would give every report the same numbers.
            random.seed()
            sys.modules["numpy"].random.seed()
        else:
            random.setstate(self.shared.random_state)
        self.streams = CellStreams(self._printed)
        self.streams.install()
        self.kernel._stdout, self.kernel._stderr = sys.stdout, sys.stderr
        # Notebooks see the modules of the folder in which they run.
        if "" not in sys.path[:1]:
            sys.path.insert(0, "")
        if self.shared is None:
            self._context = contextvars.copy_context()
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)

    def refuse_changed(self, notebook: nbformat.NotebookNode) -> None:
        """Raises RuntimeError for a notebook that was changed since its shared cells were executed."""
        cells = [] if self.shared is None else self.shared.cells
        if [cell.source for cell in cells] != [cell.source for cell in notebook.cells[: len(cells)]]:
            raise RuntimeError("the notebook was changed meanwhile")

    def execute(self, source: str, receive: Callable[[Message], None]) -> Message:
        """Execute one cell; each of its messages goes to `receive`. Gives the reply."""
        if self._loop is None:
            raise RuntimeError("wake the kernel first")
        self.session.receive = receive
        try:
            # One context for all cells: numpy's print options and decimal's precision are variables of it.
            cell = self._loop.create_task(self._execute(source), context=self._context)
            self._loop.run_until_complete(cell)
        finally:
            if os.getpid() != self._mine:
                # A cell forked and its child came back here: the rest of the notebook is not the child's.
                os._exit(0)
        self.session.receive = None
        return self._reply

    async def _execute(self, source: str) -> None:
        content = {
            "code": source, "silent": False, "store_history": True, "user_expressions": {},
            "allow_stdin": False, "stop_on_error": False,
        }  # fmt: skip
        parent = self.session.msg("execute_request", content)
        self.kernel.set_parent([], parent)
        self._state("busy", parent)
        send = self.session.receive

        def receive(message: Message) -> None:
            if message["msg_type"] == "execute_reply":
                self._reply = message
            elif send is not None:
                send(message)

        self.session.receive = receive
        await self.kernel.execute_request(None, [], parent)
        self._state("idle", parent)

    def _state(self, state: str, parent: Message) -> None:
        self.session.send(None, "status", {"execution_state": state}, parent=parent)

    def _printed(self, name: str, text: str) -> None:
        self.session.send(
            None, "stream", {"name": name, "text": text}, parent=self.kernel.get_parent("shell")
        )

    @property
    def language_info(self) -> dict[str, object]:
        """What a kernel says of its language, as it arrives in a notebook."""
        found: dict[str, object] = json.loads(json.dumps(self.kernel.language_info))
        return found
