"""The client of a kernel that knows when the kernel is ready.

jupyter_client waits for silence, which takes 0.2 seconds. But a kernel says when it is done with a
request: after that message nothing of its start is left to come.
"""

import time
from collections.abc import Mapping
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient

# Seconds until a request is repeated: what the kernel publishes before it is connected is unheard.
_REPLY, _HEARD = 1.0, 0.2


class ReadyClient(AsyncKernelClient):
    """An asynchronous client that loses no time when a kernel starts."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has answered and both channels are connected.

        Raises
        ------
        RuntimeError
            If the kernel dies, or does not answer in ``timeout`` seconds.
        """
        limit = float("inf") if timeout is None else time.monotonic() + timeout
        while not await self._has_answered(self.kernel_info()):
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > limit:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _has_answered(self, request: str) -> bool:
        """Tell whether the kernel replies to a request and is heard to be done with it."""
        try:
            while not _is_about(request, reply := await self.get_shell_msg(timeout=_REPLY)):
                pass
            while not _is_about(request, news := await self.get_iopub_msg(timeout=_HEARD)) or (
                news["content"].get("execution_state") != "idle"
            ):
                pass
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True


def _is_about(request: str, message: Mapping[str, Any]) -> bool:
    return bool(message["parent_header"].get("msg_id") == request)
