"""Starts the kernel ``jixiao`` for papermill, nbclient, nbval and JupyterLab: warm on Linux, else as any other."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from jixiao.kernel.servers import forked, is_warm

KERNEL = "jixiao"  # its name as a kernel, and that of its specification
LAUNCHER = "ipykernel_launcher"


class WarmProvisioner(LocalProvisioner):
    """Has the kernel forked by a server; where that cannot be, starts it as its base class does."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel of a command."""
        environment = kwargs.get("env") or dict(os.environ)
        if is_warm(environment) and LAUNCHER in cmd:
            arguments = cmd[cmd.index(LAUNCHER) + 1 :]
            folder = str(kwargs.get("cwd") or Path.cwd())
            streams = [kwargs.get("stdout"), kwargs.get("stderr")]
            kernel = await asyncio.to_thread(forked, arguments, environment, folder, streams)
            if kernel:
                self.process = kernel  # type: ignore[assignment]  # it has what is asked of a Popen
                self.pid = self.pgid = kernel.pid
                self.cwd = folder
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)
