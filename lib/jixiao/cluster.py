"""A Dask cluster as an executor. Nothing else in the package knows of Dask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from jixiao.errors import UsageError

WAIT = 30  # seconds for the scheduler to answer
AT_ONCE = 64  # tasks that are waited for; others queue here


class _Cluster(ThreadPoolExecutor):
    """A thread waits for each task, as a user of a Dask future does.

    ``Client.get_executor()`` of distributed 2026.8 loses an answer where a worker dies after it ended a task and
    before its result is fetched: its future then never ends, or holds a TypeError.
    """

    def __init__(self, client: Any) -> None:
        super().__init__(AT_ONCE)
        self.client = client

    def submit(self, function: Callable, /, *args: Any, **kwargs: Any) -> Future:
        """Start a call; an equal one is another, for a task that was lost with a worker is tried again."""

        def waited() -> Any:
            return self.client.submit(function, *args, pure=False, **kwargs).result()

        return super().submit(waited)


@contextmanager
def executor(address: str) -> Iterator[Executor | None]:
    """What works on the cluster of a scheduler; None where no address is given.

    The scheduler itself gives a task whose worker died to another worker, three times unless it is set otherwise.

    Parameters
    ----------
    address : str
        As in ``tcp://10.0.0.5:8786``.

    Raises
    ------
    UsageError
        Where Dask is not installed, or no scheduler answers.

    Examples
    --------
    >>> with executor("") as found:
    ...     print(found)
    None
    """
    if not address:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        remedy = "install it: python -m pip install 'jixiao[cluster]'"
        raise UsageError("a cluster needs Dask, which is not installed", remedy=remedy) from None
    try:
        client = Client(address, timeout=WAIT)
    except (OSError, ValueError) as error:  # no answer, or no address
        expected = "the address of a Dask scheduler, as in tcp://10.0.0.5:8786"
        raise UsageError(f"no cluster at {address}: {error}", expected=expected) from None
    with _Cluster(client) as workers, client:  # the client ends first: nothing is waited for any longer
        yield workers
