"""One function over many tasks, in processes that may die or hang without taking the others with them.

`concurrent.futures` gives up everything that is waiting when a process dies, and cannot stop one that hangs. pebble 5.2
can, but hangs itself when a process is killed while it waits, as a system out of memory does.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from jixiao.errors import JixiaoError
from jixiao.processes import SAFE_PATH, environment

START_LIMIT = 120  # seconds until a process has imported what it needs
GRACE = 3  # seconds for a process to clear up
SPAWN = multiprocessing.get_context("spawn")  # the same on every system


@dataclass(frozen=True)
class Failure:
    """Why a task gave no result; with the trace where that is an error of this program."""

    reason: str
    trace: str = ""


def outcomes(
    function: Callable, tasks: Iterable, *, jobs: int = 0, seconds: float = 600
) -> Generator[tuple[int, Any], None, None]:
    """Call ``function`` with every task.

    Parameters
    ----------
    function : callable
        Of a module, so that other processes can import it.
    tasks : iterable
        Its arguments, one a call; each is taken when a process is free for it.
    jobs : int
        Processes; with 0 the calls are made in this one, and ``seconds`` is not watched.
    seconds : float
        The longest a call may take.

    Yields
    ------
    tuple of int and object
        Position of the task, in the order in which they end; what the function returned, or a `Failure`.
    """
    if jobs > 0:
        yield from _in_processes(function, tasks, jobs, seconds)
    else:
        for position, task in enumerate(tasks):
            yield position, _outcome(function, task)


def _outcome(function: Callable, task: object) -> object:
    try:
        return function(task)
    except JixiaoError as error:
        return Failure(str(error))
    except Exception as error:  # one bad file must not stop the others
        return Failure(f"internal error: {type(error).__name__}: {error}", traceback.format_exc())


def _in_processes(function: Callable, tasks: Iterable, jobs: int, seconds: float) -> Iterator[tuple[int, object]]:
    waiting = enumerate(tasks)
    idle: list[_Worker] = []
    busy: dict[Connection, _Worker] = {}

    def begin() -> None:
        while len(busy) < jobs and (task := next(waiting, None)):
            worker = idle.pop() if idle else _Worker(function)
            worker.begin(*task, seconds)
            busy[worker.pipe] = worker

    try:
        begin()
        while busy:
            first = min(worker.deadline for worker in busy.values())
            ready = wait(list(busy), timeout=max(0, first - time.monotonic()))
            for pipe in [pipe for pipe, worker in busy.items() if pipe in ready or worker.late]:
                if busy[pipe].just_started(seconds):
                    continue
                worker = busy.pop(pipe)
                position, outcome = worker.position, worker.end(seconds)
                if worker.alive:
                    idle.append(worker)
                begin()  # before the outcome is put to use, which takes its time
                yield position, outcome
    finally:
        for worker in [*idle, *busy.values()]:
            worker.stop()


class _Worker:
    """A process and the pipe to it."""

    def __init__(self, function: Callable):
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=_serve, args=(function, theirs), daemon=True)
        with environment(SAFE_PATH):
            self.process.start()
        theirs.close()
        self.alive, self.started = True, False

    def begin(self, position: int, task: object, seconds: float) -> None:
        self.position = position
        self.deadline = time.monotonic() + (seconds if self.started else START_LIMIT)
        with suppress(OSError):  # it died meanwhile: then there is an end and no result
            self.pipe.send(task)

    def just_started(self, seconds: float) -> bool:
        """Whether all that came is the word that the process has started: from then on it is timed."""
        if self.started or self.late:
            return False
        with suppress(EOFError, OSError):  # it died while starting: `end` tells
            self.pipe.recv()
            self.started, self.deadline = True, time.monotonic() + seconds
        return self.started

    @property
    def late(self) -> bool:
        return time.monotonic() >= self.deadline

    def end(self, seconds: float) -> object:
        """The outcome; a process that is late is stopped, and so is one that broke off."""
        try:
            if self.pipe.poll():
                return self.pipe.recv()
            reason = f"took longer than {seconds:g} seconds and was stopped"
        except (EOFError, OSError):
            self.process.join(1)
            reason = f"its process died (exit code {self.process.exitcode}), possibly out of memory"
        self.stop()
        return Failure(reason)

    def stop(self) -> None:
        """End the process; first it may end what it has started itself."""
        self.alive = False
        self.process.terminate()
        self.process.join(GRACE)
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(function: Callable, pipe: Connection) -> None:
    """Work off tasks until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's affair
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that `finally` is reached
    try:
        pipe.send("started")
        while True:
            pipe.send(_outcome(function, pipe.recv()))
    except (EOFError, OSError):
        pass  # the other end is gone
