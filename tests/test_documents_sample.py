"""What the sample must give, and what is left of it when it is damaged."""

from __future__ import annotations

import hashlib
import re
import tomllib
import warnings

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.documents import read
from jixiao.documents.text import read_text
from jixiao.errors import JixiaoError
from jixiao.vocabulary import shipped
from jixiao.workbook import dataset_folder

RAW = dataset_folder("sample") / "raw"
FILE = RAW / "2022" / "2022-lingang-business-district.txt"
TEXT = FILE.read_text(encoding="utf-8")
LINES = TEXT.split("\n")
SAMPLE, REPORT = read(FILE)
TASKS = ["狠抓招商引资不动摇", "不断优化园区招商营商环境。", "全程代办，专人负责，全力推进项目前期手续办理"]
TASKS += ["城市容貌环境综合治理，改善生态环境质量。", "机关综合工作科学管理精准提效"]


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
    words = shipped()
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


@settings(max_examples=18, deadline=None)
@given(CUTS)
def test_lines_lost_or_repeated_end_in_a_reading_or_in_an_error_of_our_own(tmp_path_factory, cuts):
    text = "\n".join(damaged(SHORT.split("\n"), cuts))
    reading_of(tmp_path_factory.mktemp("lines") / "2022.txt", text.encode())


@settings(max_examples=18, deadline=None)
@given(CUTS)
def test_characters_lost_or_repeated_end_in_a_reading_or_in_an_error_of_our_own(tmp_path_factory, cuts):
    reading_of(tmp_path_factory.mktemp("characters") / "2022.txt", damaged(SHORT, cuts).encode())


@settings(max_examples=18, deadline=None)
@given(CUTS)
def test_bytes_lost_or_repeated_end_in_a_reading_or_in_an_error_of_our_own(tmp_path_factory, cuts):
    reading_of(tmp_path_factory.mktemp("bytes") / "2022.txt", damaged(SHORT.encode(), cuts))
