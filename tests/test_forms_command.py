"""jixiao monitor, evaluate and results, as a user types them."""

from __future__ import annotations

import openpyxl
import pytest
from click.testing import CliRunner
from jixiao.cli import jixiao
from jixiao.dataset import load
from jixiao.errors import UsageError
from jixiao.measures.money import interim_money, year_money
from jixiao.measures.point_rules import Scoring
from jixiao.review.execution_settings import changed, read_scoring
from test_measures_scoring import GOLDEN


def typed(*words: object):
    return CliRunner().invoke(jixiao, [str(word) for word in words], catch_exceptions=True)


@pytest.fixture
def own(sample, tmp_path):
    """A dataset of one's own: two projects of the sample."""
    folder = tmp_path / "tidy"
    sample.select(projects=[1, 2]).save(folder)
    return folder


def fill(file, **cells: object) -> None:
    """Write into the first sheet's rows by the name of their indicator: column F the result, I the points."""
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    for row in page.iter_rows():
        for column, value in cells.get(str(row[3].value), {}).items():
            page[f"{column}{row[0].row}"] = value
    book.save(file)


def test_results_that_were_filled_in_are_in_the_dataset_and_in_the_next_form_and_checked(own, tmp_path):
    out = tmp_path / "表格"
    assert typed("evaluate", "--dataset", own, "--to", out).exit_code == 0
    (file,) = out.glob("*自评表.xlsx")
    fill(file, 满意率={"F": "70%", "I": 10}, 预算控制数={"F": 4.5}, 及时性={"F": "达成年度指标", "I": 12})
    assert typed("results", file, "--dataset", own).exit_code == 0
    results = load(own).results
    assert results["actual"].tolist() == ["达成年度指标", "4.5", "70%"]
    assert results["status"].fillna("").tolist() == ["达成", "", ""]
    again = tmp_path / "again"
    typed("evaluate", "--dataset", own, "--to", again)
    page = openpyxl.load_workbook(next(again.glob("*.xlsx"))).worksheets[0]
    points = {row[3].value: row[8].value for row in page.iter_rows() if row[3].value}
    assert (points["预算控制数"], points["及时性"]) == (12.5, 12)
    reviewed = typed("review", "--dataset", own, "--fail-on", "contradiction")
    assert reviewed.exit_code == 1
    assert "S07" in reviewed.output


def test_a_form_of_monitoring_says_how_far_the_months_go(own, tmp_path):
    found = typed("monitor", "--month", 9, "--dataset", own, "--to", tmp_path / "m", "--format", "docx")
    assert found.exit_code == 0
    assert found.output.strip().endswith("绩效运行监控表-1-9月.docx")
    assert typed("monitor", "--month", 13, "--dataset", own, "--to", tmp_path).exit_code == 2


def test_what_fits_no_target_is_named_with_its_place(own, tmp_path, caplog):
    typed("evaluate", "--dataset", own, "--to", tmp_path / "out")
    (file,) = (tmp_path / "out").glob("*.xlsx")
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    row = next(row for row in page.iter_rows() if row[3].value == "满意率")
    row[3].value, row[4].value, row[5].value = "游客满意率", "≥88%", "70%"
    book.save(file)
    found = typed("results", file, "--dataset", own)
    assert found.exit_code == 1
    assert "游客满意率" in found.output + caplog.text
    assert load(own).results.empty


def test_what_was_filled_in_and_cannot_be_read_is_named_with_its_place(own, tmp_path, caplog):
    typed("evaluate", "--dataset", own, "--to", tmp_path / "out")
    (file,) = (tmp_path / "out").glob("*.xlsx")
    assert typed("results", file, "--dataset", own).exit_code == 0
    fill(file, 满意率={"F": "90%", "I": "满分"})
    found = typed("results", file, "--dataset", own)
    assert found.exit_code == 1
    assert "满分; expected: a number of points" in found.output + caplog.text
    assert load(own).results["actual"].tolist() == ["90%"]


def test_the_sample_is_not_written_into(tmp_path):
    typed("evaluate", "--to", tmp_path)
    (file,) = tmp_path.glob("*.xlsx")
    found = typed("results", file, "--dataset", "sample")
    assert isinstance(found.exception, UsageError)
    assert load("sample").results.empty


def test_money_of_forms_is_that_of_the_golden_set():
    data = load("sample-execution")
    interim, year = list(interim_money(data, 7).values()), list(year_money(data).values())
    for found, case in zip(interim, GOLDEN["forms"]["monitoring"], strict=True):
        assert found["initial"] == case["initial"]
        assert found["paid"] == pytest.approx(case["paid"], abs=0.0051)
        assert found["expected_paid"] == pytest.approx(case["expected"], abs=0.0051)
        assert found["paid"] / found["initial"] * 100 == pytest.approx(case["rate"], abs=0.0051)
    for found, case in zip(year, GOLDEN["forms"]["self_evaluation"], strict=True):
        assert (found["initial"], found["adjusted"]) == pytest.approx((case["initial"], case["adjusted"]))
        assert found["paid"] == pytest.approx(case["paid"], abs=0.0051)


def settings(tmp_path, text: str) -> Scoring:
    file = tmp_path / "execution.toml"
    file.write_text(text, encoding="utf-8")
    return read_scoring(file)


def test_settings_are_read_and_those_that_differ_are_named(tmp_path):
    found = settings(tmp_path, '[scoring]\nat_most = "linear"\nbands = [0.8, 0.5]\ngrades = { "优" = 85, "差" = 0 }')
    assert found.at_most == "linear"
    assert found.grades == ((85, "优"), (0, "差"))
    assert changed(found) == {"at_most": "linear", "bands": "0.8 0.5", "grades": "85 优 0 差"}
    assert changed(read_scoring()) == {}


@pytest.mark.parametrize(("section", "place"), [("execution", "review-rules.toml"), ("ledger", "ledger.toml")])
def test_a_section_that_belongs_elsewhere_is_an_error_that_says_where(tmp_path, section, place):
    with pytest.raises(UsageError, match=place):
        settings(tmp_path, f"[{section}]\non_plan = 0.03")


def test_a_section_that_there_is_not_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="scorings"):
        settings(tmp_path, "[scorings]")


@pytest.mark.parametrize(
    "text",
    [
        'atmost = "linear"',
        'at_most = "steep"',
        "bands = [0.6, 0.8]",
        "bands = 0.8",
        "over = 0.9",
        'over_points = "full"',
        'rounding = "half-up"',
        "execution = 120",
        "execution = true",
        'grades = { "优" = 90 }',
        'weights = { "产出" = "50" }',
    ],
)
def test_a_setting_that_cannot_be_is_an_error(tmp_path, text):
    with pytest.raises(UsageError, match=text.split(" ")[0]):
        settings(tmp_path, f"[scoring]\n{text}")
