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
from jixiao.tables import frame
from jixiao.workbook import dataset_folder

FOLDER = dataset_folder("sample")
SAMPLE = jixiao.load("sample")
CODES = SAMPLE.projects["project_code"].tolist()
DEPARTMENT = "130209-803001"


def assert_same(left: Dataset, right: Dataset):
    for name, df in left.tables.items():
        pd.testing.assert_frame_equal(df, right.tables[name])


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
