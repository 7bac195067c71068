"""A process that has imported what notebooks use and run none of it, and forks a kernel for each that is asked for.

A fork of a process that has once run a notebook hangs, for its threads are gone: so this one starts no kernel, loads no
data and draws nothing. What a kernel does after the fork (options, patches, its folder, its death) is its own affair.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import json
import os
import pkgutil
import random
import selectors
import signal
import socket
import struct
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

LENGTH = struct.Struct("!I")
READY = b"r"
DESCRIPTORS = 3  # stdout, stderr, and where to report the kernel's id and its end
BACKEND = "MPLBACKEND"
INLINE = "module://matplotlib_inline.backend_inline"  # which every kernel sets, and imports for itself
PACKAGES = ("jixiao.exhibits", "jixiao.measures")
MODULES = (
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "pandera.pandas",
    "PIL.PngImagePlugin",
    "jixiao.review",
)
# What the package reads of its own files once, by the functions that keep it.
READ = ("jixiao.phrases:phrases", "jixiao.vocabulary:shipped", "jixiao.review.settings:shipped")
PARENT_DIES = 1  # PR_SET_PDEATHSIG of Linux


def main() -> None:
    """Serve the socket whose number is the only argument until its other end is closed."""
    requests = socket.socket(fileno=int(sys.argv[1]))
    sys.argv = sys.argv[:1]
    import_everything()
    with suppress(ConnectionError):  # whoever started it has ended meanwhile, and so do its kernels with this
        requests.sendall(READY)
        _serve(requests)
    os._exit(0)  # Python's own end, with all that is imported here, takes a fifth of a second


def import_everything() -> None:
    """Import what notebooks use and read the package's words; nothing is run that starts a thread."""
    os.environ.setdefault(BACKEND, INLINE)
    for name in MODULES:
        import_module(name)
    for name in PACKAGES:
        package = import_module(name)
        for module in pkgutil.iter_modules(package.__path__, f"{name}."):
            import_module(module.name)
    for name in READ:
        pkgutil.resolve_name(name)()
    gc.collect()
    gc.freeze()  # what is shared with the kernels stays shared, and is looked through by none of them
    gc.enable()  # whoever started this process put it off until now


def _serve(requests: socket.socket) -> None:
    reports: dict[int, int] = {}
    ended, wakes = socket.socketpair()
    wakes.setblocking(False)
    signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    with selectors.DefaultSelector() as selector:
        selector.register(requests, selectors.EVENT_READ)
        selector.register(ended, selectors.EVENT_READ)
        while True:
            ready = [key.fileobj for key, _ in selector.select()]
            if ended in ready:
                ended.recv(4096)
                _report_ends(reports)
            if requests in ready and not _answer(requests, reports):
                break
    for kernel in reports:
        with suppress(OSError):
            os.killpg(kernel, signal.SIGKILL)


def _report_ends(reports: dict[int, int]) -> None:
    for kernel in list(reports):
        found, status = os.waitpid(kernel, os.WNOHANG)
        if found:
            _tell(reports.pop(kernel), os.waitstatus_to_exitcode(status), last=True)


def _tell(report: int, number: int, *, last: bool = False) -> None:
    with suppress(OSError):  # nobody listens any more
        os.write(report, f"{number}\n".encode())
    if last:
        os.close(report)


def _answer(requests: socket.socket, reports: dict[int, int]) -> bool:
    """Fork a kernel; whether there was a request."""
    head, descriptors, _, _ = socket.recv_fds(requests, LENGTH.size, DESCRIPTORS)
    if len(head) < LENGTH.size or len(descriptors) < DESCRIPTORS:
        return False
    request = json.loads(_received(requests, LENGTH.unpack(head)[0]))
    stdout, stderr, report = descriptors
    kernel = os.fork()
    if not kernel:
        _become(request, stdout, stderr, [requests.fileno(), report, *reports.values()])
    os.close(stdout)
    os.close(stderr)
    reports[kernel] = report
    _tell(report, kernel)
    return True


def _received(requests: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = requests.recv(length - len(parts))
        if not part:
            break
        parts += part
    return bytes(parts)


def _become(request: dict, stdout: int, stderr: int, others: list[int]) -> NoReturn:
    """What happens in the fork: it becomes the kernel and ends with it."""
    code = 1
    try:
        _settle(request, stdout, stderr, others)
        code = _run(request["arguments"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # nothing may get back into the server
        import traceback

        traceback.print_exc()
    finally:
        with suppress(Exception):
            atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                stream.flush()
        os._exit(code)


def _settle(request: dict, stdout: int, stderr: int, others: list[int]) -> None:
    """A process like one that was started for the kernel: its own session, environment, folder, streams and chance."""
    server = os.getppid()
    os.setsid()
    ctypes.CDLL(None).prctl(PARENT_DIES, signal.SIGKILL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for stream, descriptor in ((1, stdout), (2, stderr)):
        os.dup2(descriptor, stream)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123  a descriptor is wanted
        os.dup2(nothing.fileno(), 0)
    for descriptor in (*others, stdout, stderr):
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(request["environment"] | {"JPY_PARENT_PID": str(server)})
    os.chdir(request["folder"])
    random.seed()
    _settle_libraries()


def _settle_libraries() -> None:
    """What libraries read when they were imported, read again for this kernel."""
    import matplotlib as mpl
    import numpy as np

    np.random.seed()
    mpl.rcParams.update(mpl.rc_params())  # of a matplotlibrc in the kernel's folder
    mpl.rcParams["backend"] = os.environ.setdefault(BACKEND, INLINE)


def _run(arguments: list[str]) -> int:
    from ipykernel.kernelapp import IPKernelApp

    # ipykernel reads the variable that names its parent when it is imported.
    sys.argv = ["ipykernel_launcher", *arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
    IPKernelApp.launch_instance()
    return 0
