"""`jixiao review`: formats, files, exit codes, and the workbook for reviewers."""

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pytest
from click.testing import CliRunner
from jixiao.cli import jixiao as command
from jixiao.review import RULES, review
from jixiao.review.output import for_readers
from jixiao.review.sheets import MOST_SHEETS, sheets
from jixiao.spreadsheet import render
from test_cli import jixiao


def run(*arguments):
    """The command in this process, which says no messages; its code, stdout and stderr."""
    done = CliRunner().invoke(command, ["review", *map(str, arguments)], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def test_a_pipe_gets_a_line_a_finding_and_the_summary_goes_to_stderr(sample):
    code, out, err = jixiao("review", "--language", "en")
    rows = [line.split("\t") for line in out]
    assert code == 0
    assert len(rows) == len(review(sample).defects)
    assert {len(row) for row in rows} == {9}
    assert ["A01", "contradiction"] in [row[:2] for row in rows]
    assert err == "jixiao: 55 findings: contradictions 6, weaknesses 25, hints 24.\n"


def test_csv_and_json_hold_the_findings(sample, tmp_path):
    findings = review(sample).findings
    _, out, _ = run("--format", "csv")
    assert [row["rule"] for row in csv.DictReader(io.StringIO(out))] == findings["rule"].tolist()
    code, out, _ = run("--format", "json", "--to", tmp_path / "新" / "r.json")
    assert (code, out) == (0, f"{tmp_path / '新' / 'r.json'}\n")
    content = json.loads((tmp_path / "新" / "r.json").read_text(encoding="utf-8"))
    assert list(content) == ["findings", "dismissed", "unmatched", "cut", "scores"]
    defects = review(sample).defects
    assert [row["rule"] for row in content["findings"]] == defects["rule"].tolist()
    assert len(content["findings"][6]["project"]) == len(content["findings"][6]["indicator"]) == 8
    assert [row["rule"] for row in content["findings"][0]["follows"]] == ["F05"]
    assert len(content["scores"]) == len(sample.projects)


def test_fail_on_serves_schedules(tmp_path):
    assert run("--fail-on", "contradiction")[0] == 1
    rules = tmp_path / "rules.toml"
    rules.write_text('[rules]\noff = ["A01", "A06", "C16", "C18"]', encoding="utf-8")
    assert run("--rules", rules, "--fail-on", "contradiction")[0] == 0
    assert run("--rules", rules, "--fail-on", "weakness")[0] == 1


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_dataset_is_named_by_its_folder_and_its_dismissals_are_counted(sample, tmp_path, form):
    sample.save(tmp_path / "tidy", form=form)
    entries = [f'[[dismiss]]\nrule = "{rule}"\nreason = "已核对"' for rule in ("A01", "C11")]
    (tmp_path / "review.toml").write_text("\n".join(entries), encoding="utf-8")
    code, out, err = jixiao("review", "--dataset", tmp_path / "tidy")
    assert code == 0
    assert not any(line.startswith("A01") for line in out)
    assert err.splitlines()[1:] == [
        "jixiao: 另有 1 条意见已说明理由，不再列出。",
        "jixiao: review.toml 中的一条没有对应的意见：C11。",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--department", "1"], "one of: 130209-803001"),
        (["--year", "2021"], "one of: 2022"),
        (["--rules", "nowhere.toml"], "nowhere.toml"),
        (["--format", "xlsx"], "--to FILE"),
    ],
)
def test_a_mistake_is_one_message_and_exit_code_2(arguments, message):
    code, out, err = jixiao("review", *arguments)
    assert (code, out) == (2, [])
    assert message in err
    assert "Traceback" not in err


def test_projects_of_several_documents_are_told_apart(sample):
    data = replace(sample, projects=sample.projects.assign(document_id=["D", *["E"] * 8]))
    found = review(sample)
    assert set(for_readers(found.findings, sample.projects, "zh")["project"].str.split().str[0]) == {
        "部门",
        *"123456789",
    }
    names = set(for_readers(found.findings, data.projects, "zh")["project"])
    assert f"{sample.projects['project_id'][0]} 园区办公用电费和专项购置费2022" in names
    assert f"{sample.documents['document_id'][0]} 部门" in names


def test_quietly_nothing_is_said_but_the_findings():
    code, out, err = jixiao("review")
    assert jixiao("review", "--quiet") == (code, out, "")
    assert err


# The workbook


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "审核.xlsx"
    assert run("--format", "xlsx", "--to", path)[:2] == (0, f"{path}\n")
    return openpyxl.load_workbook(path)


def test_the_workbook_has_an_overview_the_findings_the_rules_and_a_sheet_a_project(book, sample):
    assert book.sheetnames[:3] == ["总览", "全部意见", "规则"]
    assert len(book.sheetnames) == 3 + len(sample.projects)
    assert book["规则"].max_row == 1 + len(RULES)
    assert book["全部意见"].max_row == 1 + len(review(sample).defects)


def test_every_sheet_is_filtered_frozen_and_readable(book):
    for page in book.worksheets:
        assert page.auto_filter.ref
        assert page.freeze_panes
        assert all(8 <= page.column_dimensions[cell.column_letter].width <= 60 for cell in page[page.max_row])


def test_published_text_is_no_formula(sample):
    hostile = sample.indicators.assign(target="=HYPERLINK(1)", indicator="=HYPERLINK(1)", kind="text")
    data = replace(sample, indicators=hostile)
    content, _ = render(sheets(review(data), data))
    cells = [cell for page in openpyxl.load_workbook(io.BytesIO(content)) for row in page for cell in row]
    assert any(cell.value == "=HYPERLINK(1)" for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}


def test_dismissed_findings_have_a_sheet_with_their_reasons(sample):
    found = review(sample)
    dismissed = found.findings.head(2).assign(reason="已核对")
    table = next(
        sheet for sheet in sheets(replace(found, dismissed=dismissed), sample) if sheet.name == "不再列出"
    ).tables[0]
    assert table.frame["answer"].tolist() == ["已核对"] * 2
    assert table.columns[-1].label == "不再列出的理由"


def test_a_workbook_of_too_many_projects_has_no_sheet_for_each(sample):
    found = review(sample)
    many = replace(found, scores=found.scores.sample(MOST_SHEETS + 1, replace=True, random_state=0))
    assert len(sheets(many, sample)) == 3
