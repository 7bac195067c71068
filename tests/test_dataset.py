"""Datasets: saved and loaded without loss, refused with a message where their shape is wrong, selected as one."""

from __future__ import annotations

import shutil
from dataclasses import replace

import jixiao
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jixiao.dataset import Dataset
from jixiao.documents import import_documents
from jixiao.errors import DatasetError, UsageError
from jixiao.tables import TABLES, frame
from jixiao.workbook import dataset_folder

FOLDER = dataset_folder("sample")
SAMPLE = jixiao.load("sample")
NAMES = SAMPLE.projects["project_name"].tolist()
CODES = SAMPLE.projects["project_code"].tolist()
DEPARTMENT = "130209-803001"


def assert_same(left: Dataset, right: Dataset):
    for name, df in left.tables.items():
        pd.testing.assert_frame_equal(df, right.tables[name])


def positions(dataset: Dataset) -> list[int]:
    return dataset.projects["position"].tolist()


# The committed files


def test_the_committed_tidy_files_are_what_reading_the_raw_ones_writes(tmp_path):
    import_documents([FOLDER / "raw"], tmp_path / "tidy")
    committed = {path.name: path.read_bytes() for path in (FOLDER / "tidy").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "tidy").iterdir()} == committed


def test_loading_gives_what_reading_gave():
    assert_same(SAMPLE, jixiao.read(FOLDER / "raw" / SAMPLE.documents["file"][0])[0])


# Saved and loaded


@pytest.fixture
def save_and_load(tmp_path_factory):
    def save_and_load(dataset):
        folder = tmp_path_factory.mktemp("tidy")
        dataset.save(folder)
        return jixiao.load(folder)

    return save_and_load


def with_goals(texts):
    row = SAMPLE.goals.iloc[0][["document_id", "department_id", "scope"]].to_dict()
    goals = [{**row, "position": position, "goal": text} for position, text in enumerate(texts, 1)]
    return replace(SAMPLE, goals=frame("goals", goals))


def test_saving_and_loading_changes_nothing(save_and_load):
    assert_same(SAMPLE, save_and_load(SAMPLE))


def test_a_dataset_without_rows_is_saved_and_loaded(save_and_load):
    assert_same(Dataset(), save_and_load(Dataset()))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=30))
@example(["NA", "nan", "null", "None", "001", "1e5", "TRUE", " ", " a ", '"', 'a"b', "a,b", "a\nb", "=1", "\ufeff"])
@example(["a\rb"])
@example(["长" * 140_000])
def test_every_text_survives_saving_and_loading(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("tidy")
    with_goals(texts).save(folder)
    assert jixiao.load(folder).goals["goal"].tolist() == texts


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(-1e12, 1e12), min_size=9, max_size=9))
def test_every_amount_survives_saving_and_loading(tmp_path_factory, amounts):
    folder = tmp_path_factory.mktemp("tidy")
    replace(SAMPLE, projects=SAMPLE.projects.assign(budget=amounts)).save(folder)
    assert jixiao.load(folder).projects["budget"].tolist() == amounts


def test_codes_keep_their_zeros_and_na_is_a_word(save_and_load):
    projects = SAMPLE.projects.assign(project_code=["007", "NA", "0", *CODES[3:]])
    loaded = save_and_load(replace(SAMPLE, projects=projects)).projects["project_code"].tolist()
    assert loaded[:3] == ["007", "NA", "0"]


def test_what_is_missing_stays_missing(save_and_load):
    others = save_and_load(SAMPLE).funds.query("source == '其他资金'")
    assert len(others) == 9
    assert others[["amount", "text"]].isna().all(axis=None)


def test_a_table_that_is_missing_is_refused(tidy):
    (tidy / "results.csv").unlink()
    assert "results.csv: No such file" in refusal(tidy)


def test_saving_a_dataset_of_the_wrong_shape_writes_nothing(tmp_path):
    with pytest.raises(DatasetError):
        replace(SAMPLE, projects=SAMPLE.projects.head(3)).save(tmp_path / "new")
    assert not (tmp_path / "new").exists()


# What is refused


@pytest.fixture
def tidy(tmp_path):
    return shutil.copytree(FOLDER / "tidy", tmp_path / "tidy")


def damage(path, old, new):
    text = path.read_bytes()
    assert old.encode() in text
    path.write_bytes(text.replace(old.encode(), new.encode(), 1))


def refusal(folder) -> str:
    with pytest.raises(DatasetError) as caught:
        jixiao.load(folder)
    message = str(caught.value)
    assert not any(word in message for word in ("pandera", "SchemaError", "Traceback", "<Check", "<Schema", "\\u"))
    assert "expected: " in message and "again" in message
    return message


@pytest.mark.parametrize(
    ("table", "old", "new", "named"),
    [
        ("projects", "budget_text", "amount_text", ["projects.csv", "amount_text", "budget_text"]),
        ("projects", ",567.0,", ",viel,", ["projects.csv", "budget", "line 3", "'viel'", "float64"]),
        ("projects", ",567.0,", ",NA,", ["projects.csv", "budget", "line 3", "'NA'"]),
        ("documents", ",2022,", ",MMXXII,", ["documents.csv", "year", "line 2", "'MMXXII'", "int64"]),
        ("documents", ",2022,", ",,", ["documents.csv", "year", "line 2", "int64"]),
        ("documents", ",2022,", ",1066,", ["documents", "year", "1066"]),
        ("documents", ",2022,", ",2022.5,", ["documents.csv", "year", "line 2", "2022.5"]),
        ("disbursements", "2022-06-30", "2022-06-31", ["disbursements.csv", "date", "line 3", "'2022-06-31'"]),
        ("disbursements", "2022-06-30", "30.06.2022", ["disbursements.csv", "date", "line 3", "'30.06.2022'"]),
        ("disbursements", "2022-06-30", "2022-03-31", ["disbursements", "uniqueness", "2022-03-31", "district/1"]),
        ("indicators", "district/9/8,", "district/9/7,", ["indicators", "uniqueness", "district/9/7"]),
        ("indicators", ",number,", ",nummer,", ["indicators", "kind", "nummer", "unclear"]),
        ("funds", "district/1,", "district/77,", ["funds.project_id", "district/77", "projects", "1 rows"]),
        ("goals", DEPARTMENT, "130209-9", ["goals.department_id", "'130209-9'", "departments"]),
        ("projects", ",2022/2022-l", ",2022/2023-l", ["projects.document_id", "2022/2023-l", "documents"]),
        ("departments", "临港商务区管理委员会本级", "", ["departments", "department", "not_nullable"]),
    ],
)
def test_a_wrong_value_is_refused_with_its_file_place_and_what_was_expected(tidy, table, old, new, named):
    damage(tidy / f"{table}.csv", old, new)
    message = refusal(tidy)
    assert [word for word in [str(tidy), *named] if word not in message] == []


@pytest.mark.parametrize("content", [b"", b"\n", "项目".encode("gb18030"), b'a,b\n"1,2\n', b"\xff\xfea\x00"])
def test_a_file_that_is_no_csv_in_utf8_is_refused(tidy, content):
    (tidy / "funds.csv").write_bytes(content)
    assert f"{tidy / 'funds.csv'}: " in refusal(tidy)


def test_a_missing_column_is_refused(tidy):
    columns = pd.read_csv(tidy / "funds.csv", dtype=str, encoding="utf-8").drop(columns="phase")
    columns.to_csv(tidy / "funds.csv", index=False, encoding="utf-8")
    assert "expected: project_id, source, phase, amount, text, place" in refusal(tidy)


def test_a_column_twice_is_refused(tidy):
    damage(tidy / "funds.csv", "amount,text", "text,text")
    assert "funds.csv" in refusal(tidy)


@pytest.mark.parametrize("more", [",x\n", ""])
def test_rows_longer_or_shorter_than_the_header_are_refused(tidy, more):
    path = tidy / "disbursements.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    changed = [row + ",x" if more else row.rpartition(",")[0] for row in rows]
    path.write_text("\n".join([header, *changed, ""]), encoding="utf-8")
    assert "disbursements.csv" in refusal(tidy)


def test_at_most_ten_wrong_values_are_listed(tidy):
    path = tidy / "disbursements.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("-31,", "-32,"), encoding="utf-8")
    assert refusal(tidy).count("line ") == 10


def test_a_table_that_cannot_be_opened_is_refused(tidy):
    (tidy / "funds.csv").unlink()
    (tidy / "funds.csv").mkdir()
    assert "funds.csv" in refusal(tidy)


@pytest.mark.parametrize("encoded", [lambda raw: b"\xef\xbb\xbf" + raw, lambda raw: raw.replace(b"\n", b"\r\n")])
def test_a_table_saved_by_a_spreadsheet_is_still_read(tidy, encoded):
    path = tidy / "projects.csv"
    path.write_bytes(encoded(path.read_bytes()))
    assert_same(SAMPLE, jixiao.load(tidy))


def test_an_unknown_dataset_lists_those_there_are(tmp_path, monkeypatch):
    for name in ("beta", "alpha"):
        (tmp_path / "data" / name / "tidy").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    with pytest.raises(UsageError, match=r"no dataset 'gamma' in .*one of: alpha, beta"):
        jixiao.load("gamma")


def test_a_folder_without_tables_is_no_dataset(tmp_path):
    with pytest.raises(UsageError, match="sample"):
        jixiao.load(tmp_path)


# Selecting


def two_departments(code="803002") -> Dataset:
    """The sample of 2022, and beside it in one document of 2023 another department with two projects."""
    other = SAMPLE.select(projects=[6, 8])
    renamed = {
        name: df.replace({"2022-lingang": "2023-other", DEPARTMENT: f"130200-{code}"}, regex=True)
        for name, df in other.tables.items()
    }
    renamed["documents"]["year"] = 2023
    renamed["departments"] = renamed["departments"].assign(department_code=code, department="乙单位")
    both = {name: pd.concat([df, renamed[name]], ignore_index=True) for name, df in SAMPLE.tables.items()}
    return Dataset(**both, name="both").validate()


BOTH = two_departments()


def test_selecting_nothing_keeps_all():
    for chosen in (SAMPLE.select(), SAMPLE.select(projects=[]), SAMPLE.select(projects="")):
        assert_same(chosen, SAMPLE)


@pytest.mark.parametrize("department", [DEPARTMENT, "803001", 803001, "临港商务区管理委员会本级"])
def test_a_department_is_chosen_by_id_code_or_name(department):
    chosen = BOTH.select(department=department).validate()
    assert chosen.departments["department_id"].tolist() == [DEPARTMENT]
    assert len(chosen.projects) == 9


@pytest.mark.parametrize(
    "projects",
    ["6,8", " 6 , 8 ,", [6, "8"], (8, 6), [NAMES[5], NAMES[7]], f"{CODES[5]},{NAMES[7]}", [CODES[7], 6], {6, 8}],
)
def test_projects_are_chosen_by_position_code_or_name_in_the_order_of_the_document(projects):
    assert positions(SAMPLE.select(projects=projects)) == [6, 8]


@pytest.mark.parametrize("project", [6, "6", CODES[5], NAMES[5], SAMPLE.projects["project_id"][5]])
def test_one_project_is_chosen_by_whatever_names_it(project):
    assert positions(SAMPLE.select(projects=project)) == [6]


def test_a_year_is_chosen():
    assert BOTH.select(year=2023).validate().departments["department"].tolist() == ["乙单位"]
    assert BOTH.select(year=2022).validate().documents["year"].tolist() == [2022]


def test_zero_and_nothing_take_the_only_year_and_department():
    assert_same(SAMPLE.select(year=0, department=""), SAMPLE)
    assert len(BOTH.select(year=2023, department="").projects) == 2


@pytest.mark.parametrize(
    ("choice", "listed"),
    [
        ({"year": 0}, ["not just one year", "2022", "2023"]),
        ({"department": ""}, ["not just one department", DEPARTMENT, "临港商务区管理委员会本级", "乙单位"]),
        ({"year": 1999}, ["no year '1999'", "2022", "2023"]),
        ({"department": "803009"}, ["no department '803009'", DEPARTMENT, "130200-803002 乙单位"]),
        ({"projects": [6, 77]}, ["no project '77'", *NAMES]),
        ({"projects": "6,无"}, ["no project '无'", *NAMES]),
        ({"department": "803002", "projects": NAMES[0]}, [f"no project '{NAMES[0]}'", NAMES[5], NAMES[7]]),
        ({"year": 2023, "department": DEPARTMENT}, ["no department", "乙单位"]),
    ],
)
def test_a_value_that_is_not_there_lists_what_is(choice, listed):
    with pytest.raises(UsageError) as caught:
        BOTH.select(**choice)
    assert [word for word in ["both", "one of: ", *listed] if word not in str(caught.value)] == []


def test_many_names_are_cut_short_nearest_first():
    numbers = range(3000)
    departments = [{"department_id": f"d{n}", "department": f"第{n}局"} for n in numbers]
    projects = [{"project_id": f"p{n}", "department_id": f"d{n}", "position": n} for n in numbers]
    many = Dataset(departments=frame("departments", departments), projects=frame("projects", projects), name="many")
    with pytest.raises(UsageError) as caught:
        many.select(department="第2711")
    message = str(caught.value)
    assert "d2711 第2711局" in message
    assert "… and 2980 more; choose the department; the table departments has them all" in message
    assert len(message) < 700


def test_only_what_is_still_to_choose_from_is_listed():
    with pytest.raises(UsageError) as caught:
        BOTH.select(department="803002", projects="无")
    assert NAMES[0] not in str(caught.value)


def test_a_code_that_two_departments_share_is_not_said_to_be_missing():
    with pytest.raises(UsageError) as caught:
        two_departments(code="803001").select(department="803001")
    message = str(caught.value)
    assert DEPARTMENT in message and "130200-803001" in message
    assert "no department" not in message


def test_a_department_of_a_shared_code_is_chosen_by_its_id():
    assert len(two_departments(code="803001").select(department="130200-803001").projects) == 2


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(range(1, 10)), min_size=1), st.sampled_from([None, DEPARTMENT]))
def test_a_selection_is_a_valid_dataset_of_just_its_projects(chosen, department):
    selected = BOTH.select(projects=chosen, department=department, year=2022).validate()
    assert positions(selected) == sorted(chosen)
    for name in ("funds", "disbursements", "indicators"):
        whole = SAMPLE.tables[name]
        expected = whole[whole["project_id"].isin(selected.projects["project_id"])].reset_index(drop=True)
        pd.testing.assert_frame_equal(selected.tables[name], expected)


@given(st.sets(st.sampled_from(range(1, 10)), min_size=1))
@settings(max_examples=20, deadline=None)
def test_selecting_twice_is_selecting_once(chosen):
    once = SAMPLE.select(projects=chosen)
    assert_same(once.select(projects=chosen), once)


def test_goals_of_the_department_stay_with_a_selection_of_its_projects():
    goals = SAMPLE.select(projects=[6]).goals
    assert goals["scope"].value_counts().to_dict() == {"safeguard": 7, "task": 5, "department": 2, "project": 2}


def test_results_stay_with_the_indicators_of_a_selection():
    ids = SAMPLE.indicators["indicator_id"]
    rows = [{"indicator_id": name, "date": "2022-12-31", "origin": "own"} for name in (ids[0], ids.iloc[-1])]
    selected = replace(SAMPLE, results=frame("results", rows)).select(projects=9).validate()
    assert selected.results["indicator_id"].tolist() == [ids.iloc[-1]]


def test_selecting_changes_nothing_in_the_dataset():
    before = {name: df.copy() for name, df in BOTH.tables.items()}
    BOTH.select(year=2023, projects=6)
    assert_same(Dataset(**before), BOTH)


def test_the_scope_says_what_is_in():
    scope = BOTH.scope()
    assert scope["year"].tolist() == [2022, 2023]
    assert scope["projects"].tolist() == [9, 2]
    assert scope["indicators"].tolist() == [73, 16]
    assert scope["budget"].round(2).tolist() == [1780.15, 154.81]


def test_every_table_of_the_dictionary_is_a_table_of_the_dataset():
    assert list(SAMPLE.tables) == list(TABLES)
