"""The dictionary: every table checked and described by it, and by the data package generated from it."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pytest
from frictionless import Package
from jixiao import datapackage
from jixiao.dictionary import DATE, INTEGER, NUMBER, TABLES, TEXT
from jixiao.errors import DatasetError
from jixiao.tables import check, dtypes, frame
from jixiao.workbook import dataset_folder

TIDY = dataset_folder("sample") / "tidy"
FUND = {"project_id": "a/1", "source": "财政资金", "phase": "initial", "amount": 5}
CHECKPOINT = {"project_id": "a/1", "date": "2022-03-31", "label": "3月底"}
IDS = {
    "document_id": "documents",
    "department_id": "departments",
    "project_id": "projects",
    "indicator_id": "indicators",
}


def names(table):
    return list(TABLES[table].columns)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_and_column_is_described(table):
    assert TABLES[table].description.endswith(".")
    assert all(model.description for model in TABLES[table].columns.values())
    assert set(dtypes(table).values()) <= {TEXT, NUMBER, INTEGER, DATE}


@pytest.mark.parametrize("table", TABLES)
def test_a_key_is_never_missing(table):
    assert TABLES[table].key
    assert not any(TABLES[table].columns[column].optional for column in TABLES[table].key)


@pytest.mark.parametrize("table", TABLES)
def test_a_reference_names_the_key_of_another_table(table):
    for column, other in TABLES[table].references.items():
        assert column in names(table)
        assert TABLES[other].key == [column]


@pytest.mark.parametrize("table", TABLES)
def test_a_column_that_repeats_the_key_of_another_table_is_a_reference(table):
    shared = {column: other for column, other in IDS.items() if column in names(table) and other != table}
    assert TABLES[table].references == shared


def test_amounts_and_shares_have_their_units():
    units = {(table, name): model.unit for table in TABLES for name, model in TABLES[table].columns.items()}
    assert {column: unit for column, unit in units.items() if unit} == {
        ("goals", "amount"): "万元",
        ("projects", "budget"): "万元",
        ("funds", "amount"): "万元",
        ("disbursements", "cumulative_share"): "1",
        **{("interim_funds", name): "万元" for name in ("initial", "adjusted", "paid", "expected_paid")},
        ("interim_funds", "rate"): "1",
        **{("evaluations", name): "万元" for name in ("initial", "adjusted", "paid")},
        ("evaluations", "rate"): "1",
        **{("ledgers", name): "元" for name in ("total", "total_of_rows")},
        **{(name, "yuan"): "元" for name in ("payments", "adjustments", "ledger_rows")},
    }


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_rows_has_its_shape(table):
    df = check(table, frame(table, []))
    assert list(df.columns) == names(table)
    assert df.empty


def test_rows_become_a_table_of_the_right_order_and_types():
    df = frame("funds", [dict(reversed(FUND.items()))])
    assert df.dtypes.astype(str).to_dict() == dtypes("funds")
    assert df["amount"].tolist() == [5.0]


def test_nothing_and_empty_text_are_missing_and_the_word_na_is_not():
    df = frame("funds", [FUND | {"text": "", "place": None}, FUND | {"text": "NA", "amount": 0}])
    assert df["text"].isna().tolist() == [True, False]
    assert df["place"].isna().all()
    assert df["amount"].tolist() == [5.0, 0.0]


def test_checking_returns_the_table_as_it_is():
    df = frame("funds", [FUND])
    before = df.copy()
    pd.testing.assert_frame_equal(check("funds", df), before)
    pd.testing.assert_frame_equal(df, before)


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([FUND, FUND], ["project_id", "source", "phase", "a/1"]),
        ([FUND | {"phase": "later"}], ["phase", "later", "initial"]),
        ([FUND | {"source": ""}], ["source", "not_nullable"]),
    ],
)
def test_a_wrong_row_is_shown_with_its_column(rows, named):
    with pytest.raises(DatasetError) as caught:
        check("funds", frame("funds", rows), file="funds.csv")
    assert all(word in str(caught.value) for word in ["funds.csv", "table funds", "expected", "again", *named])


def test_plausibility_is_not_shape():
    check("disbursements", frame("disbursements", [CHECKPOINT | {"cumulative_share": 7}]))
    check("funds", frame("funds", [FUND | {"amount": -5}]))


def test_at_most_ten_wrong_rows_are_shown_and_the_others_counted():
    rows = [FUND | {"project_id": f"a/{number}", "phase": f"wrong{number}"} for number in range(13)]
    with pytest.raises(DatasetError, match="and 3 more") as caught:
        check("funds", frame("funds", rows))
    assert str(caught.value).count("wrong") == 10


@pytest.mark.parametrize("df", [pd.DataFrame({"project_id": ["a"]}), frame("funds", [FUND]).assign(more="x")])
def test_a_missing_or_additional_column_is_an_error(df):
    with pytest.raises(DatasetError, match="table funds"):
        check("funds", df)


def test_a_column_of_the_wrong_type_is_an_error():
    with pytest.raises(DatasetError, match="amount"):
        check("funds", frame("funds", [FUND]).astype({"amount": str}))


# The data package


@pytest.fixture
def tidy(tmp_path):
    return shutil.copytree(TIDY, tmp_path / "tidy")


def problems(folder):
    return {error for (error,) in Package(str(folder / "datapackage.json")).validate().flatten(["type"])}


def replace_in(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_the_committed_data_package_is_valid():
    assert Package(str(TIDY / "datapackage.json")).validate().valid


def test_the_data_package_repeats_the_dictionary():
    package = json.loads((TIDY / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == names(resource["name"])
        assert resource["schema"]["primaryKey"] == TABLES[resource["name"]].key


def test_a_changed_table_is_no_longer_the_one_the_package_names(tidy):
    replace_in(tidy / "funds.csv", "5.00", "6.00")
    assert problems(tidy) == {"hash-count"}


@pytest.mark.parametrize(
    ("table", "old", "new", "problem"),
    [
        ("funds", "district/1,", "district/77,", "foreign-key"),
        ("indicators", "district/9/8,", "district/9/7,", "primary-key"),
        ("indicators", ",number,", ",nummer,", "constraint-error"),
        ("projects", ",567.0,", ",viel,", "type-error"),
        ("disbursements", "2022-06-30", "2022-06-31", "type-error"),
    ],
)
def test_a_broken_copy_is_invalid_even_when_its_hashes_are_right(tidy, table, old, new, problem):
    replace_in(tidy / f"{table}.csv", old, new)
    datapackage.write(tidy)
    assert problems(tidy) == {problem}
