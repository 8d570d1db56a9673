"""The way to a Dask cluster: connect, wait for a worker, refuse other versions; none for ever."""

import asyncio
import logging
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import Any

from helpers.errors import UsageError
from helpers.reports import cluster_worker

_ANSWER_LIMIT = 30.0
_CLOSE_LIMIT = 5.0
_TICK = 0.1
_ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):\d{1,5}")
_LOGS = ("distributed", "distributed.client", "distributed.core", "distributed.comm")


def require_scale() -> None:
    """Refuse a cluster if the optional extra is not installed.

    Raises
    ------
    UsageError
        With the command that installs the extra.
    """
    if find_spec("distributed") is None:
        raise UsageError(
            "Building on a Dask cluster needs the optional extra 'scale', which is not installed. "
            'Install it with: pip install "multivector[scale]".'
        )


@contextmanager
def connected(address: str, limit: float) -> Iterator[Any]:
    """Give a client of the scheduler at ``address``; when it is closed, its tasks are cancelled.

    Raises
    ------
    UsageError
        If the address is none, or no scheduler answers there within ``limit`` seconds.
    """
    require_scale()
    if not _ADDRESS.fullmatch(address):
        raise UsageError(
            f"'{address}' is not the address of a Dask scheduler: expected what `dask scheduler` "
            "prints, such as tcp://host:8786."
        )
    from distributed import Client

    with _quiet():
        try:
            asyncio.run(asyncio.wait_for(_greet(address, limit), limit))
            client = Client(address, timeout=limit, set_as_default=False, name="multivector")
        except (OSError, ValueError, RuntimeError) as error:
            raise UsageError(
                f"No Dask scheduler at '{address}' (waited at most {limit:g} s, "
                f"{type(error).__name__}). Expected the address that `dask scheduler` prints; "
                "check that it runs and can be reached from here."
            ) from None
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=_CLOSE_LIMIT)


async def _greet(address: str, limit: float) -> None:
    """Say hello as Dask does; its client would wait for ever for one that listens in silence."""
    from distributed import Security
    from distributed.comm import connect

    comm = await connect(address, limit, **Security().get_connection_args("client"))
    comm.abort()


def wait_for_workers(client: Any, limit: float) -> set[str]:
    """Return the addresses of the workers, as soon as there is one.

    Raises
    ------
    UsageError
        If there is none within ``limit`` seconds, or the scheduler does not answer.
    """
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            found = set(client.sync(client.scheduler.identity, callback_timeout=limit)["workers"])
        except (OSError, TimeoutError):
            raise UsageError(
                f"The Dask scheduler at '{client.scheduler.address}' stopped answering. "
                "Check that it runs and build again."
            ) from None
        if found:
            return found
        time.sleep(_TICK)
    raise UsageError(
        f"The Dask cluster at '{client.scheduler.address}' has no workers (waited {limit:g} s). "
        "Start at least one (`dask worker ADDRESS`) and build again."
    )


def require_same_versions(client: Any, expected: Mapping[str, str]) -> None:
    """Refuse a cluster whose signatures are not those of this build.

    Raises
    ------
    UsageError
        If scheduler or workers lack multivector, or a worker has another version of it, other code,
        or other libraries.
    """
    run = {"on_error": "return", "callback_timeout": _ANSWER_LIMIT}
    try:
        # Any Python can answer this one; a function of ours, only one that has it.
        places: dict[str, Any] = client.run(find_spec, cluster_worker.__name__, **run)
        lacking = [name for name, found in sorted(places.items()) if not _is_there(found)]
        lacking += [] if _scheduler_has_it(client) else ["scheduler"]
        found = {} if lacking else client.run(cluster_worker.signature, **run)
    except TimeoutError:
        raise UsageError(
            f"The Dask cluster did not tell its versions within {_ANSWER_LIMIT:g} s. "
            "Restart the workers that hang and build again."
        ) from None
    own = expected["multivector"]
    texts = [f"{name}: multivector missing or older, expected {own}" for name in lacking]
    texts += [
        f"{name}: {text}"
        for name, one in sorted(found.items())
        if (text := _difference(expected, one))
    ]
    if texts:
        raise UsageError(
            "The Dask cluster would not give the same bytes as this machine. "
            f"{'. '.join(texts)}. Install the same versions everywhere and restart the cluster."
        )


def _scheduler_has_it(client: Any) -> bool:
    # It runs no report, but has to be able to read the tasks.
    try:
        found = client.run_on_scheduler(
            find_spec, cluster_worker.__name__, callback_timeout=_ANSWER_LIMIT
        )
    except ImportError:
        return False
    return _is_there(found)


def _is_there(found: Any) -> bool:
    return found is not None and not isinstance(found, Exception)


def _difference(expected: Mapping[str, str], found: Any) -> str:
    if isinstance(found, dict):
        return cluster_worker.differences(expected, found)
    return f"did not answer ({type(found).__name__})"


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own log off the terminal: what matters is said in results and errors."""
    import distributed  # noqa: F401  (sets the levels when it is imported)

    before = {name: logging.getLogger(name).level for name in _LOGS}
    for name in _LOGS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
