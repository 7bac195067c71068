"""Documents to datasets: what the sample must give, and what small documents of every trap must and must not give."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
import warnings

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.documents import read
from jixiao.documents.text import read_text
from jixiao.errors import DatasetError, DocumentError, JixiaoError
from jixiao.vocabulary import vocabulary
from jixiao.workbook import dataset_folder

RAW = dataset_folder("sample") / "raw"
FILE = RAW / "2022" / "2022-lingang-business-district.txt"
TEXT = FILE.read_text(encoding="utf-8")
LINES = TEXT.split("\n")
SAMPLE, REPORT = read(FILE)
TASKS = ["狠抓招商引资不动摇", "不断优化园区招商营商环境。", "全程代办，专人负责，全力推进项目前期手续办理"]
TASKS += ["城市容貌环境综合治理，改善生态环境质量。", "机关综合工作科学管理精准提效"]

DEPARTMENT = ["803001甲单位", "", "", "单位：万元"]
PROJECT = ["项目编码", "13020922P00H00E100020", "项目名称", "甲项目"]
SECOND = ["项目编码", "13020922P00H00E100021", "项目名称", "乙项目"]
HEADER = ["一级指标", "二级指标", "三级指标", "指标值"]
INDICATOR = ["产出指标", "数量指标", "台数", "1台"]
START = [DEPARTMENT, PROJECT]


def export(*rows):
    """The rows of a table as a word processor exports them: a cell a line, begun by a tab."""
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


@pytest.fixture
def read_bytes(tmp_path):
    def read_bytes(content, name="2022.txt", **options):
        (tmp_path / name).write_bytes(content)
        return read(tmp_path / name, **options)

    return read_bytes


@pytest.fixture
def read_rows(read_bytes):
    """Read a document of one table; the paragraphs stand before it."""
    return lambda *rows, paragraphs="": read_bytes((paragraphs + export(*rows)).encode())


def places(report, expected=""):
    """Places of the doubts whose expectation begins so; rows of odd length and odd plans are another matter."""
    doubts = report.doubts[~report.doubts["found"].str.match(r"a row of \d+ cells|a plan of")]
    return doubts.loc[doubts["expected"].str.startswith(expected), "place"].tolist()


def line_at(place):
    return LINES[int(place.removeprefix("line ")) - 1]


# The sample


def test_the_sample_is_one_department_and_year():
    assert SAMPLE.departments.iloc[0].to_dict() == {
        "department_id": "130209-803001",
        "department_code": "803001",
        "department": "临港商务区管理委员会本级",
        "division_code": "130209",
    }
    assert len(SAMPLE.departments) == len(SAMPLE.documents) == 1
    document = SAMPLE.documents.iloc[0]
    assert document["document_id"] == "2022/2022-lingang-business-district"
    assert document[["year", "stage", "framework"]].tolist() == [2022, "target", "2015"]
    assert document[["file", "layout", "format"]].tolist() == [document["document_id"] + ".txt", "hebei-2022", "text"]


def test_the_sample_has_nine_projects_and_their_money():
    assert SAMPLE.projects["position"].tolist() == list(range(1, 10))
    assert SAMPLE.projects["budget"].tolist() == [5, 567, 542.13, 50, 254, 126.61, 57.21, 28.2, 150]
    assert round(SAMPLE.projects["budget"].sum(), 2) == 1780.15
    assert SAMPLE.projects["project_code"].str.fullmatch(r"13020922P[0-9A-Z]{12}").all()
    assert SAMPLE.projects["project_name"].is_unique


def test_the_sample_is_paid_from_the_budget_and_its_other_funds_are_missing_not_zero():
    public, other = (SAMPLE.funds[SAMPLE.funds["source"] == source] for source in ("财政资金", "其他资金"))
    assert public["amount"].tolist() == SAMPLE.projects["budget"].tolist()
    assert len(other) == 9
    assert other[["amount", "text"]].isna().all(axis=None)


def test_the_sample_plans_four_checkpoints_a_project():
    plans = SAMPLE.disbursements
    assert plans["date"].dt.strftime("%m-%d").tolist() == ["03-31", "06-30", "10-31", "12-31"] * 9
    assert plans["date"].dt.year.eq(2022).all()
    first = plans.query("label == '3月底'")["cumulative_share"].tolist()
    assert first == [0.2, 0.1, 0.2, 0.1, 0.1, 0.25, 0.2, 0.17, 0.1]
    assert plans.query("label == '12月底'")["cumulative_share"].eq(1).all()


def test_the_sample_has_eight_indicators_a_project_and_nine_in_the_fourth():
    counts = SAMPLE.indicators["project_id"].value_counts(sort=False)
    assert counts.tolist() == [8, 8, 8, 9, 8, 8, 8, 8, 8]
    assert SAMPLE.indicators["level1"].value_counts().to_dict() == {"产出": 36, "效益": 28, "满意度": 9}
    assert SAMPLE.indicators[["level2", "indicator", "target", "basis"]].notna().all(axis=None)


def test_the_sample_has_42_targets_with_a_number_and_31_without():
    numbers = SAMPLE.indicators[SAMPLE.indicators["kind"] == "number"]
    assert numbers["value"].notna().all()
    assert numbers["operator"].fillna("none").value_counts().to_dict() == {">=": 25, "<=": 14, ">": 2, "none": 1}
    assert SAMPLE.indicators["kind"].value_counts().to_dict() == {"number": 42, "text": 31}


def test_the_sample_has_goals_of_the_department_of_tasks_and_of_projects():
    goals = SAMPLE.goals
    assert goals["scope"].value_counts().to_dict() == {"project": 18, "safeguard": 7, "task": 5, "department": 2}
    assert (goals["department_id"] == "130209-803001").all()
    tasks = goals[goals["scope"] == "task"]
    assert tasks["title"].tolist() == TASKS
    assert tasks[["goal", "indicator"]].notna().all(axis=None)
    assert tasks["goal"].iloc[0] == "聚焦招大引强，全力推动项目签约落地。"


def test_every_project_of_the_sample_has_two_goals_without_their_list_numbers():
    goals = SAMPLE.goals[SAMPLE.goals["scope"] == "project"]
    assert goals["project_id"].value_counts().tolist() == [2] * 9
    assert goals["goal"].iloc[:2].tolist() == ["保障园区工作正常运转", "保障财务工作正常开展"]


@pytest.mark.parametrize("typo", ["补低于", "2中"])
def test_what_was_published_with_a_typo_keeps_it(typo):
    assert TEXT.count(typo) == SAMPLE.indicators["description"].str.contains(typo).sum() > 0


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("indicators", "target"),
        ("disbursements", "text"),
        ("projects", "project_code"),
        ("funds", "text"),
        ("goals", "goal"),
        ("goals", "title"),
    ],
)
def test_every_place_names_the_line_where_the_text_stands(table, column):
    df = SAMPLE.tables[table].dropna(subset=column)
    if column == "goal":
        df = df[df["scope"].isin(["department", "safeguard"])]
    for place, text in zip(df["place"], df[column], strict=True):
        found = re.sub(r"^(\d、|（.）)", "", line_at(place)) if table == "goals" else line_at(place)
        assert found == ("" if table == "goals" else "\t") + text.split("\n")[0]


def test_places_are_in_the_order_of_the_document():
    for name in ("goals", "projects", "funds", "disbursements", "indicators"):
        numbers = SAMPLE.tables[name]["place"].str.removeprefix("line ").astype(int)
        assert numbers.is_monotonic_increasing


def test_the_reading_accounts_for_every_cell_and_paragraph_of_the_sample():
    counts = REPORT.readings.iloc[0]
    read_as = counts[["labels", "values", "empty", "unread_cells"]]
    assert counts["cells"] == read_as.sum() == sum(line.startswith("\t") for line in LINES)
    assert counts["empty"] == sum(line.startswith("\t") and not line.strip() for line in LINES)
    assert counts["paragraphs"] == counts[["headings", "texts", "unread_paragraphs"]].sum()
    assert counts["unread_cells"] == counts["unread_paragraphs"] == 0


def test_every_cell_of_the_sample_stands_in_a_table_or_is_a_word_of_the_vocabulary():
    known = {str(value) for df in SAMPLE.tables.values() for value in df.to_numpy().ravel()}
    known |= {"单位：万元", "803001临港商务区管理委员会本级"}
    words = vocabulary()
    for cell in filter(lambda cell: not cell.blank, read_text(TEXT).cells()):
        text = cell.text.strip()
        level = words.level(1, text) or words.level(2, text)
        goals = {re.sub(r"^\d\.", "", line) for line in text.split("\n")}
        assert words.heading(text) or words.source(text) or level or text in known or goals <= known


def test_the_only_doubt_of_the_sample_is_the_row_cut_by_a_line_break():
    assert REPORT.doubts["place"].tolist() == ["line 160"]
    assert SAMPLE.indicators.query("place == 'line 160'")["target"].tolist() == ["可持续性"]


def test_the_report_is_told_in_words():
    lines = str(REPORT).split("\n")
    assert lines[0].startswith("2022/2022-lingang-business-district: 1015 cells (")
    assert lines[1] == "doubts: 1"
    assert lines[2].startswith("  line 160: a row of 6 cells")


def test_the_provenance_of_the_sample_says_which_file_it_is_about():
    provenance = tomllib.loads((FILE.parent / f"{FILE.stem}.provenance.toml").read_text(encoding="utf-8"))
    assert {"producer", "title", "year", "format", "sha256", "obtained", "address", "licence"} <= set(provenance)
    assert all(value for value in provenance.values())
    digest = hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert provenance["sha256"] == SAMPLE.documents["sha256"][0] == digest
    assert provenance["year"] == SAMPLE.documents["year"][0]


# The encoding of the file


@pytest.mark.parametrize(
    "encoded",
    [
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.decode().encode("gb18030"),
        lambda raw: raw.decode().encode("utf-16"),
    ],
)
def test_encoding_and_line_ends_change_nothing_that_is_read(tmp_path, encoded):
    path = tmp_path / "raw" / "2022" / FILE.name
    path.parent.mkdir(parents=True)
    path.write_bytes(encoded(FILE.read_bytes()))
    dataset, _ = read(path)
    for name, df in dataset.tables.items():
        pd.testing.assert_frame_equal(
            df.drop(columns="sha256", errors="ignore"), SAMPLE.tables[name].drop(columns="sha256", errors="ignore")
        )


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
    assert report.readings["unread_cells"].tolist() == [3]


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


# Amounts and shares


@pytest.mark.parametrize(("unit", "budget"), [("元", 1.25), ("千元", 1250), ("万元", 12500), ("亿元", 125000000)])
def test_amounts_are_read_in_the_unit_that_is_stated(read_rows, unit, budget):
    rows = [["803001甲单位", "", "", f"（单位：{unit}）"], PROJECT, ["预算数", "12,500.00", "财政资金", f"12500{unit}"]]
    dataset, report = read_rows(*rows)
    assert dataset.projects["budget"].tolist() == dataset.funds["amount"].tolist() == [budget]
    assert dataset.projects["budget_text"].tolist() == ["12,500.00"]
    assert places(report) == []


def test_a_unit_stated_above_the_table_holds_for_it(read_rows):
    rows = [["803001甲单位", "", "", ""], PROJECT, ["预算数", "50000", "", ""]]
    dataset, _ = read_rows(*rows, paragraphs="单位：元\n")
    assert dataset.projects["budget"].fillna(5).tolist() == [5]


@pytest.mark.parametrize("text", ["约5", "5元", "1,2", "1.2.3", "５．０个", "5 6 7元", "NaN", "1e3"])
def test_an_amount_that_is_no_number_is_left_empty_and_doubted(read_rows, text):
    dataset, report = read_rows(*START, ["预算数", text, "财政资金", text])
    assert dataset.projects["budget"].isna().all()
    assert dataset.projects["budget_text"].tolist() == dataset.funds["text"].tolist() == [text]
    assert places(report, "an amount in 万元") == ["line 12", "line 14"]


@pytest.mark.parametrize(
    ("text", "amount"), [("0", 0), ("５．５", 5.5), ("5 万元", 5), ("-3", -3), ("1,234.5", 1234.5)]
)
def test_an_amount_is_read_whatever_its_width_unit_and_separators(read_rows, text, amount):
    dataset, report = read_rows(*START, ["预算数", text, "", ""])
    assert dataset.projects["budget"].tolist() == [amount]
    assert places(report) == []


def test_a_budget_stated_twice_is_doubted(read_rows):
    _, report = read_rows(*START, ["预算数", "5", "", ""], ["资金总额", "7", "", ""])
    assert places(report) == ["line 17"]


def test_other_funds_left_blank_are_missing_and_those_not_printed_have_no_row(read_rows):
    blank, _ = read_rows(*START, ["其中：财政    资金", "5", "其他资金", " "])
    assert blank.funds["source"].tolist() == ["财政资金", "其他资金"]
    assert blank.funds["amount"].isna().tolist() == [False, True]
    without, _ = read_rows(*START, ["财政资金", "5", "", ""])
    assert without.funds["source"].tolist() == ["财政资金"]


@pytest.mark.parametrize(
    ("heading", "text", "share"),
    [
        ("支出计划", "20%", 0.2),
        ("支出计划（%）", "20%", 0.2),
        ("支出计划（％）", "20", 0.2),
        ("支出计划(%)", "120", 1.2),
        ("支出计划(%)", "33.3％", 0.333),
    ],
)
def test_a_share_is_read_where_it_or_its_heading_has_the_sign(read_rows, heading, text, share):
    dataset, report = read_rows(*START, [heading, "3月底", "", ""], ["", text, "", ""])
    assert dataset.disbursements[["label", "cumulative_share", "text"]].values.tolist() == [["3月底", share, text]]
    assert places(report) == []


@pytest.mark.parametrize(("heading", "text"), [("支出计划", "20"), ("支出计划（%）", "过半"), ("支出计划", "20％以上")])
def test_a_share_without_any_sign_or_number_is_left_empty_and_doubted(read_rows, heading, text):
    dataset, report = read_rows(*START, [heading, "3月底", "", ""], ["", text, "", ""])
    assert dataset.disbursements["cumulative_share"].isna().tolist() == [True]
    assert dataset.disbursements["text"].tolist() == [text]
    assert places(report, "a share in %") == ["line 17"]


def test_a_sign_in_one_heading_does_not_hold_for_the_next_table(read_rows):
    plan = ["", "20", "", ""]
    dataset, _ = read_rows(
        *START, ["支出计划（%）", "3月底", "", ""], plan, SECOND, ["支出计划", "3月底", "", ""], plan
    )
    assert dataset.disbursements["cumulative_share"].fillna(-1).tolist() == [0.2, -1]


def test_a_share_left_blank_is_missing_without_a_doubt(read_rows):
    dataset, report = read_rows(*START, ["支出计划", "3月底", "6月底", ""], ["", "", "40%", ""])
    assert dataset.disbursements["cumulative_share"].fillna(-1).tolist() == [-1, 0.4]
    assert places(report) == []


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


# Damage


def reading_of(path, raw):
    """Read what is left of a document; anything but an error of our own fails the test."""
    path.write_bytes(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return read(path)
        except JixiaoError as error:
            assert str(path) in str(error)


# The department's part and three of the projects: as many traps in less time.
SHORT = "\n".join(LINES[:445])
CUTS = st.lists(st.tuples(st.integers(0, 9999), st.integers(1, 12), st.integers(0, 3)), min_size=1, max_size=6)


def damaged(parts, cuts):
    """The parts with some stretches left out (0 times), kept or repeated."""
    for start, length, times in cuts:
        start %= len(parts)
        end = start + length
        parts = parts[:start] + parts[start:end] * times + parts[end:]
    return parts


@settings(max_examples=50, deadline=None)
@given(CUTS)
def test_lines_lost_or_repeated_end_in_a_reading_or_in_an_error_of_our_own(tmp_path_factory, cuts):
    text = "\n".join(damaged(SHORT.split("\n"), cuts))
    reading_of(tmp_path_factory.mktemp("lines") / "2022.txt", text.encode())


@settings(max_examples=25, deadline=None)
@given(CUTS)
def test_characters_lost_or_repeated_end_in_a_reading_or_in_an_error_of_our_own(tmp_path_factory, cuts):
    reading_of(tmp_path_factory.mktemp("characters") / "2022.txt", damaged(SHORT, cuts).encode())


@settings(max_examples=25, deadline=None)
@given(CUTS)
def test_bytes_lost_or_repeated_end_in_a_reading_or_in_an_error_of_our_own(tmp_path_factory, cuts):
    reading_of(tmp_path_factory.mktemp("bytes") / "2022.txt", damaged(SHORT.encode(), cuts))


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
