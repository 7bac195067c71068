"""Tables in files: quickly read as strictly read, and what is refused in either form."""

from __future__ import annotations

import jixiao
import pandas as pd
import pytest
from builders import QUICK
from corpora import contents
from hypothesis import example, given
from hypothesis import strategies as st
from jixiao import storage
from jixiao.errors import DatasetError, UsageError
from jixiao.tables import frame

SAMPLE = jixiao.load("sample")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture(params=storage.FORMS)
def form(request):
    return request.param


def funds(rows) -> pd.DataFrame:
    key = {"source": "财政资金", "phase": "initial"}
    named = [{"project_id": f"D/{n}", **key, "amount": row[0], "text": row[1]} for n, row in enumerate(rows)]
    return frame("funds", named)


@given(st.lists(st.tuples(NUMBERS, st.none() | TEXTS), max_size=20))
@example([(0.1 + 0.2, "NA"), (-0.0, "001"), (1e300, 'a"b'), (None, "a,b\n\nc"), (5e-324, "\r"), (1.0, "长" * 400_000)])
@QUICK
def test_a_table_is_what_it_was_in_either_form_and_read_in_either_way(tmp_path_factory, rows):
    folder, df = tmp_path_factory.mktemp("tidy"), funds(rows)
    tables = SAMPLE.tables | {"funds": df}
    for form in storage.FORMS:
        (folder / form).mkdir()
        storage.write_tables(tables, folder / form, form)
        pd.testing.assert_frame_equal(storage.read_tables(folder / form)["funds"], df, check_exact=True)
    (folder / "csv" / "datapackage.json").unlink()  # without its hashes every file is read row by row
    pd.testing.assert_frame_equal(storage.read_tables(folder / "csv")["funds"], df, check_exact=True)


def test_only_a_file_as_it_was_written_is_read_without_care(tmp_path):
    SAMPLE.save(tmp_path / "tidy")
    path = tmp_path / "tidy" / "funds.csv"
    start, _, last = path.read_bytes().rpartition(b",")
    path.write_bytes(start + b',"' + last)  # an open quote, which Arrow takes for a value
    with pytest.raises(DatasetError, match=r"funds\.csv: "):
        jixiao.load(tmp_path / "tidy")


def test_files_as_they_were_written_need_no_reading_row_by_row(tmp_path, monkeypatch):
    SAMPLE.save(tmp_path / "tidy")
    monkeypatch.setattr(storage, "_read_by_rows", None)
    assert len(jixiao.load(tmp_path / "tidy").projects) == 9


@pytest.mark.parametrize("record", [b"", b"[]", b"{}", b'{"resources": [1]}', b"\xff"])
def test_a_broken_record_of_hashes_only_costs_time(tmp_path, record):
    SAMPLE.save(tmp_path / "tidy")
    (tmp_path / "tidy" / "datapackage.json").write_bytes(record)
    assert len(jixiao.load(tmp_path / "tidy").projects) == 9


def test_equal_tables_are_equal_files(tmp_path, form):
    for name in ("one", "two"):
        SAMPLE.save(tmp_path / name, form=form)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_saving_replaces_a_dataset_in_the_other_form(tmp_path):
    for form in ("csv", "parquet", "csv"):
        SAMPLE.save(tmp_path / "tidy", form=form)
        assert storage.form_of(tmp_path / "tidy") == form


def test_files_beside_the_tables_stay(tmp_path):
    SAMPLE.save(tmp_path / "tidy")
    (tmp_path / "tidy" / "my-ledger.csv").write_text("mine", encoding="utf-8")
    SAMPLE.save(tmp_path / "tidy", form="parquet")
    assert (tmp_path / "tidy" / "my-ledger.csv").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "tidy" / "funds.csv").exists()


@pytest.mark.parametrize("package", ["{", "{}", '{"title": "Mine", "resources": [{"name": "a", "path": "a.csv"}]}'])
def test_a_data_package_of_another_is_left_alone(tmp_path, package):
    (tmp_path / "datapackage.json").write_text(package, encoding="utf-8")
    (tmp_path / "a.csv").touch()
    with pytest.raises(UsageError, match=r"holds files but no datapackage\.json of this program"):
        SAMPLE.save(tmp_path)
    assert (tmp_path / "a.csv").exists()


def test_tables_in_two_forms_are_refused(tmp_path):
    SAMPLE.save(tmp_path / "tidy")
    SAMPLE.projects.to_parquet(tmp_path / "tidy" / "projects.parquet")
    with pytest.raises(DatasetError, match="holds tables in two forms; expected: CSV or Parquet"):
        jixiao.load(tmp_path / "tidy")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.unlink(), "expected: a Parquet file"),
        (lambda path: path.write_bytes(b"PAR1 no more"), "expected: a Parquet file"),
        (lambda path: path.write_bytes(path.read_bytes()[:-20]), "expected: a Parquet file"),
        (
            lambda path: SAMPLE.goals.to_parquet(path, index=False),
            "columns document_id, position.*expected: project_id",
        ),
        (
            lambda path: SAMPLE.funds.assign(amount="1").to_parquet(path, index=False),
            "amount str.*expected: amount float64",
        ),
    ],
)
def test_a_broken_parquet_file_is_refused(tmp_path, damage, message):
    SAMPLE.save(tmp_path / "tidy", form="parquet")
    damage(tmp_path / "tidy" / "funds.parquet")
    with pytest.raises(DatasetError, match=message):
        jixiao.load(tmp_path / "tidy")


def test_a_dataset_whose_swap_was_cut_off_is_still_loaded(tmp_path):
    SAMPLE.save(tmp_path / "tidy")
    (tmp_path / "tidy").rename(tmp_path / ".tidy.old")
    assert len(jixiao.load(tmp_path / "tidy").projects) == 9
