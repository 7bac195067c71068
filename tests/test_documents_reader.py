"""Documents to datasets: what small documents of every trap must and must not give."""

from __future__ import annotations

import re
import shutil

import pytest
from corpora import HEADER, export
from jixiao.documents import read
from jixiao.errors import DatasetError, DocumentError
from test_documents_sample import FILE

DEPARTMENT = ["803001甲单位", "", "", "单位：万元"]
PROJECT = ["项目编码", "13020922P00H00E100020", "项目名称", "甲项目"]
SECOND = ["项目编码", "13020922P00H00E100021", "项目名称", "乙项目"]
INDICATOR = ["产出指标", "数量指标", "台数", "1台"]
START = [DEPARTMENT, PROJECT]


def places(report, expected=""):
    """Places of the doubts whose expectation begins so; rows of odd length and odd plans are another matter."""
    doubts = report.doubts[~report.doubts["found"].str.match(r"a row of \d+ cells|a plan of")]
    return doubts.loc[doubts["expected"].str.startswith(expected), "place"].tolist()


# What is refused


@pytest.mark.parametrize("content", ["2022年部门预算\n", export(["单位", "人数"], ["甲", "3"])])
def test_a_document_without_a_project_is_refused(read_bytes, content):
    with pytest.raises(DocumentError, match=r"2022.txt: no target table(, but .*)?; expected: .*项目名称.*; check"):
        read_bytes(content.encode())


def test_a_document_without_a_year_is_refused(read_bytes):
    with pytest.raises(DocumentError, match=r"plan.txt: no budget year; expected: .*2022年; pass the year"):
        read_bytes(export(*START).encode(), name="plan.txt")


@pytest.mark.parametrize("name", ["absent.txt", ""])
def test_a_missing_file_and_a_folder_are_refused(tmp_path, name):
    with pytest.raises(DocumentError, match=f"{re.escape(str(tmp_path / name))}: .*; check the path"):
        read(tmp_path / name)


# The year and the document's name


@pytest.mark.parametrize(
    ("text", "name", "options", "year"),
    [
        ("2023年预算，2022年结转，2023年新增\n", "2021.txt", {}, 2023),
        ("无\n", "2021.txt", {}, 2021),
        ("2023年预算\n", "2021.txt", {"year": 2020}, 2020),
    ],
)
def test_the_year_is_given_or_the_one_named_most_often_or_in_the_path(read_bytes, text, name, options, year):
    table = export(*START, ["支出计划", "6月底", "", ""], ["", "5%", "", ""])
    dataset, _ = read_bytes((text + table).encode(), name=name, **options)
    assert dataset.documents["year"].tolist() == [year]
    assert dataset.disbursements["date"].dt.year.tolist() == [year]


@pytest.mark.parametrize("outer", ["", "raw/elsewhere"])
def test_a_document_is_named_by_its_path_below_raw_wherever_the_workbook_stands(tmp_path, outer):
    folder = tmp_path / outer / "data" / "local" / "raw" / "2022"
    folder.mkdir(parents=True)
    path = shutil.copy(FILE, folder / "甲.txt")
    assert read(path)[0].documents["document_id"].tolist() == ["2022/甲"]


# Indicators


def test_a_level_printed_once_holds_for_its_block(read_rows):
    dataset, _ = read_rows(
        *START,
        HEADER,
        INDICATOR,
        ["", "", "辆数", "2辆"],
        ["", "质量指标", "率", "≥80%"],
        ["效益指标", "社会效益指标", "影响", "提高"],
    )
    assert dataset.indicators["level1"].tolist() == ["产出", "产出", "产出", "效益"]
    assert dataset.indicators["level2"].tolist() == ["数量", "数量", "质量", "社会效益"]


def test_a_level_in_a_row_of_its_own_holds_for_the_rows_below(read_rows):
    dataset, _ = read_rows(*START, HEADER, INDICATOR, ["效益指标", "", "", ""], ["", "社会效益指标", "影响", "提高"])
    assert dataset.indicators["level1"].tolist() == ["产出", "效益"]


def test_a_new_level_1_does_not_go_on_with_the_level_2_before_it(read_rows):
    dataset, _ = read_rows(*START, HEADER, INDICATOR, ["效益指标", "", "影响", "提高"])
    assert dataset.indicators["level2"].isna().tolist() == [False, True]


def test_levels_with_brackets_and_stars_have_their_official_names(read_rows):
    dataset, report = read_rows(*START, HEADER, ["产出指标（必填）", "★★★进 度\n指标(选填)", "时", "1年"])
    assert dataset.indicators[["level1", "level2"]].iloc[0].tolist() == ["产出", "时效"]
    assert places(report) == []


def test_an_unknown_level_is_kept_as_published_and_doubted(read_rows):
    dataset, report = read_rows(*START, HEADER, ["怪指标", "奇指标", "台数", "1台"])
    assert dataset.indicators[["level1", "level2"]].iloc[0].tolist() == ["怪指标", "奇指标"]
    assert places(report, "an official name") == ["line 16", "line 17"]


def test_columns_are_found_by_their_headings_whatever_their_order(read_rows):
    dataset, _ = read_rows(*START, ["指标值", "三级指标", "", "一级指标"], ["1台", "台数", "", "产出指标"])
    assert dataset.indicators[["level1", "indicator", "target"]].iloc[0].tolist() == ["产出", "台数", "1台"]


def test_an_unknown_column_is_named_once_with_the_cells_below_it(read_rows):
    rows = [[*DEPARTMENT, ""], [*PROJECT, ""], [*HEADER, "考核部门"], [*INDICATOR, "甲"], [*INDICATOR, "乙"]]
    _, report = read_rows(*rows)
    assert report.doubts["found"].tolist() == ["考核部门: “考核部门” and 2 more"]
    assert places(report, "a heading of the vocabulary") == ["line 17"]
    assert report.readings[["unread_cells", "other_cells"]].iloc[0].tolist() == [0, 3]


def test_an_unknown_column_without_text_is_nothing_to_list(read_rows):
    _, report = read_rows([*DEPARTMENT, ""], [*PROJECT, ""], [*HEADER, ""], [*INDICATOR, " "])
    assert places(report) == []


@pytest.mark.parametrize("row", [["产出指标", "数量指标", "台数"], ["产出指标"], ["", "数量指标"]])
def test_a_row_too_short_for_its_target_is_doubted(read_rows, row):
    dataset, report = read_rows(*START, HEADER, INDICATOR, ["", "质量指标", "率", "≥80%"], row, PROJECT)
    assert "line 26" in report.doubts["place"].tolist()
    assert dataset.indicators["target"].dropna().tolist() == ["1台", "≥80%"]


def test_indicators_before_any_project_are_doubted_and_belong_to_none(read_rows):
    orphans = export(HEADER, INDICATOR, ["", "质量指标", "率", ""])
    dataset, report = read_rows(*START, paragraphs=orphans + "说明\n")
    assert len(dataset.indicators) == 0
    assert len(places(report, "a project before its indicators")) == 1
    assert report.readings[["tables", "not_understood", "unread_cells"]].iloc[0].tolist() == [1, 1, 10]


def test_line_breaks_inside_cells_stay_and_those_around_them_go(read_rows):
    dataset, report = read_rows(
        *START, HEADER, ["产出指标", "数量指标", "台\n数\n", "1台"], ["", "质量指标", "前段\n\n后段", "≥80%"]
    )
    assert dataset.indicators["indicator"].tolist() == ["台\n数", "前段\n\n后段"]
    assert dataset.indicators["target"].tolist() == ["1台", "≥80%"]
    assert report.readings["unread_paragraphs"].tolist() == [0]


# Projects


def test_two_projects_after_each_other_in_one_table_keep_their_own(read_rows):
    dataset, _ = read_rows(
        *START, ["预算数", "5"], HEADER, INDICATOR, SECOND, ["预算数", "7"], HEADER, INDICATOR, INDICATOR
    )
    assert dataset.projects["project_name"].tolist() == ["甲项目", "乙项目"]
    assert dataset.projects["budget"].tolist() == [5, 7]
    assert dataset.indicators["indicator_id"].tolist() == ["2022/1/1", "2022/2/1", "2022/2/2"]


def test_a_project_without_a_code_does_not_take_that_of_the_next(read_rows):
    dataset, _ = read_rows(DEPARTMENT, ["项目编码", "", "项目名称", "甲项目"], HEADER, INDICATOR, SECOND)
    assert dataset.projects["project_name"].tolist() == ["甲项目", "乙项目"]
    assert dataset.projects["project_code"].fillna("").tolist() == ["", SECOND[1]]


def test_a_project_whose_purpose_comes_before_its_name_is_read(read_rows):
    dataset, _ = read_rows(DEPARTMENT, ["资金用途", "买设备", "", ""], SECOND, DEPARTMENT, PROJECT)
    assert dataset.projects["project_name"].tolist() == ["乙项目", "甲项目"]


@pytest.mark.parametrize("between", [[], [HEADER, INDICATOR]])
@pytest.mark.parametrize("unit", ["", "单位：万元"])
def test_two_departments_in_one_table_keep_their_projects(read_rows, between, unit):
    dataset, _ = read_rows(*START, *between, ["803002乙单位", "", "", unit], SECOND)
    assert dataset.departments["department"].tolist() == ["甲单位", "乙单位"]
    assert dataset.projects["department_id"].tolist() == ["130209-803001", "130209-803002"]


def test_a_department_whose_projects_have_no_code_has_no_division(read_rows):
    dataset, _ = read_rows(DEPARTMENT, ["项目名称", "甲项目"])
    assert dataset.departments[["department_id", "division_code"]].fillna("").values.tolist() == [["803001", ""]]


@pytest.mark.parametrize(
    "rows",
    [
        [PROJECT],
        [DEPARTMENT, [*PROJECT[:3], ""]],
        [["支出计划", "3月底", "", ""], ["", "20%", "", ""], *START],
        [["财政资金", "5", "", ""], *START],
        [*START, ["财政资金", "5", "财政资金", "3"]],
        [*START, ["支出计划", "3月底", "3月底", ""], ["", "20%", "40%", ""]],
    ],
    ids=["no department", "no name", "plan first", "funds first", "source twice", "checkpoint twice"],
)
def test_a_flaw_of_a_document_is_told_as_one_and_not_blamed_on_the_tables(read_rows, rows):
    try:
        _, report = read_rows(*rows)
        assert len(report.doubts) > 0
    except DatasetError as error:
        pytest.fail(f"the reader of a document is told about tidy tables: {error}")
    except DocumentError as error:
        assert "2022.txt" in str(error)


# Running text


def test_the_parts_of_a_task_are_told_by_their_labels(read_rows):
    text = "[bookmark: _Toc_1]二、分项绩效目标\n（一）招商\n绩效目标：签约\n绩效指标: 20家\n续行\n"
    text += "（二）环境\n绩效目标：整洁\n"
    dataset, _ = read_rows(*START, paragraphs=text)
    tasks = dataset.goals[["title", "goal", "indicator"]].fillna("").values.tolist()
    assert tasks == [["招商", "签约", "20家\n续行"], ["环境", "整洁", ""]]


def test_text_on_the_line_after_its_label_belongs_to_the_label(read_rows):
    dataset, _ = read_rows(*START, paragraphs="分项绩效目标\n（一）招商\n绩效目标：\n签约\n")
    assert dataset.goals[["title", "goal"]].values.tolist() == [["招商", "签约"]]


def test_a_list_number_alone_on_its_line_is_read(read_rows):
    dataset, _ = read_rows(*START, paragraphs="分项绩效目标\n（一）\n招商\n绩效目标：签约\n")
    assert dataset.goals[["title", "goal"]].values.tolist() == [["招商", "签约"]]


def test_every_paragraph_is_accounted_for(read_rows):
    _, report = read_rows(*START, paragraphs="总体绩效目标\n甲\n甲项目绩效目标表\n单位：元\n")
    counts = report.readings.iloc[0]
    assert counts["paragraphs"] == counts[["headings", "texts", "unread_paragraphs"]].sum() == 4


def test_text_under_no_heading_is_listed_as_unread(read_rows):
    _, report = read_rows(*START, paragraphs="来路不明的一段\n")
    assert places(report) == ["line 1"]
    assert report.readings["unread_paragraphs"].tolist() == [1]


# Plausibility


@pytest.mark.parametrize(
    ("shares", "doubted"),
    [(["50%", "100%"], 0), (["40%", "60%"], 0), (["0%", "100%"], 0), (["60%", "50%"], 1), (["60%", "120%"], 1)],
)
def test_a_plan_that_is_neither_cumulative_nor_of_periods_is_kept_and_doubted(read_rows, shares, doubted):
    dataset, report = read_rows(*START, ["支出计划", "6月底", "12月底", ""], ["", *shares, ""])
    assert dataset.disbursements["text"].tolist() == shares
    assert report.doubts["found"].str.startswith("a plan of").sum() == doubted


def test_a_unit_in_the_label_of_an_amount_holds_for_it_alone(read_rows):
    dataset, _ = read_rows(*START, ["预算数（元）", "50000", "财政资金", "5"])
    assert dataset.projects["budget"].tolist() == [5]
    assert dataset.funds["amount"].tolist() == [5]


def test_a_number_of_people_is_no_department(read_rows):
    dataset, _ = read_rows(*START, ["120人参加培训", "", "", ""], ["预算数", "5", "", ""])
    assert dataset.departments["department_code"].tolist() == ["803001"]
    assert dataset.projects["budget"].tolist() == [5]


def test_a_year_that_the_path_contradicts_is_doubted(read_bytes, tmp_path):
    (tmp_path / "raw" / "2022").mkdir(parents=True)
    text = "2021年，2021年\n" + export(*START)
    _, report = read_bytes(text.encode(), name="raw/2022/x.txt")
    assert report.doubts["found"].str.contains("the year 2021").any()
