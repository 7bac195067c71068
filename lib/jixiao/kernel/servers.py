"""The servers of this process, which fork kernels for it, and the kernels that they have forked.

Nothing here needs Jupyter, so that a command can start a server first of all.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from jixiao.kernel.server import LENGTH, READY
from jixiao.processes import has_home

SWITCH = "JIXIAO_WARM"  # a variable of the environment: 0 starts ordinary kernels
# pandas asks for IPython's function when it is imported, and shows more columns in a kernel.
PROGRAM = """
import builtins, gc, types
gc.disable()
builtins.get_ipython = lambda: types.SimpleNamespace(kernel=True)
import pandas
del builtins.get_ipython
from jixiao.kernel.server import main
main()
"""
START = 120  # seconds that the server has to import everything
FORK = 30  # seconds that it has for a fork
# Read once by Python or a library, and never again: kernels with other values have a server of their own.
READ_ONCE = ("PYTHON", "LD_", "LC_", "LANG", "TZ", "OMP_", "OPENBLAS_", "ARROW_")
HARMLESS = {"PYTHONSAFEPATH"}  # the server runs so in any case


def is_warm(environment: Mapping[str, str]) -> bool:
    """Whether kernels are to be forked: on Linux, unless ``JIXIAO_WARM`` is 0."""
    return sys.platform == "linux" and environment.get(SWITCH, "") != "0"


class ForkedKernel:
    """A kernel that is another process's child, with what a provisioner asks of a ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, report: int):
        self.pid = pid
        self.returncode: int | None = None
        self._report: int | None = report

    def poll(self) -> int | None:
        """The exit code, once it has ended."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when it has ended."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"kernel {self.pid}", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _ended(self, seconds: float | None) -> int | None:
        if self._report is not None and _is_ready(self._report, seconds):
            line = os.read(self._report, 64).decode().strip()
            os.close(self._report)
            self._report = None
            # Without a word of it the server has died, and its kernels with it.
            self.returncode = int(line or -signal.SIGKILL)
        return self.returncode


def _is_ready(descriptor: int, seconds: float | None) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        return bool(selector.select(seconds))


class _Server:
    """The process that forks, and the socket to it."""

    def __init__(self, environment: Mapping[str, str]):
        self.requests, theirs = socket.socketpair()
        self.lock = threading.Lock()
        command = [sys.executable, "-P", "-c", PROGRAM, str(theirs.fileno())]
        self.process = subprocess.Popen(
            command,
            env={**environment, "OPENBLAS_NUM_THREADS": "1"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        self.ready = False

    def fork(self, request: dict, streams: list[int]) -> ForkedKernel:
        """A new kernel, once everything is imported."""
        with self.lock:
            self._await()
        ours, theirs = os.pipe()
        try:
            content = json.dumps(request).encode()
            with self.lock:
                socket.send_fds(self.requests, [LENGTH.pack(len(content))], [*streams, theirs])
                self.requests.sendall(content)
        finally:
            os.close(theirs)
        if not _is_ready(ours, FORK):
            raise ConnectionError("no kernel was forked")
        line = _line(ours)
        if not line:
            raise ConnectionError("the server of kernels died")
        return ForkedKernel(int(line), ours)

    def _await(self) -> None:
        if self.ready:
            return
        self.requests.settimeout(START)
        try:
            self.ready = self.requests.recv(1) == READY
        finally:
            if not self.ready:
                self.process.kill()  # so that the next kernel gets another
        if not self.ready:
            raise ConnectionError("the server of kernels did not start")

    def close(self) -> None:
        """End it, and with it the kernels that are left."""
        self.requests.close()
        if not self.ready:  # it looks there only when it has imported everything
            self.process.kill()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.process.kill()


def _line(descriptor: int) -> str:
    """The first line; what follows stays unread."""
    read = b""
    while (byte := os.read(descriptor, 1)) not in (b"", b"\n"):
        read += byte
    return read.decode()


_servers: dict[frozenset, _Server] = {}
_lock = threading.Lock()


def _server(environment: Mapping[str, str]) -> _Server:
    fixed = {name: value for name, value in environment.items() if name.startswith(READ_ONCE) and name not in HARMLESS}
    key = frozenset(fixed.items())
    with _lock:
        found = _servers.get(key)
        if found is None or found.process.poll() is not None:
            if not _servers:
                atexit.register(_close)
            found = _servers[key] = _Server(environment)
        return found


def start(environment: Mapping[str, str]) -> None:
    """Have a server begin to import, where kernels are to be forked: other work can be done meanwhile.

    Parameters
    ----------
    environment : mapping
        The variables that its kernels will have. A user without a home is left out: the folder in which matplotlib
        keeps its fonts is then known when a kernel is wanted.
    """
    if is_warm(environment) and has_home():
        _server(environment)


def _close() -> None:
    while _servers:
        _servers.popitem()[1].close()


def forked(
    arguments: list[str], environment: Mapping[str, str], folder: str, streams: list[Any]
) -> ForkedKernel | None:
    """A warm kernel; None where the server cannot make one, and an ordinary one has to do."""
    request = {"arguments": arguments, "environment": dict(environment), "folder": folder}
    if subprocess.PIPE in streams or subprocess.STDOUT in streams:
        return None
    numbers = [_number(stream, own) for stream, own in zip(streams, (1, 2), strict=True)]
    try:
        for _ in range(2):  # once more where the server was killed in the meantime
            server = _server(environment)
            with suppress(ConnectionError):
                return server.fork(request, numbers)
            server.close()
    except (OSError, ValueError):
        pass
    finally:
        for number in numbers:
            os.close(number)
    return None


def _number(stream: Any, own: int) -> int:
    """A descriptor for a stream as ``subprocess`` takes it."""
    if stream == subprocess.DEVNULL:
        return os.open(os.devnull, os.O_WRONLY)
    return os.dup(own if stream is None else stream if isinstance(stream, int) else stream.fileno())
