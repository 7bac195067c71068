"""`jixiao review`: formats, files, exit codes, and the workbook for reviewers."""

import csv
import io
import json
from dataclasses import replace

import docx
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from command_line import jixiao
from docx.oxml.ns import qn
from jixiao.cli import jixiao as command
from jixiao.review import RULES, review
from jixiao.review.opinion import concluded
from jixiao.review.output import for_readers
from jixiao.review.settings import shipped
from jixiao.review.sheets import MOST_SHEETS, sheets
from jixiao.review.word import render_word
from jixiao.spreadsheet import render
from jixiao.spreadsheet_page import PIXELS, ROOM

pytestmark = pytest.mark.slow


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
        (["--format", "docx"], "review.docx"),
        (["--date", "2022-09-30"], "--format xlsx or docx"),
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
    assert run("--format", "xlsx", "--date", "2022-09-30", "--to", path)[:2] == (0, f"{path}\n")
    return openpyxl.load_workbook(path)


def test_the_workbook_has_a_form_the_findings_a_sheet_a_project_and_the_rules(book, sample):
    form, *others = book.sheetnames[:3]
    assert form.startswith("预算绩效目标审核意见表")
    assert others == ["全部意见", "部门整体与各项目共同"]
    assert len(book.sheetnames) == 4 + len(sample.projects)
    assert book["规则"].max_row == 1 + len(RULES)
    assert book["全部意见"].max_row == 1 + len(review(sample).defects)
    severities = [row[0].value for row in book["全部意见"].iter_rows(min_row=2)]
    assert severities == sorted(severities, key=["矛盾", "不足", "提示"].index)


def test_the_form_names_what_was_reviewed_and_leaves_the_conclusion_to_be_chosen(book):
    page = book.worksheets[0]
    rows = {row[0].value: row[1] for row in page.iter_rows(max_row=20)}
    assert rows["部门名称"].value == "临港商务区管理委员会本级"
    assert (rows["部门编码"].value, rows["预算年度"].value) == ("803001", "2022")
    assert rows["审核文件"].value.endswith("2022-lingang-business-district.txt")
    assert rows["审核日期"].value == "2022年9月30日"
    assert rows["审核结论"].value == "退回"
    assert rows["签字（盖章）"].value is None
    chosen = page.data_validations.dataValidation[0]
    assert (str(chosen.sqref), chosen.formula1) == (rows["审核结论"].coordinate, '"通过,修改后通过,退回"')


@pytest.mark.parametrize(
    ("severities", "rule", "conclusion"),
    [
        (["contradiction"] * 3, "A01", "return"),
        (["contradiction", "hint"], "A01", "amend"),
        (["weakness"], "R01", "amend"),
        (["weakness"], "C02", "return"),
        (["hint"], "C05", "pass"),
        ([], "C05", "pass"),
    ],
)
def test_a_conclusion_is_proposed_by_rule(severities, rule, conclusion):
    assert concluded(pd.DataFrame({"rule": rule, "severity": severities}), shipped()) == conclusion


def test_every_sheet_is_printed_landscape_with_repeated_headings_in_letters_that_can_be_read(book):
    for page in book.worksheets:
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.print_title_rows
        widths = [page.column_dimensions[cell.column_letter].width for cell in page[page.max_row]]
        assert sum(widths) * PIXELS / ROOM <= page.page_setup.fitToWidth == 1


def test_a_project_has_its_opinions_with_room_for_an_answer(book):
    page = next(page for page in book if page.title.startswith("6"))
    heading = next(number for number in range(1, 9) if page.cell(number, 1).value == "性质")
    labels = ["性质", "三级指标", "原文", "问题", "意见", "建议", "位置", "部门答复"]
    assert [cell.value for cell in page[heading]] == labels
    first = [cell.value for cell in page[heading + 1]]
    assert first[0] == "矛盾"
    assert first[3] == "A01 用途文字的金额与预算不一致"
    assert "12.61" in first[5]
    assert "126.61" in first[5]
    assert page.cell(heading + 2, 1).value == "不足"


def test_word_holds_the_same_form_and_opinions(tmp_path, sample):
    path = tmp_path / "审核.docx"
    assert run("--format", "docx", "--date", "2022-09-30", "--to", path)[0] == 0
    document = docx.Document(str(path))
    page = document.sections[0]
    assert page.page_width > page.page_height
    form, projects, *opinions = document.tables
    assert [row.cells[0].text for row in form.rows][6] == "审核结论"
    listed = form._tbl.findall(".//" + qn("w:listItem"))
    assert [item.get(qn("w:value")) for item in listed] == ["通过", "修改后通过", "退回"]
    texts = [node.text for node in form._tbl.iter(qn("w:t"))]
    assert texts[texts.index("审核结论") + 1] == "退回"
    assert len(projects.rows) == 1 + len(sample.projects)
    assert len(opinions) == len(sample.projects) + 1
    assert all(table._tbl.tr_lst[0].find(".//" + qn("w:tblHeader")) is not None for table in [projects, *opinions])
    sizes = {run.font.size.pt for table in document.tables for cell in table._cells for run in cell.paragraphs[0].runs}
    assert min(sizes) >= 9


def test_word_is_equal_for_equal_reviews(sample):
    found = review(sample)
    assert render_word(found, sample) == render_word(found, sample)


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
    assert len(sheets(many, sample)) == 4
