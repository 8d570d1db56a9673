"""A Chromium for the tests, spoken to over its own pipe: nothing to install but the browser."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Self

BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome")
# What `make test` puts beside the environment, not into it: the package asks for much more.
AXE = Path(sys.prefix) / "axe" / "axe_playwright_python" / "axe.min.js"
# Every name leads nowhere, and so does what would carry a request past the names.
NO_NETWORK = ("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9")
_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-pipe",
)
_PATIENCE = 60.0


@cache
def find_browser() -> str:
    """Return the path of a browser that starts, or nothing.

    On Ubuntu ``chromium-browser`` may be a script that only says what to install.
    """
    for path in filter(None, map(shutil.which, BROWSERS)):
        try:
            done = subprocess.run([path, "--version"], capture_output=True, timeout=_PATIENCE)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0 and done.stdout.strip():
            return path
    return ""


class BrowserError(RuntimeError):
    """The browser refused a command, or did not answer in time."""


class Browser:
    """One headless process, killed with all that it started when the block is left."""

    def __init__(self, switches: Sequence[str] = ()) -> None:
        self._switches = switches
        self._last = 0
        self._unread = b""
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        self._profile = tempfile.mkdtemp(prefix="browser-")
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        command = [
            find_browser(),
            *_SWITCHES,
            *self._switches,
            f"--user-data-dir={self._profile}",
            "about:blank",
        ]
        devnull = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_RDWR, 0) for n in (0, 1, 2)]
        # Through numbers that nobody has, since one of ours may itself be 3 or 4.
        moved = [(os.POSIX_SPAWN_DUP2, *pair) for pair in ((theirs_in, 203), (theirs_out, 204))]
        pipe = [(os.POSIX_SPAWN_DUP2, *pair) for pair in ((203, 3), (204, 4))]
        spare = [(os.POSIX_SPAWN_CLOSE, n) for n in (203, 204)]
        files = [*devnull, *moved, *pipe, *spare]
        self._pid = os.posix_spawn(
            command[0],
            command,
            os.environ,
            file_actions=files,
            setsid=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.call("Browser.getVersion")
        return self

    def __exit__(self, *error: object) -> None:
        os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._in)
        os.close(self._out)
        shutil.rmtree(self._profile, ignore_errors=True)

    def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result; what else arrives is kept in `events`."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + _PATIENCE
        while True:
            answer = self._next(until, method)
            if answer.get("id") == self._last:
                break
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def wait(self, method: str, session: str) -> dict[str, Any]:
        """Return the first event of that name which has not been taken yet, and take it."""
        until = time.monotonic() + _PATIENCE
        while True:
            for place, event in enumerate(self.events):
                if event["method"] == method and event.get("sessionId") == session:
                    return dict(self.events.pop(place)["params"])
            self._next(until, method)

    def _next(self, until: float, what: str) -> dict[str, Any]:
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._in], [], [], max(0.0, until - time.monotonic()))
            read = os.read(self._in, 1 << 20) if ready else b""
            if not read:
                raise BrowserError(f"{what}: no answer {'in time' if not ready else 'any more'}")
            self._unread += read
        first, _, self._unread = self._unread.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        if "method" in message:
            self.events.append(message)
        return message


class Tab:
    """One page of a browser: opened, looked at, and what it asked for and complained of."""

    def __init__(self, browser: Browser, *, guarded: bool = True) -> None:
        self._browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        attached = browser.call("Target.attachToTarget", targetId=target, flatten=True)
        self._target, self._session = target, attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        if not guarded:
            self.call("Page.setBypassCSP", enabled=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._browser.call("Target.closeTarget", targetId=self._target)
        self._browser.events.clear()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._browser.call(method, self._session, **parameters)

    def open(self, file: Path) -> None:
        """Load a file and wait for its end, as far as what a page draws after that."""
        self.call("Page.navigate", url=file.as_uri())
        self._browser.wait("Page.loadEventFired", self._session)
        self.settle()

    def look(self, width: int, *, dark: bool = False, height: int = 900) -> None:
        """Give the page a window of that width (px) and the reader's choice of colours."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def settle(self) -> None:
        """Wait until the page has drawn what was asked of it."""
        self.run("new Promise(r => requestAnimationFrame(() => setTimeout(r)))")

    def run(self, script: str) -> Any:
        """Return the value of an expression of the page, awaited if it is a promise."""
        done = self.call(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
        )
        if "exceptionDetails" in done:
            raise BrowserError(str(done["exceptionDetails"].get("exception", done)))
        return done["result"].get("value")

    def requests(self) -> list[str]:
        """Return every address that was asked for, the page itself among them."""
        return [event["request"]["url"] for event in self._seen("Network.requestWillBeSent")]

    def complaints(self) -> list[str]:
        """Return what the page or the browser wrote to the console, and dialogs it opened."""
        logged = [event["entry"]["text"] for event in self._seen("Log.entryAdded")]
        thrown = [str(event["exceptionDetails"]) for event in self._seen("Runtime.exceptionThrown")]
        said = [str(event["args"]) for event in self._seen("Runtime.consoleAPICalled")]
        asked = [event["message"] for event in self._seen("Page.javascriptDialogOpening")]
        return logged + thrown + said + asked

    def _seen(self, method: str) -> list[Mapping[str, Any]]:
        return [
            event["params"]
            for event in self._browser.events
            if event["method"] == method and event.get("sessionId") == self._session
        ]
