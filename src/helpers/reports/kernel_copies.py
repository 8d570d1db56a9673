"""Copies that a kernel makes of itself between its cells, and how one becomes a kernel again.

Before a cell the kernel forks; the fork sleeps at a socket (:mod:`helpers.reports.snapshots`). When
the notebook runs again with the cells up to there unchanged, its kernel is a fork of that copy, in
the state that those cells left, and runs only the rest.

A copy is exact but for threads, open files and sockets, which two processes would share. So none is
made of a kernel that has more of them than after its first cell, nor after a cell has shown
something that later cells may change (a display with an id). A run from a copy that fails is
repeated in full.
"""

import os
import random
import select
import signal
import socket
import stat
import sys
import time
import warnings
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from helpers.reports.kept_cells import chains, link
from helpers.reports.machine_limits import MIB, available_memory
from helpers.reports.snapshots import keeper_of, of_report, socket_at

# Seconds of cells that a copy saves at least; a copy costs about a hundredth of a second.
WORTH = 0.1
MOST_OF_A_REPORT, MOST = 16, 64
_FREE_BYTES = 1500 * MIB
_FONTS = (".ttf", ".otf", ".ttc", ".pfb", ".afm")


class Follower:
    """Makes copies of the kernel that it runs in, between its cells."""

    def __init__(self, app: Any, place: str, env: Mapping[str, str]) -> None:
        self.app = app
        self.place = place
        self.env = dict(env)
        self.chain = chains(place, [])[0]
        self.cells = 0
        self.since = time.monotonic()
        self.usual: tuple[int, list[str]] = (0, [])
        self.exact = True
        self.random: tuple[Any, ...] = ()
        _stop_history(app.shell.history_manager)
        app.shell.events.register("pre_execute", self.between_cells)
        app.shell.events.register("pre_run_cell", self.starts)
        app.shell.display_pub.register_hook(self.shows)

    def starts(self, info: Any) -> None:
        """Take the code of the cell that starts."""
        self.chain = link(self.chain, info.raw_cell)
        self.cells += 1

    def shows(self, message: dict[str, Any]) -> dict[str, Any]:
        """Notice a display that later cells may change."""
        if message.get("content", {}).get("transient", {}).get("display_id"):
            self.exact = False
        return message

    def between_cells(self) -> None:
        """Make a copy if it saves enough and is exact; in the copy, never return."""
        if self.random:
            # After a fork Python seeds anew, and what answers before the first cell draws too.
            random.setstate(self.random)
            self.random = ()
        if self.cells <= 1:
            # The first cell opens the kernel's own way to show things.
            self.usual = _shared(self.app.ip)
        path = socket_at(self.place, self.chain)
        if not self.cells or time.monotonic() - self.since < WORTH or not self.exact:
            return
        # No copy is no failure of the cell that comes next.
        with suppress(OSError):
            if not path.exists() and _shared(self.app.ip) == self.usual and _have_room(self.place):
                self._copy(path)

    def _copy(self, path: Path) -> None:
        self.since = time.monotonic()
        self.random = random.getstate()
        with socket.socket(socket.AF_UNIX) as door:
            beside = path.with_name(f"{path.name}.new")
            door.bind(str(beside))
            door.listen()
            beside.rename(path)
            with warnings.catch_warnings():
                # Of Python 3.12 and later: the kernel has threads. The copy does without them.
                warnings.simplefilter("ignore", DeprecationWarning)
                pid = os.fork()
            if pid == 0:
                _sleep(self, door, path)
        self.random = ()


def _stop_history(manager: Any) -> None:
    """Let no thread save the cells to a file: it would have to end before every copy."""
    manager.using_thread = False
    if manager.save_thread is not None:
        manager.save_thread.stop()
        manager.save_thread = None


def _sleep(follower: Follower, door: socket.socket, path: Path) -> NoReturn:
    """Fork a kernel an order, until the command is gone or says that it is enough."""
    try:
        # The manager ends the whole group of the kernel that was copied.
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        keeper = os.pidfd_open(keeper_of(follower.place))
        _close_sockets({door.fileno()})
        while keeper not in select.select([door.fileno(), keeper], [], [])[0]:
            with suppress(OSError, EOFError), Connection(door.accept()[0].detach()) as pipe:
                order = pipe.recv()
                if order is None:
                    break
                pid = os.fork()
                if pid == 0:
                    pipe.close()
                    door.close()
                    os.close(keeper)
                    _go_on(follower, *order)
                pipe.send(pid)
    finally:
        with suppress(OSError):
            path.unlink()
        os._exit(0)


def _go_on(follower: Follower, connection_file: str, env: Mapping[str, str]) -> NoReturn:
    """Serve the kernel's sockets anew, with all that its cells have left."""
    from helpers.reports.nursery import run_kernel

    run_kernel(lambda: _reopen(follower, connection_file, env))


def _reopen(follower: Follower, connection_file: str, env: Mapping[str, str]) -> Any:
    import asyncio

    from ipykernel.ipkernel import IPythonKernel

    shell, kernel = follower.app.shell, follower.app.kernel
    streams: tuple[Any, Any] = (sys.stdout, sys.stderr)
    # Forked just before a cell: what ipykernel and IPython had prepared for it is undone.
    kernel._restore_input()
    shell.execution_count -= 1
    for stream in streams:
        if stream._should_watch:
            os.dup2(stream._original_stdstream_copy, stream._original_stdstream_fd)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    _use_folders_of(env, follower.env)
    asyncio._set_running_loop(None)
    asyncio.set_event_loop(asyncio.new_event_loop())
    type(follower.app).clear_instance()
    IPythonKernel.clear_instance()
    app = _reopened_app(streams).instance()
    app.initialize(["-f", connection_file, f"--IPKernelApp.parent_handle={os.getppid()}"])
    shell.kernel = app.kernel
    follower.app, follower.env, follower.since = app, dict(env), time.monotonic()
    follower.cells = 0
    return app


def _reopened_app(streams: tuple[Any, Any]) -> Any:
    from ipykernel.kernelapp import IPKernelApp

    class ReopenedApp(IPKernelApp):
        """Opens sockets and streams; what is done once for a shell has been done."""

        outstream_class = ""

        def init_io(self) -> None:
            """Lead the streams to the new sockets: loggers and the like hold these very ones."""
            for name, stream in zip(("stdout", "stderr"), streams, strict=True):
                stream.__init__(self.session, self.iopub_thread, name)
                setattr(sys, name, stream)
            super().init_io()

        def _done(self, *_: object) -> None:
            """Do nothing."""

        init_pdb = patch_io = init_path = _done
        init_gui_pylab = init_extensions = init_code = configure_tornado_logger = _done

    return ReopenedApp


def _use_folders_of(env: Mapping[str, str], before: Mapping[str, str]) -> None:
    """Point to the folders in passing of this run, where no cell has chosen others."""
    import tempfile

    for name in ("IPYTHONDIR", "TMPDIR"):
        if name in env and os.environ.get(name) == before.get(name):
            os.environ[name] = env[name]
    if tempfile.tempdir == before.get("TMPDIR"):
        tempfile.tempdir = None


def _have_room(place: str) -> bool:
    free = available_memory(Path("/proc/meminfo").read_text(encoding="ascii")) or 0
    own, all_of_them = len(of_report(place)), len(_names(Path(place).parent))
    return own < MOST_OF_A_REPORT and all_of_them < MOST and free > _FREE_BYTES


def _shared(own: str) -> tuple[int, list[str]]:
    """Return what a copy could not have for itself: number of threads, open files and sockets.

    Not fonts, which Matplotlib opens again after a fork, nor the kernel's own sockets, whose names
    start with ``own``: a copy opens others.
    """
    files = []
    for path in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            target = str(path.readlink())
            if not (target.startswith("socket:") and _name(int(path.name)).startswith(own)):
                files.append(target)
    apart = ("anon_inode:", "/proc/", "/dev/")
    kept = [one for one in files if not one.startswith(apart) and not one.endswith(_FONTS)]
    return len(_names(Path("/proc/self/task"))), sorted(kept)


def _name(handle: int) -> str:
    with socket.socket(fileno=os.dup(handle)) as one:
        name = one.getsockname()
    return name if isinstance(name, str) else ""


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _close_sockets(but: set[int]) -> None:
    """Close what leads to the manager of the kernel that was copied."""
    for name in _names(Path("/proc/self/fd")):
        with suppress(OSError):
            if int(name) not in but and stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                os.close(int(name))
