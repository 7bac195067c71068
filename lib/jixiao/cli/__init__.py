"""The command ``jixiao``.

Paths written go to stdout, messages to stderr; exit 0 done, 1 a run failed, 2 usage or bad input.
"""

from __future__ import annotations

import _thread
import atexit
import gc
import io
import logging
import os
import signal
import sys
import threading
from pathlib import Path

import click

from jixiao.cli.briefs import brief, run
from jixiao.cli.compare import compare
from jixiao.cli.departments import departments
from jixiao.cli.documents import import_documents
from jixiao.cli.explain import explain
from jixiao.cli.export import export
from jixiao.cli.forms import evaluate, monitor, results
from jixiao.cli.ledger import ledger
from jixiao.cli.options import FILE, Group, set_messages
from jixiao.cli.review import review
from jixiao.cli.terminal import show_failure, tell
from jixiao.errors import JixiaoError, RunError

AGAIN = 0.1  # seconds after which a lost interrupt is sent again


# click and not typer, which cannot express an option with two values that may be repeated (-p NAME VALUE).
@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--workbook", type=FILE, help="Folder that holds data/ and notebooks/.")
@click.version_option(package_name="jixiao")
def jixiao(workbook: Path | None) -> None:
    """Analyse budget performance targets (预算绩效目标)."""
    if workbook:
        os.environ["JIXIAO_HOME"] = str(workbook)


for command in (
    import_documents,
    explain,
    departments,
    run,
    brief,
    review,
    compare,
    ledger,
    monitor,
    evaluate,
    results,
    export,
):
    jixiao.add_command(command)


def main() -> None:
    """Run the command; a user's mistake is one message, never a stack trace."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    atexit.register(gc.freeze)  # else Python's end looks through all that was imported: up to half a second
    _heed_interrupts()
    set_messages(logging.INFO)
    sys.excepthook = show_failure
    sys.unraisablehook = _dropped
    try:
        code = jixiao(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code)
    except click.ClickException as error:
        tell(_said_by(error))
        sys.exit(2)
    except JixiaoError as error:
        tell(f"jixiao: {error}")
        sys.exit(1 if isinstance(error, RunError) else 2)
    except OSError as error:  # a full disk or a closed pipe behind stdout
        if not isinstance(error, BrokenPipeError):
            tell(f"jixiao: {error.filename or 'output'}: {error.strerror}")
        os._exit(1)  # stdout cannot take what is left in it
    except (click.Abort, KeyboardInterrupt):
        tell("jixiao: interrupted; what had been written before is as it was")
        sys.exit(1)


def _said_by(error: click.ClickException) -> str:
    """What click says about a mistake in the command line: the usage, and what is wrong."""
    text = io.StringIO()
    error.show(file=text)
    return text.getvalue().rstrip("\n")


def _heed_interrupts() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)


def _interrupt(number: int, frame: object) -> None:
    """Exit through all cleanup: kernels, locks, half-written folders. Once is enough."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _dropped(what: sys.UnraisableHookArgs) -> None:
    """Send an interrupt again that struck in a destructor, where Python drops exceptions."""
    if not issubclass(what.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(what)
        return
    _heed_interrupts()
    again = threading.Timer(AGAIN, _wake_up)
    again.daemon = True
    again.start()


def _wake_up() -> None:
    """Interrupt the main thread from another one; where the system can, also while it waits."""
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
