"""The notebooks in a real JupyterLab, started as `make lab` starts it and looked at by a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from jixiao.workbook import workbook

NOTEBOOK = "20-budget-breakdown"
ARGS = "--no-browser --allow-root --port=0 --IdentityProvider.token=told"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a server that `make lab` started, its settings and runtime files in a folder of its own."""
    recipe = (workbook() / "Makefile").read_text(encoding="utf-8")
    folder, options = re.search(r"JUPYTER_CONFIG_PATH=(\S+) \$\(BIN\)/jupyter lab (.*) \$\(ARGS\)", recipe).groups()
    home = tmp_path_factory.mktemp("lab")
    places = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    command = [sys.executable, "-m", "jupyter", "lab", *options.split(), *ARGS.split()]
    environment = os.environ | places | {"JUPYTER_CONFIG_PATH": folder}
    with subprocess.Popen(
        command, cwd=workbook(), env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as server:
        port = next(found[1] for line in server.stderr if (found := re.search(r"http://localhost:(\d+)/lab", line)))
        yield f"http://localhost:{port}/lab/tree/notebooks/{NOTEBOOK}.ipynb?token=told"
        server.terminate()
        server.stderr.read()


@pytest.mark.slow
def test_a_notebook_opens_with_its_charts_at_the_size_of_its_text_and_nothing_in_front(browser, lab):
    view = browser.new_page(viewport={"width": 1300, "height": 1900})
    view.goto(lab)
    view.wait_for_selector(".jp-OutputArea-output img")
    view.wait_for_selector(".jp-OutputArea-output table")
    view.wait_for_selector("text=Python 3 (ipykernel) | Idle")
    widths = view.evaluate("[...document.querySelectorAll('.jp-OutputArea-output img')].map(img => img.width)")
    assert {*widths} == {720}
    assert view.locator("text=Jupyter news").count() == 0
    assert view.locator(".jp-Dialog").count() == 0
    view.close()
