"""A client is ready when the kernel says that it has answered, and no earlier."""

import asyncio
from queue import Empty

import pytest
from jupyter_client.manager import AsyncKernelManager

from helpers.reports.ready_client import ReadyClient


class Scripted(ReadyClient):
    """A client without a kernel: what arrives on each channel is written down before."""

    def __init__(self, shell, iopub, alive=True) -> None:
        super().__init__()
        self.asked = 0
        self.alive = alive
        self.channels = {"shell": list(shell), "iopub": list(iopub)}

    def kernel_info(self) -> str:
        self.asked += 1
        return str(self.asked)

    def _next(self, channel: str) -> dict:
        found = self.channels[channel].pop(0) if self.channels[channel] else None
        if found is None:
            raise Empty
        return found

    async def get_shell_msg(self, timeout: float) -> dict:
        return self._next("shell")

    async def get_iopub_msg(self, timeout: float) -> dict:
        return self._next("iopub")

    async def is_alive(self) -> bool:
        return self.alive


def message(request: str, state: str = "") -> dict:
    return {
        "parent_header": {"msg_id": request},
        "content": {"execution_state": state, "protocol_version": "5.4"},
    }


BUSY, IDLE = message("1", "busy"), message("1", "idle")


def test_it_is_ready_after_its_own_request_and_leaves_nothing_of_the_start():
    client = Scripted([message("1")], [message("0", "idle"), BUSY, IDLE])
    asyncio.run(client.wait_for_ready(timeout=5))
    assert (client.asked, client.channels["iopub"]) == (1, [])


def test_what_was_published_before_it_was_connected_is_asked_for_again():
    again = [message("2", "busy"), message("2", "idle")]
    client = Scripted([message("1"), message("2")], [None, *again])
    asyncio.run(client.wait_for_ready(timeout=5))
    assert client.asked == 2


def test_a_late_reply_to_an_earlier_request_is_not_taken_for_the_present_one():
    client = Scripted([None, message("1"), message("2")], [message("2", "idle")])
    asyncio.run(client.wait_for_ready(timeout=5))
    assert (client.asked, client.channels["shell"]) == (2, [])


@pytest.mark.parametrize(("alive", "words"), [(False, "died"), (True, "respond in 0 seconds")])
def test_a_kernel_that_does_not_answer_is_an_error(alive, words):
    with pytest.raises(RuntimeError, match=words):
        asyncio.run(Scripted([], [], alive).wait_for_ready(timeout=0))


def test_a_real_kernel_gets_ready_and_runs():
    async def run() -> str:
        manager = AsyncKernelManager(client_factory=ReadyClient)
        await manager.start_kernel()
        client = manager.client()
        try:
            client.start_channels()
            await client.wait_for_ready(timeout=60)
            with pytest.raises(Empty):
                await client.get_iopub_msg(timeout=0.3)
            reply = await client.execute("1 + 1", reply=True, timeout=60)
            return reply["content"]["status"]
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    assert asyncio.run(run()) == "ok"
