"""A Dask cluster as an executor. Nothing else in the package knows of Dask."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from jixiao.errors import UsageError

WAIT = 30  # seconds for the scheduler to answer


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
    with client:
        yield client.get_executor()
