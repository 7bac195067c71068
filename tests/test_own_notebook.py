"""A user's own notebook, as the README shows one: run like the others, and checked by nbval."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from jixiao.briefs.run import run_notebook
from jixiao.workbook import workbook
from written_notebooks import write_notebook

CHECK = [sys.executable, "-m", "pytest", "--nbval", "--override-ini=addopts=", "-p", "no:cacheprovider", "-q"]


@pytest.mark.slow
@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_notebook_of_the_readme_runs_and_is_checked_and_a_difference_is_shown(readme, tmp_path):
    text = (workbook() / readme).read_text(encoding="utf-8")
    block = next(code for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "# %%" in code)
    path = write_notebook(tmp_path / "我的 笔记.ipynb", *(cell.strip() for cell in block.split("# %%")))
    run_notebook(path, {"department": "803001"}, path)
    ran = path.read_text(encoding="utf-8")
    assert "image/png" in ran
    assert "≤542.13" in ran
    same = subprocess.run([*CHECK, path], capture_output=True, text=True, encoding="utf-8")
    assert same.returncode == 0, same.stdout
    path.write_text(ran.replace("≤542.13", "≤999"), encoding="utf-8")
    other = subprocess.run([*CHECK, path], capture_output=True, text=True, encoding="utf-8")
    assert other.returncode == 1
    assert "≤542.13" in other.stdout
