"""Files that say the same thing twice do say the same; nothing names a machine or a registry."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import matplotlib as mpl
import pytest
from jixiao.dictionary import TABLES

WITH_DOCSTRINGS = (ast.Module, ast.ClassDef, ast.FunctionDef)
ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FIXED = ["pandas", "matplotlib", "jupyterlab", "papermill", "nbval"]  # named by the project's user


def name_of(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower()


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


EXTRAS = PROJECT["project"]["optional-dependencies"]
READMES = ["README.md", "README.zh-CN.md"]
LOCKS = {
    "requirements.lock": PROJECT["project"]["dependencies"] + EXTRAS["workbook"],
    "requirements-dev.lock": PROJECT["project"]["dependencies"] + EXTRAS["workbook"] + EXTRAS["dev"],
}


def pins(file: str) -> dict[str, str]:
    """Versions by name in a lock file."""
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / file).read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("file", LOCKS)
def test_a_lock_pins_every_dependency_with_hashes(file):
    pinned = pins(file)
    assert {name_of(requirement) for requirement in LOCKS[file]} <= {*pinned}
    assert (ROOT / file).read_text(encoding="utf-8").count("--hash=sha256:") > len(pinned)


def test_what_is_developed_with_is_what_users_have():
    users, developers = map(pins, LOCKS)
    assert users.items() <= developers.items()


def test_the_conda_environment_says_what_the_project_says():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    listed = [line.strip(" -") for line in text.splitlines() if line.strip().startswith("-")]
    named = [entry for entry in listed if name_of(entry) in FIXED]
    wanted = LOCKS["requirements-dev.lock"]
    assert sorted(named) == sorted(requirement for requirement in wanted if name_of(requirement) in FIXED)
    assert "-r requirements.lock" in text
    assert f"python{PROJECT['project']['requires-python']}" in text.replace(" ", "")


@pytest.mark.parametrize("readme", READMES)
def test_the_dictionary_of_the_readme_has_every_table(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    for name, schema in TABLES.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
        assert re.findall(r"`(\w+)`", row) == list(schema.columns)


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_lists_every_notebook_of_the_brief_and_figures_and_its_links_lead_somewhere(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    drawn = [path.name for path in (ROOT / "figures").iterdir() if re.match(r"\d\d-", path.name)]
    assert len(drawn) >= 6
    assert not [name for name in drawn if f"](notebooks/{name}.ipynb)" not in text], "its row in the table is missing"
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links
    assert all((ROOT / link).exists() for link in links)


@pytest.mark.parametrize("readme", READMES)
def test_the_python_of_the_readme_runs(readme):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.S)
    assert blocks
    for code in blocks:
        with mpl.rc_context():
            exec(compile(code, readme, "exec"), {})


def test_no_file_names_a_registry_or_a_path_of_a_machine():
    # The patterns are put together here so that this file does not hold them itself.
    forbidden = re.compile(
        "|".join(
            [
                "index" + "-url",
                "find" + "-links",
                r"https?://[^\s\"']*/sim" + "ple",
                r"(?<![\w.])/(?:ro" + r"ot|wo" + r"rk)/[a-z]",
            ]
        )
    )
    texts = {
        path: path.read_text(encoding="utf-8", errors="replace")
        for path in committed()
        if path.suffix not in (".png", ".svg")
    }
    found = {
        str(path): match[0]
        for path, text in texts.items()
        if (match := forbidden.search(text)) and path.name != "Makefile"
    }
    assert not found


def test_only_the_samples_are_committed_below_data():
    data = [path.relative_to(ROOT).parts[1] for path in committed() if path.relative_to(ROOT).parts[0] == "data"]
    assert set(data) == {"sample", "sample-county", "sample-execution", "sample-years"}


def code_lines(path):
    """How many lines of a file are no docstrings."""
    text = path.read_text(encoding="utf-8")
    bodies = [node.body for node in ast.walk(ast.parse(text)) if isinstance(node, WITH_DOCSTRINGS)]
    said = [body[0] for body in bodies if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)]
    return text.count("\n") - sum(docstring.end_lineno - docstring.lineno + 1 for docstring in said)


def test_files_stay_small_enough_to_read():
    assert not {str(path): lines for path in (ROOT / "lib").rglob("*.py") if (lines := code_lines(path)) > 300}
