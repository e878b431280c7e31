"""Seconds of work, which do not grow where a machine does other things too, as those of the clock do."""

from __future__ import annotations

import resource
from contextlib import suppress

import psutil


def seconds_worked() -> float:
    """CPU seconds of this process and those that it started and that have ended."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def seconds_worked_by(pid: int) -> float:
    """The same of another process, and of those that it started and that are at work. 0 where it is gone."""
    worked = 0.0
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                worked += sum(one.cpu_times()[:4])  # own and of children that ended, user and system
    return worked
