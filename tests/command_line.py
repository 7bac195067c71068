"""The command ``jixiao`` as a user types it."""

import contextlib
import io
import logging
import os
import signal
import subprocess
import sys
from unittest.mock import patch

from jixiao import cli


def in_a_process(*arguments, cwd=None):
    """Run the command in a process of its own; its code, lines of stdout, and stderr."""
    command = [sys.executable, "-c", "from jixiao.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, check=False)
    return done.returncode, done.stdout.splitlines(), done.stderr


def jixiao(*arguments, cwd=None):
    """The same in this process, which saves the two seconds in which Python starts and imports."""
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for name in ("stdout", "stderr")}
    code = 0
    typed = patch.multiple(sys, argv=["jixiao", *map(str, arguments)], **streams)
    with _as_it_was(), contextlib.chdir(cwd or "."), typed:
        try:
            cli.main()
        except SystemExit as done:
            code = done.code or 0
        for stream in streams.values():
            stream.flush()
    out, err = (stream.buffer.getvalue().decode() for stream in streams.values())
    return code, out.splitlines(), err


@contextlib.contextmanager
def _as_it_was():
    """Leave signals, hooks, messages and the environment as they were before a command."""
    heeded = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    root, own = logging.getLogger(), logging.getLogger("jixiao")
    levels, handlers, root.handlers = (root.level, own.level), root.handlers, []
    hooks = patch.multiple(sys, excepthook=sys.excepthook, unraisablehook=sys.unraisablehook)
    try:
        with patch.dict(os.environ), hooks:
            yield
    finally:
        root.handlers = handlers
        for logger, level in zip((root, own), levels, strict=True):
            logger.setLevel(level)
        for number, handler in heeded.items():
            signal.signal(number, handler)
