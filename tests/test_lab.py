"""The notebooks in a real JupyterLab, started as `make lab` starts it and looked at by a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from jixiao.workbook import workbook

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
        yield f"http://localhost:{port}/lab/tree/notebooks/{{}}.ipynb?token=told"
        server.terminate()
        server.stderr.read()


@pytest.mark.slow
def test_a_notebook_opens_with_its_charts_at_the_size_of_its_text_and_nothing_in_front(browser, lab):
    view = browser.new_page(viewport={"width": 1300, "height": 1900})
    view.goto(lab.format("20-budget-breakdown"))
    view.wait_for_selector(".jp-OutputArea-output img")
    view.wait_for_selector(".jp-OutputArea-output table")
    view.wait_for_selector("text=Python 3 (ipykernel) | Idle")
    widths = view.evaluate("[...document.querySelectorAll('.jp-OutputArea-output img')].map(img => img.width)")
    assert {*widths} == {720}
    assert view.locator("text=Jupyter news").count() == 0
    assert view.locator(".jp-Dialog").count() == 0
    view.close()


@pytest.mark.slow
def test_a_dataset_is_explored_by_choosing_filtering_and_clicking(browser, lab):
    from playwright.sync_api import expect

    view = browser.new_page(viewport={"width": 1400, "height": 1900})
    asked = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto(lab.format("01-explore"))
    view.wait_for_selector("text=Python 3 (ipykernel) | Idle")
    view.click(".lm-MenuBar-itemLabel:text-is('Run')")
    view.click(".lm-Menu-itemLabel:text-is('Run All Cells')")
    explorer = view.locator(".jp-OutputArea-output:has(.widget-dropdown)").first
    explorer.locator("table tbody tr").first.wait_for()

    explorer.locator("select:has-text('指标值的阶梯')").select_option("指标值的阶梯")
    explorer.locator("img[alt*='阶梯']").wait_for()
    explorer.locator("select:has-text('招商引资专项经费2022')").select_option("9  招商引资专项经费2022")
    explorer.locator("text=指标值（8 个）").wait_for()

    explorer.locator("th:has-text('阶梯')").first.click()
    expect(explorer.locator("table tbody tr").first).to_contain_text("1 重复指标名称")
    explorer.locator("tfoot input").nth(6).press_sequentially("R01")
    row = explorer.locator("table tbody tr")
    expect(row).to_have_count(1)
    assert "区域影响力" in row.inner_text()
    row.click()
    explorer.locator("mark").first.wait_for()
    assert "R01" in explorer.locator("p:has-text('R01')").inner_text()
    assert "影响力" in " ".join(explorer.locator("mark").all_inner_texts())
    assert not [url for url in asked if not re.match(r"(http|ws)://localhost:|data:|blob:", url)]
    view.close()
