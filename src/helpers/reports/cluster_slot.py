"""A process beside a Dask worker that runs its reports, one at a time, in a pool of its own.

A Dask worker has threads, so forking from it is not safe, and under a nanny it may not use
multiprocessing at all. This process is a fresh interpreter with one thread when it starts: from it
the pool starts its server, its worker and its kernels exactly as a build on one machine does. It
stays for the next report of the same workspace, and ends, with all of these, when it has had
nothing to do for a while or when the Dask worker is gone.
"""

import contextlib
import os
import signal
import sys
import threading
from contextlib import closing
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from types import FrameType
from typing import NoReturn

from helpers.reports.execution import Backend
from helpers.reports.plan import Job
from helpers.reports.pool import run_all

Order = tuple[Job, Backend]
_END_LIMIT = 10.0
_IDLE_LIMIT = 300.0


def main() -> None:
    """Run the jobs that come through the pipe whose number is the first argument."""
    number = int(sys.argv[1])
    os.set_inheritable(number, False)
    signal.signal(signal.SIGTERM, _stop)
    pipe = Connection(number)
    orders: SimpleQueue[Order] = SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, orders), daemon=True).start()
    while True:
        try:
            job, execute = orders.get(timeout=_IDLE_LIMIT)
        except Empty:
            return
        with closing(run_all([job], execute, 1, notify=pipe.send)) as results:
            for result in results:
                with contextlib.suppress(OSError):
                    pipe.send(result)


def _listen(pipe: Connection, orders: "SimpleQueue[Order]") -> None:
    """Take orders until the Dask worker is gone, then end the main thread, whatever it does."""
    try:
        while True:
            orders.put(pipe.recv())
    except Exception:
        threading.Timer(_END_LIMIT, os._exit, (1,)).start()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
