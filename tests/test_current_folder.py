"""The current folder takes no part: whatever lies where a command starts, the installed packages are the ones used."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from written_notebooks import write_notebook

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SOURCE = "import pandas, jixiao, helpers\nprint(jixiao.Dataset.__module__, pandas.Series.__name__, helpers.answer)"
SAID = "jixiao.dataset Series 42"


@pytest.fixture
def folder(tmp_path):
    """A folder with a checkout's name in it, modules that call themselves pandas, and a notebook with its helpers."""
    (tmp_path / "jixiao" / "cli").mkdir(parents=True)
    for name in ("pandas", "papermill", "nbformat", "selectors"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken from the current folder')", encoding="utf-8")
    (tmp_path / "分析").mkdir()
    for place in (tmp_path, tmp_path / "分析"):
        (place / "helpers.py").write_text("answer = 42", encoding="utf-8")
    write_notebook(tmp_path / "分析" / "n.ipynb", "x: int = 1  # -", SOURCE, printed=SAID + "\n")
    return tmp_path


def run(script, *arguments, cwd, **environment):
    """Run a script of the environment, as a user types its name; what it prints."""
    command = [shutil.which(script, path=Path(sys.executable).parent), *arguments]
    environment = os.environ | environment
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def printed(path):
    return nbformat.read(path, as_version=4).cells[-1].outputs[0].text.strip()


def test_jixiao_run_finds_what_is_beside_the_notebook_and_nothing_of_the_current_folder(folder):
    (folder / "helpers.py").write_text("answer = 0", encoding="utf-8")
    run("jixiao", "run", "分析/n.ipynb", "--to", "out.ipynb", cwd=folder)
    assert printed(folder / "out.ipynb") == SAID


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights on Windows")
def test_helpers_are_found_beside_a_notebook_that_a_link_leads_to(folder):
    (folder / "link.ipynb").symlink_to(folder / "分析" / "n.ipynb")
    (folder / "helpers.py").unlink()
    run("jixiao", "run", "link.ipynb", "--to", "out.ipynb", cwd=folder)
    assert printed(folder / "out.ipynb") == SAID


def test_plain_papermill_has_the_current_folder_last(folder):
    run("papermill", "-k", "python3", "分析/n.ipynb", "out.ipynb", cwd=folder)
    assert printed(folder / "out.ipynb") == SAID


def test_nbval_has_the_current_folder_last(folder):
    run("pytest", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env", "分析/n.ipynb", cwd=folder)


def test_a_kernel_of_jupyterlab_has_the_current_folder_last(folder):
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(folder))
    try:
        reply, said = None, []
        reply = client.execute_interactive(SOURCE, timeout=60, output_hook=said.append)
        assert reply["content"]["status"] == "ok", reply["content"]
        assert [message["content"].get("text") for message in said if message["msg_type"] == "stream"] == [SAID + "\n"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_workers_of_an_import_use_the_installed_packages(folder):
    raw = ROOT / "data/sample/raw"
    (folder / "struct.py").write_text("raise SystemExit('taken from the current folder')", encoding="utf-8")
    paths = run("jixiao", "import", str(raw), "--to", "tidy", "--jobs", "2", cwd=folder)
    assert "projects.csv" in paths


def test_an_editable_install_is_found_in_any_locale_and_behind_a_folder_of_its_name(tmp_path):
    checkout, site = tmp_path / "源码" / "绩效 工作簿", tmp_path / "site"
    (tmp_path / "jixiao").mkdir()
    checkout.mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout / name)
    shutil.copytree(ROOT / "lib", checkout / "lib")
    build = "import sys; sys.path.insert(0, 'lib'); import editable_install; editable_install.build_editable('wheel')"
    run("python", "-c", build, cwd=checkout)
    (wheel,) = (checkout / "wheel").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    assert list(site.glob("*.data/data/etc/ipython/ipython_kernel_config.py"))
    # As Python starts: .pth files first, and what they add stands behind the current folder.
    code = f"import site, sys; site.addsitedir({str(site)!r}); import jixiao; print(ascii(jixiao.__file__))"
    shown = run("python", "-S", "-c", code, cwd=tmp_path, LC_ALL="C", PYTHONPATH=os.pathsep.join(_packages()))
    assert shown.strip() == ascii(str(checkout / "lib" / "jixiao" / "__init__.py"))


def _packages():
    """The folder of the installed packages, without what .pth files add."""
    return [path for path in sys.path if Path(path).name == "site-packages"]


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights on Windows")
def test_tests_run_from_the_parent_of_a_clone_called_jixiao(tmp_path):
    (tmp_path / "jixiao").symlink_to(ROOT)
    run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "jixiao/tests/test_workbook.py", cwd=tmp_path)
