"""The brief: what it says, in every format, what its manifest lists, and when it is made anew."""

import json
import logging
import shutil
from dataclasses import replace

import jixiao
import nbformat
import pytest
from jixiao.briefs.brief import briefs_folder, department_folder, write_brief
from jixiao.briefs.manifest import MANIFEST, hashes, made_from
from jixiao.briefs.outline import exhibits_of
from jixiao.briefs.run import find_notebook
from jixiao.errors import RunError, UsageError
from jixiao.vocabularies import in_use
from jixiao.workbook import workbook
from papermill import execute_notebook


@pytest.fixture(scope="module", params=["zh", "en"])
def folder(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("briefs") / "三季度 简报"
    write_brief("2022q3", language=request.param, to=path)
    return path


def manifest(folder):
    return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))


def test_the_brief_holds_what_it_should(folder):
    text = (folder / "brief.html").read_text(encoding="utf-8")
    for figure in ("1,780.15", "76.6%", "72.1%", "1,283", "869–1,421", "29/36", "4/28", "18/73", "12.61"):
        assert figure in text


def test_every_exhibit_is_there_as_picture_and_table(folder):
    files = {path.name for path in (folder / "exhibits").iterdir()}
    assert {
        "department-curve.png",
        "department-curve.svg",
        "department-curve.csv",
        "contradictions.csv",
        "project-overview-annex.csv",
    } <= files


def test_the_manifest_has_the_hash_of_every_other_file(folder):
    found = manifest(folder)
    assert found["outputs"] == hashes(folder)
    assert {"brief.html", "brief.pdf", "brief.docx", "brief.ipynb", "annex.xlsx"} <= set(found["outputs"])
    assert found["parameters"]["department"] == "130209-803001"
    document = "2022/2022-lingang-business-district.txt"
    assert set(found["inputs"]) == {document, "tables", "settings", "90-quarterly-brief.ipynb", "code"}


@pytest.mark.slow
def test_equal_runs_give_equal_files(folder, tmp_path):
    write_brief("2022Q3", language=manifest(folder)["parameters"]["language"], to=tmp_path / "again")
    assert (tmp_path / "again" / MANIFEST).read_bytes() == (folder / MANIFEST).read_bytes()


@pytest.mark.slow
def test_plain_papermill_gives_the_same_exhibits(folder, tmp_path):
    plain = tmp_path / "plain.ipynb"
    execute_notebook(
        find_notebook("90"), plain, manifest(folder)["parameters"], kernel_name="python3", progress_bar=False
    )
    ours, theirs = (exhibits_of(nbformat.read(path, as_version=4)) for path in (folder / "brief.ipynb", plain))
    assert len(ours) >= 10
    assert ours == theirs


@pytest.mark.slow
def test_a_format_that_is_not_asked_for_is_not_written(tmp_path):
    write_brief("2022Q3", formats=["pdf"], to=tmp_path / "b")
    assert {path.stem for path in (tmp_path / "b").glob("brief.*")} == {"brief"}
    assert {path.suffix for path in (tmp_path / "b").glob("brief.*")} == {".pdf", ".ipynb", ".json"}


@pytest.mark.slow
def test_by_default_it_goes_below_figures(tmp_path, monkeypatch):
    for name in ("data", "notebooks"):
        shutil.copytree(workbook() / name, tmp_path / name)
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    paths = write_brief("2022Q1")
    assert tmp_path / "figures/briefs/2022Q1/130209-803001-临港商务区管理委员会本级/brief.html" in paths
    (page,) = (tmp_path / "figures/briefs/2022Q1").glob("*/brief.html")
    assert "一季度末累计支出" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("department_id", "name"),
    [
        ("130209-803001", "130209-803001"),
        ("某局/某中心", "某局_某中心-"),
        ("/tmp/evil", "_tmp_evil-"),
        ("x/../../../y", "x_.._.._.._y-"),
        ("局" * 300, "局" * 40 + "-"),
        ("..", "-"),
    ],
)
def test_a_department_s_name_never_leads_out_of_the_folder(department_id, name):
    folder = department_folder(department_id, department_id)
    assert (workbook() / folder).parent == workbook()
    assert folder.startswith(name)
    assert department_folder("803001", department_id).startswith("803001-")


def test_datasets_in_other_folders_have_briefs_of_their_own(tmp_path):
    names = {briefs_folder("2022Q3", str(tmp_path / place / "local/tidy"), "zh").name for place in "ab"}
    assert len(names) == 2
    assert all(name.startswith("2022Q3.local-") for name in names)
    assert briefs_folder("2022q3", "sample", "en").name == "2022Q3.en"


@pytest.mark.slow
def test_a_brief_speaks_of_some_projects_alone_and_stands_beside_that_of_all(tmp_path):
    write_brief("2022Q3", projects="3, 6", formats=["html"], to=tmp_path / "b")
    assert manifest(tmp_path / "b")["parameters"]["projects"] == ["3", "6"]
    text = (tmp_path / "b" / "brief.html").read_text(encoding="utf-8")
    assert "668.74" in text  # 542.13 and 126.61
    assert "1,780.15" not in text
    some, every = (department_folder("1", "某局", chosen) for chosen in (["3", "6"], []))
    assert some == f"{every}.3-6" == "1-某局.3-6"


def test_a_project_that_is_not_there_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UsageError, match="no project '77'"):
        write_brief("2022Q3", projects=[3, 77], to=tmp_path / "b")
    assert not list(tmp_path.iterdir())


def test_a_year_without_a_document_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UsageError, match="one of: 2022"):
        write_brief("2023Q3", to=tmp_path / "b")
    assert not list(tmp_path.iterdir())


# Unchanged


@pytest.fixture
def no_run(monkeypatch):
    """Runs of a notebook, counted and not carried out."""
    runs = []

    def run(*arguments, **options):
        runs.append(arguments)
        raise RunError("would run")

    monkeypatch.setattr("jixiao.briefs.brief.run_notebook", run)
    return runs


def again(folder, **options):
    try:
        write_brief("2022Q3", **{"language": manifest(folder)["parameters"]["language"], "to": folder, **options})
    except RunError as error:
        assert str(error) == "would run"


def test_an_unchanged_brief_is_left_and_said_to_be(folder, no_run, caplog):
    with caplog.at_level(logging.INFO, "jixiao"):
        again(folder)
    assert not no_run
    assert "nothing has changed" in caplog.text


@pytest.mark.parametrize("options", [{"force": True}, {"formats": ["html"]}, {"dataset": "data/sample/tidy"}])
def test_another_wish_makes_it_anew(folder, no_run, options, monkeypatch):
    monkeypatch.chdir(workbook())
    again(folder, **options)
    assert len(no_run) == 1


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("data/review-rules.toml", "[A08]\nleast = 75\n"),
        ("data/sample/review.toml", '[[dismiss]]\nrule = "A08"\nreason = "as agreed"\n'),
        ("data/vocabulary.toml", '[headings]\ntarget = ["考核值"]\n'),
    ],
)
def test_the_users_own_settings_make_it_anew(tmp_path, monkeypatch, sample, file, text):
    for name in ("data", "notebooks"):
        shutil.copytree(workbook() / name, tmp_path / name)
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    before = made_from(sample, find_notebook("90"))
    (tmp_path / file).write_text(text, encoding="utf-8")
    after = made_from(replace(sample, vocabulary=in_use()), find_notebook("90"))
    changed = {name for name, value in after["inputs"].items() if before["inputs"][name] != value}
    assert changed == {"settings"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "brief.pdf").write_bytes(b"%PDF"),
        lambda folder: (folder / "brief.docx").unlink(),
    ],
    ids=["file changed", "file lost"],
)
def test_a_brief_that_was_touched_is_made_anew(folder, no_run, damage, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    language = manifest(folder)["parameters"]["language"]
    damage(copy)
    with pytest.raises(RunError, match="would run"):
        write_brief("2022Q3", language=language, to=copy)


def test_a_file_of_the_users_does_not_make_it_anew(folder, no_run, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "exhibits" / "more.csv").touch()
    language = manifest(folder)["parameters"]["language"]
    assert copy / "exhibits" / "more.csv" not in write_brief("2022Q3", language=language, to=copy)
    assert not no_run


@pytest.mark.parametrize("text", ["[]", "{", "{}"])
def test_a_folder_with_a_manifest_of_another_is_left_alone(folder, no_run, tmp_path, text):
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"no brief\.json of this program"):
        write_brief("2022Q3", to=tmp_path)
    assert not no_run


def test_another_number_makes_it_anew(folder, no_run, monkeypatch):
    data = jixiao.load("sample")
    changed = data.projects.assign(budget=data.projects["budget"] + 1)
    monkeypatch.setattr("jixiao.briefs.brief.load", lambda name: jixiao.Dataset(**{**data.tables, "projects": changed}))
    again(folder)
    assert len(no_run) == 1
