"""Work in processes: one that dies, hangs or errs is told and does not stop the others."""

import multiprocessing
import sys
import time

import pytest
from jixiao.errors import DocumentError
from jixiao.workers import Failure, outcomes

TASKS = ["2 * 3", "1 / 0", "__import__('os')._exit(7)", "__import__('time').sleep(60)", "'a' * 3"]


def refuse(task):
    raise DocumentError("no target table", file=task, expected="a table")


def test_this_process_tells_results_and_errors():
    found = dict(outcomes(eval, ["2 * 3", "1 / 0", "'a' * 3"]))
    assert (found[0], found[2]) == (6, "aaa")
    assert found[1].reason == "internal error: ZeroDivisionError: division by zero"
    assert "Traceback" in found[1].trace


def test_a_refusal_is_a_failure_without_a_trace():
    assert dict(outcomes(refuse, ["x.txt"])) == {0: Failure("x.txt: no target table; expected: a table")}


@pytest.mark.slow
def test_a_process_that_dies_or_hangs_costs_its_own_task_only():
    found = dict(outcomes(eval, TASKS, jobs=2, seconds=3))
    assert (found[0], found[4]) == (6, "aaa")
    assert found[1].reason == "internal error: ZeroDivisionError: division by zero"
    assert "died (exit code 7)" in found[2].reason
    assert found[3].reason == "took longer than 3 seconds and was stopped"


@pytest.mark.slow
def test_one_process_is_watched_as_several_are():
    found = dict(outcomes(eval, ["__import__('time').sleep(60)", "2 * 3"], jobs=1, seconds=1))
    assert (found[0].reason, found[1]) == ("took longer than 1 seconds and was stopped", 6)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processes are not asked to end there")
@pytest.mark.parametrize("broken_off", [False, True])
def test_a_process_that_is_stopped_may_clear_up(tmp_path, broken_off):
    begun, cleared = tmp_path / "begun", tmp_path / "cleared"
    code = f"from pathlib import Path as P; P({str(begun)!r}).touch()\ntry: __import__('time').sleep(60)\n"
    work = outcomes(exec, ["1", f"{code}finally: P({str(cleared)!r}).touch()"], jobs=2, seconds=2)
    next(work)
    if broken_off:
        while not begun.exists():
            time.sleep(0.1)
        work.close()
    else:
        next(work)
    assert cleared.exists()


def test_a_process_goes_on_while_an_outcome_is_put_to_use(tmp_path):
    begun = tmp_path / "begun"
    work = outcomes(eval, ["1", f"__import__('pathlib').Path({str(begun)!r}).touch()"], jobs=1)
    assert next(work) == (0, 1)
    until = time.monotonic() + 30
    while not begun.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert begun.exists()
    assert next(work) == (1, None)


def test_the_interrupt_is_not_swallowed():
    def interrupt(task):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(outcomes(interrupt, [1]))


def test_no_process_is_left_when_the_work_is_broken_off():
    work = outcomes(eval, ["1", *["__import__('time').sleep(60)"] * 3], jobs=2, seconds=60)
    next(work)
    assert multiprocessing.active_children()
    work.close()
    assert not multiprocessing.active_children()


def test_without_tasks_nothing_starts():
    assert list(outcomes(sys.exit, [], jobs=2)) == []
