"""Forms written and read back: what was filled in is the same again, and what only a person can say is asked for."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from jixiao.dataset import Dataset
from jixiao.errors import UsageError
from jixiao.forms import add_findings, evaluation_forms, monitoring_forms, planned, read_forms, write_forms
from jixiao.forms.xlsx import render_xlsx
from jixiao.tables import frame
from test_measures_scoring import FOLDER, GOLDEN, ids

LIST = qn("w:comboBox")
MADE_UP = "虚构"
KEPT = {
    "results": ["indicator_id", "date", "actual", "value", "status", "note"],
    "monitoring": ["indicator_id", "date", "actual", "value", "status", "expected", "note_kind", "note", "likelihood"],
}


@pytest.fixture(scope="module")
def filled(sample) -> Dataset:
    """The sample with invented results and reports."""
    known, tables = ids(sample), {}
    for name, day, reason in (("results", "2022-12-31", "reason"), ("monitoring", "2022-07-31", "reason")):
        made_up = pd.read_csv(FOLDER / f"{name}.csv", dtype=str).fillna("")
        made_up = made_up.rename(columns={reason: "note", "note": "remark", "reason_kind": "note_kind"})
        rows = made_up.to_dict("records")
        own = {"date": day, "origin": MADE_UP}
        tables[name] = frame(name, [row | own | {"indicator_id": known[row["indicator"]]} for row in rows])
    names = dict(zip(sample.projects["position"], sample.projects["project_id"], strict=True))
    forms = GOLDEN["forms"]
    tables["evaluations"] = frame(
        "evaluations",
        [
            {"project_id": names[row["project"]], "origin": MADE_UP, "initial": row["initial"]}
            | {"adjusted": row["adjusted"], "paid": row["paid"]}
            for row in forms["self_evaluation"]
        ],
    )
    tables["interim_funds"] = frame(
        "interim_funds",
        [
            {"project_id": names[row["project"]], "source": "合计", "date": "2022-07-31", "origin": MADE_UP}
            | {"initial": row["initial"], "paid": row["paid"], "expected_paid": row["expected"]}
            for row in forms["monitoring"]
        ],
    )
    return sample.with_tables(tables)


def shown(df: pd.DataFrame, name: str) -> list[dict]:
    """What a table says, without what depends on the file."""
    df = df[[column for column in KEPT[name] if column != "value"]]
    said = df.drop(columns=["indicator_id", "date"]).notna().any(axis=1)
    return df[said].astype(object).where(df.notna(), None).sort_values("indicator_id").to_dict("records")


@pytest.mark.parametrize(
    ("form", "projects"),
    [
        ("xlsx", [2, 4, 6]),
        ("docx", [4]),
        pytest.param("xlsx", [], marks=pytest.mark.slow),
        pytest.param("docx", [], marks=pytest.mark.slow),
    ],
)
def test_what_was_reported_is_the_same_after_writing_and_reading(filled, sample, tmp_path, form, projects):
    filled, sample = filled.select(projects=projects), sample.select(projects=projects)
    files = write_forms(filled, evaluation_forms(filled), tmp_path, "绩效自评表", form=form)
    files += write_forms(filled, monitoring_forms(filled, 7), tmp_path, "监控表-1-7月", form=form)
    after, reports = read_forms(sample, files)
    for name in KEPT:
        assert shown(after.tables[name], name) == shown(filled.tables[name], name)
    assert [report.unmatched for report in reports] == [[], []]
    for name, columns in (
        ("evaluations", ["adjusted", "paid"]),
        ("interim_funds", ["initial", "paid", "expected_paid"]),
    ):
        rows = after.tables[name].query("source == '合计'") if name == "interim_funds" else after.tables[name]
        stated = filled.tables[name].set_index("project_id")[columns].round(2)
        assert rows.set_index("project_id")[columns].astype("float64").equals(stated.loc[rows["project_id"]])


def test_reading_a_form_again_changes_nothing_and_another_file_of_the_same_day_takes_its_place(
    filled, sample, tmp_path
):
    files = write_forms(filled, evaluation_forms(filled), tmp_path, "绩效自评表")
    once, _ = read_forms(sample, files)
    again, _ = read_forms(once, files)
    assert again.results.equals(once.results)
    other = tmp_path / "另一份.xlsx"
    other.write_bytes(files[0].read_bytes())
    replaced, _ = read_forms(once, [other])
    assert len(replaced.results) == len(once.results)
    assert set(replaced.results["origin"]) == {"另一份.xlsx"}


def test_points_are_filled_in_where_the_rule_decides_and_asked_for_in_their_range_elsewhere(filled):
    forms = dict(zip(filled.projects["position"], evaluation_forms(filled), strict=True))
    for project in GOLDEN["self_evaluation"]:
        cells = forms[project["project"]].cells
        names = {cells[row, 3].text: row for row, column in cells if column == 3 and (row, 8) in cells}
        for case in project["indicators"]:
            indicator = filled.indicators.set_index("indicator_id").loc[ids(filled)[case["indicator"]], "indicator"]
            points = cells[names[indicator], 8]
            if case["lower"] == case["upper"]:
                assert points.value == case["lower"]
            else:
                assert f"{case['lower']:.2f}–{case['upper']:.2f}" in points.text


def test_the_rate_is_that_of_the_budget_printed_beside_it(filled):
    for form, case in zip(evaluation_forms(filled), GOLDEN["forms"]["self_evaluation"], strict=True):
        rate = next(cell for cell in form.cells.values() if cell.style == "rate" and cell.formula)
        assert rate.value * 100 == pytest.approx(case["rate"], abs=0.1)


def test_sums_are_formulas_that_hold_their_values_and_lists_offer_words(filled):
    content = render_xlsx(evaluation_forms(filled)[:1])
    formulas = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    total = next(row for row in formulas.iter_rows() if row[0].value == "总分")
    assert str(total[8].value).startswith("=IF(COUNT(")
    assert values[total[7].coordinate].value == 100
    own = [cell.value for row in values.iter_rows(min_col=9, max_col=9) for cell in row]
    points = [value for value in own if isinstance(value, int | float)]
    assert sum(points[1:-1]) + values[f"J{_money(formulas)}"].value == pytest.approx(points[-1])
    lists = {
        choice for one in formulas.data_validations.dataValidation for choice in one.formula1.strip('"').split(",")
    }
    assert "达成年度指标" in lists


def _money(page) -> int:
    return next(row[2].row for row in page.iter_rows() if row[2].value == "年度资金总额")


def test_a_published_text_is_never_a_formula(sample):
    bad = sample.indicators.assign(indicator='=HYPERLINK("http://x","y")')
    forms = evaluation_forms(sample.with_tables({"indicators": bad}))
    page = openpyxl.load_workbook(io.BytesIO(render_xlsx(forms[:1]))).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=HYPERLINK")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_last_sheet_says_what_is_open_and_what_the_checks_find(filled):
    data = planned(filled)
    forms = evaluation_forms(data)
    add_findings(forms, data, "S")
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(forms)))
    rows = list(book["填报提示"].iter_rows(min_row=3, values_only=True))
    assert len(book.sheetnames) == len(forms) + 1
    assert sum(row[1] is not None for row in rows) == sum(len(form.open_cells) for form in forms)
    assert any(str(row[3]).startswith("S10") for row in rows)
    name, address = next((row[0], row[1]) for row in rows if row[1])
    assert str(book[name][address].value).startswith("〔待填")


def test_a_form_of_another_year_or_of_other_projects_is_refused(sample, tmp_path):
    sample = sample.select(projects=[1])
    files = write_forms(sample, evaluation_forms(sample), tmp_path, "自评表")
    later = sample.with_tables({"documents": sample.documents.assign(year=2023)})
    with pytest.raises(UsageError, match="2022"):
        read_forms(later, files)
    renamed = sample.projects.assign(
        project_name="别的项目" + sample.projects["position"].astype("str"), project_code=None
    )
    with pytest.raises(UsageError, match="no project"):
        read_forms(sample.with_tables({"projects": renamed.astype({"project_code": "str"})}), files)


def test_a_form_of_nothing_reports_nothing(sample, tmp_path):
    sample = sample.select(projects=[1])
    files = write_forms(sample, evaluation_forms(sample), tmp_path, "自评表")
    after, _ = read_forms(sample, files)
    assert after.results.empty


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_equal_forms_are_equal_files(sample, tmp_path, form):
    sample = sample.select(projects=[1])
    one, two = (write_forms(sample, evaluation_forms(sample), tmp_path / name, "自评表", form=form) for name in "ab")
    assert one[0].read_bytes() == two[0].read_bytes()


def test_a_word_chosen_from_a_list_in_word_is_read_and_a_list_that_was_left_alone_is_blank(sample, tmp_path):
    sample = sample.select(projects=[1])
    (file,) = write_forms(sample, evaluation_forms(sample), tmp_path, "自评表", form="docx")
    document = Document(file)
    lists = [control for control in document.element.body.iter(qn("w:sdt")) if control.find(f".//{LIST}") is not None]
    offered = [item.get(qn("w:value")) for item in lists[0].iter(qn("w:listItem"))]
    assert offered[0] == "达成年度指标"
    properties = lists[0].find(qn("w:sdtPr"))  # as Word leaves it when something is chosen
    properties.remove(properties.find(qn("w:showingPlcHdr")))
    lists[0].find(f".//{qn('w:t')}").text = offered[1]
    document.save(file)
    after, _ = read_forms(sample, [file])
    assert after.results[["actual", "status"]].to_dict("records") == [{"actual": offered[1], "status": "部分达成"}]
