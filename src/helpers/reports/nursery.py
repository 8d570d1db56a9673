"""Kernels as forks of a process that has everything imported, instead of new interpreters.

A worker of the pool opens a nursery as the first thing it does, while it has one thread: a fork of
itself that only waits for orders. It shares the memory of all that was preloaded
(:mod:`helpers.reports.preload`), and each kernel is a fork of it: private from its first
instruction, with its own environment, working folder, session and random seed.

Linux only (it needs pidfd_open); elsewhere a kernel is an interpreter of its own, with the same
results.
"""

import multiprocessing
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from helpers.reports import kernel_copies, snapshots

_PARENT_DIED = 1  # PR_SET_PDEATHSIG


class ForkedKernel:
    """A running kernel, with the part of ``subprocess.Popen`` that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return None while the kernel lives; the nursery has taken its exit code."""
        if self.returncode is None and select.select([self._handle], [], [], 0)[0]:
            self.returncode = 1
            os.close(self._handle)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until the kernel is gone, at most ``timeout`` seconds."""
        limit = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None and (limit is None or time.monotonic() < limit):
            time.sleep(0.01)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal; one that is gone needs none."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The process that forks kernels, seen from the worker that opened it."""

    def __init__(self) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self._pipe.close()
            _serve(theirs)
        theirs.close()

    def fork(self, connection_file: str, env: dict[str, str], cwd: str) -> ForkedKernel:
        """Start a kernel.

        Parameters
        ----------
        connection_file : str
            Written by the kernel manager; holds the sockets and the key.
        env, cwd : dict, str
            Environment and working folder of the kernel.

        Raises
        ------
        OSError
            If the nursery is gone or could not fork.
        """
        self._pipe.send((connection_file, env, cwd))
        try:
            pid = self._pipe.recv()
        except EOFError:
            raise OSError("the nursery of the kernels is gone") from None
        if not pid:
            raise OSError("no memory or process left for a kernel")
        return ForkedKernel(pid)


_current: Nursery | None = None


def open_nursery() -> None:
    """Open the nursery of this process; call it before anything starts a thread."""
    global _current
    if sys.platform == "linux" and hasattr(os, "pidfd_open") and _current is None:
        _current = Nursery()


def current() -> Nursery | None:
    """Return the nursery of this process, or None where kernels are interpreters of their own."""
    return _current


def _serve(pipe: Connection) -> NoReturn:
    """Fork a kernel an order, until the worker is gone; never return."""
    _die_with_parent()
    # Kernels that end need nobody to wait for them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            order = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        try:
            pid = os.fork()
        except OSError:
            pid = None
        if pid == 0:
            pipe.close()
            _become_kernel(*order)
        pipe.send(pid)


def _become_kernel(connection_file: str, env: dict[str, str], cwd: str) -> NoReturn:
    run_kernel(lambda: _open_kernel(connection_file, env, cwd))


def _open_kernel(connection_file: str, env: dict[str, str], cwd: str) -> Any:
    place = env.pop(snapshots.PLACE, "")
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(cwd)
    _forget_parents()
    _reseed()
    sys.argv = ["ipykernel_launcher", "-f", connection_file]

    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize([*sys.argv[1:], f"--IPKernelApp.parent_handle={os.getppid()}"])
    if place:
        kernel_copies.Follower(app, place, env)
    return app


def run_kernel(prepare: Callable[[], Any]) -> NoReturn:
    """Be a kernel until the end of this process, which was forked for it.

    Parameters
    ----------
    prepare : callable
        Returns the application that serves the kernel's sockets.
    """
    import atexit

    code = 1
    try:
        _die_with_parent()
        os.setsid()
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        atexit._clear()
        prepare().start()
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc(file=sys.__stderr__)
    finally:
        atexit._run_exitfuncs()
        os._exit(code)


def _forget_parents() -> None:
    """Let the kernel be a main process, with children of its own if a notebook wants them."""
    from multiprocessing import forkserver, process, resource_tracker

    state: Any = process
    kinds = state.BaseProcess.__subclasses__()
    state._current_process = next(one for one in kinds if one.__name__ == "_MainProcess")()
    state._parent_process = None
    state._children = set()
    servers: Any = forkserver
    servers._forkserver = servers.ForkServer()
    trackers: Any = resource_tracker
    trackers._resource_tracker = trackers.ResourceTracker()


def _reseed() -> None:
    """Draw new random numbers, as a new interpreter would."""
    import random

    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _die_with_parent() -> None:
    """End this process when the one that forked it ends, whatever ends it."""
    import ctypes

    ctypes.CDLL(None).prctl(_PARENT_DIED, signal.SIGKILL, 0, 0, 0)
