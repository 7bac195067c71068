"""The kernel that starts warm: an ordinary one for whoever runs notebooks, and none of them touches another."""

import asyncio
import os
import signal
import subprocess
import sys

import nbformat
import pytest
from jixiao.kernel import servers
from jixiao.kernel.provisioner import KERNEL
from jixiao.kernel.servers import ForkedKernel
from jixiao.workbook import notebooks
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only"),
]
FORKS = 200
WARM = "'jixiao.exhibits' in __import__('sys').modules"
# What a notebook can do to the process that it runs in.
HOSTILE = {
    "options": "import pandas as pd; pd.set_option('display.max_rows', 1); pd.options.mode.copy_on_write = False",
    "folder": "import os; os.chdir('/'); os.environ['JIXIAO_HOME'] = '/nowhere'; os.environ['LANG'] = 'C'",
    "patches": "import pandas, jixiao, builtins; pandas.DataFrame.merge = jixiao.load = builtins.print = None",
    "modules": "import sys; sys.modules['pandas'] = None; sys.path.clear()",
    "death": "import os; os._exit(9)",
    "signal": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "threads": "import threading, time; [threading.Thread(target=time.sleep, args=(600,)).start() for _ in range(50)]",
    "memory": "held = bytearray(2 * 1024**3); held[::4096] = b'x' * len(held[::4096])",
    "chance": "import random, numpy; random.seed(1); numpy.random.seed(1)",
}
FIGURES = (
    "import jixiao; data = jixiao.load('sample')\n"
    "(len(data.projects), len(data.indicators.merge(data.projects, on='project_id')))"
)


def run(*cells, kernel=KERNEL, **environment):
    """The texts that the last cell shows."""
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(node, kernel_name=kernel, timeout=120)
    client.execute(env={**os.environ, **environment})
    return [output["data"].get("text/plain") for output in node.cells[-1].outputs if "data" in output]


def test_a_kernel_has_imported_everything_and_is_one_of_its_own():
    assert run(WARM) == ["True"]
    assert run("__import__('os').getpid()") != run("__import__('os').getpid()")
    assert run(WARM, kernel="python3") == ["False"]
    assert run(WARM, JIXIAO_WARM="0") == ["False"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_notebook_does_touches_no_other(name):
    before = run(FIGURES)
    try:
        run(HOSTILE[name], "1")
    except DeadKernelError:
        assert name in ("death", "signal")
    else:
        assert name not in ("death", "signal")
    assert run(FIGURES, WARM) == ["True"]
    assert run(FIGURES) == before == ["(9, 73)"]
    assert run("import pandas as pd; pd.get_option('display.max_rows')") == ["60"]


def test_chance_differs_from_kernel_to_kernel():
    drawn = "import random, numpy; (random.random(), numpy.random.random())"
    assert run(drawn) != run(drawn)


def test_folder_environment_and_look_are_those_of_the_run(tmp_path):
    assert run("import os; (os.environ['GIVEN'], os.environ['JPY_PARENT_PID'] == str(os.getppid()))", GIVEN="so") == [
        "('so', True)"
    ]
    (tmp_path / "matplotlibrc").write_text("font.size: 17\n", encoding="utf-8")
    node = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("import matplotlib; matplotlib.rcParams['font.size']")]
    )
    NotebookClient(node, kernel_name=KERNEL, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert node.cells[0].outputs[0]["data"]["text/plain"] == "17.0"


def test_a_chart_of_ones_own_is_shown_as_in_any_kernel():
    cells = ["import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()"]
    shown = {}
    for kernel in (KERNEL, "python3"):
        node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        NotebookClient(node, kernel_name=kernel).execute()
        shown[kernel] = [sorted(output.get("data", {})) for output in node.cells[0].outputs]
    assert shown[KERNEL] == shown["python3"]
    assert ["image/png", "text/plain"] in shown[KERNEL]


def test_a_server_that_was_killed_is_replaced():
    run("1")
    for server in list(servers._servers.values()):
        server.process.kill()
    assert run(FIGURES) == ["(9, 73)"]


def test_kernels_end_with_whoever_started_them():
    code = (
        "import os, time; from jupyter_client.manager import start_new_kernel\n"
        f"manager, client = start_new_kernel(kernel_name={KERNEL!r})\n"
        "print(manager.provisioner.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, encoding="utf-8") as started:
        kernel = int(started.stdout.readline())
        started.kill()
    deadline = 100
    while deadline and os.path.exists(f"/proc/{kernel}"):  # noqa: PTH110
        signal.sigtimedwait([], 0.1)
        deadline -= 1
    assert deadline


def test_no_fork_hangs():
    with open(os.devnull, "w", encoding="utf-8") as nothing:  # noqa: PTH123
        for number in range(FORKS):
            kernel = servers.forked(["--version"], dict(os.environ), "/", [nothing, nothing])
            assert isinstance(kernel, ForkedKernel), number
            assert kernel.wait(20) == 0, number


def test_nbval_runs_notebooks_in_it(tmp_path):
    path = next(path for path in notebooks() if path.stem.startswith("20"))
    command = ["--nbval", "--nbval-kernel-name", KERNEL, "--override-ini=addopts=", "-q", path]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *command], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_manager_of_jupyterlab_starts_interrupts_restarts_and_stops_it():
    from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

    async def lifetime():
        kernels = AsyncMappingKernelManager()
        name = await kernels.start_kernel(kernel_name=KERNEL)
        manager = kernels.get_kernel(name)
        await manager.ready
        first = manager.provisioner.pid
        await kernels.interrupt_kernel(name)
        assert await manager.is_alive()
        await kernels.restart_kernel(name, now=True)
        assert manager.provisioner.pid != first
        assert await manager.is_alive()
        await kernels.shutdown_kernel(name, now=True)
        assert not await manager.is_alive()

    asyncio.run(lifetime())
