"""The kernel provisioner ``multivector-fork``: a kernel of this interpreter is forked, not started.

Chosen by the environment variable JUPYTER_DEFAULT_PROVISIONER_NAME in the workers of a build. Where
there is no nursery (any more), or the kernel is of another interpreter or language, it is Jupyter's
own local provisioner.
"""

import os
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from helpers.reports import snapshots
from helpers.reports.nursery import ForkedKernel, current
from helpers.reports.steady import PROVISIONER


class ForkProvisioner(LocalProvisioner):
    """Starts kernels in the nursery of this process, if it has one."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Return the connection of a kernel that is starting."""
        nursery = current()
        if nursery is None or not _is_ours(cmd):
            return await super().launch_kernel(cmd, **kwargs)
        environment = {key: str(value) for key, value in (kwargs.get("env") or os.environ).items()}
        environment.pop(PROVISIONER, None)
        connection_file = cmd[cmd.index("-f") + 1]
        copy = environment.pop(snapshots.RESUME, "")
        if copy:
            kernel = ForkedKernel(snapshots.fork(copy, connection_file, environment))
            return self._of(kernel)
        try:
            kernel = nursery.fork(
                connection_file, environment, str(kwargs.get("cwd") or Path.cwd())
            )
        except OSError:
            # Something killed the nursery: the reports that follow must not pay for it.
            return await super().launch_kernel(cmd, **kwargs)
        return self._of(kernel)

    def _of(self, kernel: ForkedKernel) -> KernelConnectionInfo:
        # It leads a session of its own, so its group has its number.
        self.process, self.pid, self.pgid = kernel, kernel.pid, kernel.pid  # type: ignore[assignment]
        return self.connection_info


def _is_ours(cmd: list[str]) -> bool:
    """Tell whether the command starts IPython's kernel with this very interpreter."""
    try:
        return "ipykernel_launcher" in cmd and "-f" in cmd and Path(cmd[0]).samefile(sys.executable)
    except OSError:
        return False
