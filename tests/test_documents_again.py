"""Importing into a dataset that there is: what stays, what is replaced, what is kept beside another."""

from __future__ import annotations

import pytest
from builders import QUICK
from corpora import contents, loaded, notes, statuses, targets, text, write
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.documents import corpus, import_documents
from jixiao.errors import UsageError

pytestmark = pytest.mark.slow

# Importing again


@given(data=st.data())
@settings(QUICK, max_examples=6)
def test_whatever_the_order_and_split_the_dataset_is_the_same(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    names = ["1.txt", "二/2.txt", "二/3.txt", "z.txt"]
    write(folder / "raw", {name: text(f"80300{i % 3}单位{i}", serial=i, projects=2) for i, name in enumerate(names)})
    import_documents([folder / "raw"], folder / "whole")
    order = data.draw(st.permutations(names))
    cuts = sorted(data.draw(st.sets(st.integers(1, 3))))
    for start, end in zip([0, *cuts], [*cuts, 4], strict=True):
        import_documents([folder / "raw" / name for name in order[start:end]], folder / "split")
    assert contents(folder / "split") == contents(folder / "whole")


def test_an_unchanged_file_is_not_read_again(bring, monkeypatch, tmp_path):
    bring({"a.txt": text(), "b.txt": text("803002乙单位")})
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "tidy").iterdir()}
    monkeypatch.setattr(corpus, "read_document", None)
    report = bring({})
    assert set(statuses(report).values()) == {"unchanged"}
    assert report.written == []
    assert report.files["indicators"].tolist() == [1, 1]
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "tidy").iterdir()} == before


@pytest.mark.parametrize("option", [{"force": True}, {"year": 2031}])
def test_an_unchanged_file_is_read_again_if_that_is_asked_for(bring, tmp_path, option):
    bring({"a.txt": text()})
    assert statuses(bring({}, **option)) == {"a.txt": "read"}
    assert loaded(tmp_path).documents["year"].tolist() == [option.get("year", 2022)]


def test_a_changed_file_replaces_its_own_rows_and_nothing_else(bring, tmp_path):
    files = {"b.txt": text("803002乙单位", projects=3, serial=1), "c.txt": text("803003丙单位", serial=4)}
    bring({"a.txt": text()} | files)
    report = bring({"b.txt": text("803002乙单位", serial=7, target="5台")})
    assert statuses(report) == {"a.txt": "unchanged", "b.txt": "read", "c.txt": "unchanged"}
    assert report.certain
    data = loaded(tmp_path)
    assert targets(data) == {"a": "1台", "b": "5台", "c": "1台"}
    assert data.projects["project_id"].tolist() == ["a/1", "b/1", "c/1"]


def test_a_department_leaves_with_its_last_document(bring, tmp_path):
    bring({"a.txt": text(), "b.txt": text("803002乙单位")})
    bring({"b.txt": text("803003丙单位")})
    assert loaded(tmp_path).departments["department"].tolist() == ["甲单位", "丙单位"]


def test_documents_that_are_not_given_stay(bring, tmp_path):
    bring({"a.txt": text()})
    (tmp_path / "raw" / "a.txt").unlink()
    bring({"b.txt": text("803002乙单位")})
    assert loaded(tmp_path).documents["file"].tolist() == ["a.txt", "b.txt"]


def test_a_file_that_no_longer_can_be_read_keeps_what_was_read_before(bring, tmp_path):
    bring({"a.txt": text()})
    report = bring({"a.txt": "无"})
    assert "what was read from it before is kept" in notes(report)["a.txt"]
    assert targets(loaded(tmp_path)) == {"a": "1台"}


def test_documents_whose_files_are_gone_are_taken_out_if_that_is_asked_for(bring, tmp_path):
    bring({"a.txt": text(), "b.txt": text("803002乙单位", serial=5), "c.txt": text("803003丙单位", serial=8)})
    (tmp_path / "raw" / "a.txt").unlink()
    report = bring({"c.txt": "坏"}, prune=True)
    assert report.pruned == ["a"]
    assert loaded(tmp_path).documents["document_id"].tolist() == ["b", "c"]


def test_a_changed_vocabulary_has_unchanged_files_read_again(bring, monkeypatch, tmp_path):
    own = tmp_path / "vocabulary.toml"
    monkeypatch.setenv("JIXIAO_VOCABULARY", str(own))

    def states(words):
        own.write_text(words, encoding="utf-8")
        states = [*statuses(bring({"a.txt": text()})).values()]
        return [*states, *loaded(tmp_path).readings["vocabulary"].notna()]

    assert states("") == ["read", False]
    assert states('[headings]\ntarget = ["考核值"]') == ["read", True]
    assert states('# a remark\n[headings]\ntarget = ["考核值"]') == ["unchanged", True]
    with pytest.raises(UsageError, match="an unknown name"):
        states('[headings]\ntraget = ["考核值"]')


# The same content, the same name, the same project


def test_the_same_content_is_stored_once(bring, tmp_path):
    report = bring({"a.txt": text(), "副本.txt": text()})
    assert statuses(report) == {"a.txt": "read", "副本.txt": "duplicate"}
    assert notes(report) == {"副本.txt": "the same content as a"}
    assert report.certain
    again = bring({"z.txt": text()}, ["raw/z.txt"])
    assert notes(again) == {"z.txt": "the same content as a"}
    assert loaded(tmp_path).documents["file"].tolist() == ["a.txt"]


def test_a_stored_document_stays_the_first_of_its_content(bring, tmp_path):
    bring({"b.txt": text()})
    assert statuses(bring({"a.txt": text()})) == {"a.txt": "duplicate", "b.txt": "unchanged"}


def test_content_that_moves_to_another_name_is_not_lost(bring, tmp_path):
    bring({"a.txt": text(target="1台")})
    report = bring({"a.txt": text(target="2台"), "b.txt": text(target="1台")})
    assert set(statuses(report).values()) == {"read"}
    assert targets(loaded(tmp_path)) == {"a": "2台", "b": "1台"}


def test_a_file_that_becomes_a_copy_of_another_leaves_no_rows(bring, tmp_path):
    bring({"a.txt": text(target="1台"), "b.txt": text(target="2台")})
    assert statuses(bring({"b.txt": text(target="1台")})) == {"a.txt": "unchanged", "b.txt": "duplicate"}
    assert targets(loaded(tmp_path)) == {"a": "1台"}


def test_a_copy_of_what_cannot_be_read_was_not_read(bring):
    assert set(statuses(bring({"a.txt": "无", "b.txt": "无"})).values()) == {"not read"}


def test_files_that_differ_in_their_endings_only_keep_them_in_their_ids(bring, tmp_path):
    bring({"目标.txt": text(), "目标.text": text("803002乙单位", serial=5)})
    assert loaded(tmp_path).documents["document_id"].tolist() == ["目标.text", "目标.txt"]


def test_ids_in_the_dataset_stay_as_they_are(bring, tmp_path):
    bring({"目标.txt": text()})
    bring({"目标.text": text("803002乙单位", serial=5)})
    assert loaded(tmp_path).documents["document_id"].tolist() == ["目标", "目标.text"]


def test_files_of_the_same_path_below_two_folders_are_called_by_the_folders_too(bring, tmp_path):
    write(tmp_path, {"甲/1.txt": text(), "乙/1.txt": text("803002乙单位", serial=5), "乙/2.txt": text(serial=6)})
    bring({}, ["甲", "乙"])
    assert loaded(tmp_path).documents["file"].tolist() == ["2.txt", "乙/1.txt", "甲/1.txt"]


@pytest.fixture
def two_years(bring, tmp_path):
    """A document of 2022, then one of 2023 from another folder, of the same name."""
    write(tmp_path, {"2022/目标.txt": text(projects=2), "2023/目标.txt": text(year=2023)})
    bring({}, ["2022"])
    return bring({}, ["2023"])


def test_a_document_of_another_year_is_kept_beside_the_first_of_its_path(two_years, tmp_path):
    data = loaded(tmp_path)
    assert data.documents[["document_id", "file", "year"]].to_numpy().tolist() == [
        ["目标", "目标.txt", 2022],
        ["目标~2", "目标.txt", 2023],
    ]
    assert data.projects["project_id"].tolist() == ["目标/1", "目标/2", "目标~2/1"]
    assert data.indicators["indicator_id"].tolist() == ["目标/1/1", "目标/2/1", "目标~2/1/1"]
    assert notes(two_years) == {"目标.txt": "kept beside 目标, a document of the same path, of 2022 (target)"}
    assert two_years.certain


@pytest.mark.parametrize("year", ["2022", "2023"])
def test_documents_of_one_path_are_known_again_and_replaced_each_by_its_own(two_years, bring, tmp_path, year):
    assert set(statuses(bring({}, [year])).values()) == {"unchanged"}
    write(tmp_path, {f"{year}/目标.txt": text(year=int(year), target="7台")})
    assert bring({}, [year]).certain
    expected = {"目标": "1台", "目标~2": "1台"} | {{"2022": "目标", "2023": "目标~2"}[year]: "7台"}
    assert targets(loaded(tmp_path)) == expected


def test_a_file_that_becomes_a_copy_leaves_other_years_of_its_path(two_years, bring, tmp_path):
    bring({"b.txt": text(year=2023, target="9台")})
    write(tmp_path, {"2023/目标.txt": text(year=2023, target="9台")})
    assert statuses(bring({}, ["2023"])) == {"目标.txt": "duplicate"}
    assert targets(loaded(tmp_path)) == {"b": "9台", "目标": "1台"}


def test_a_number_behind_an_id_is_one_that_no_file_has(bring, tmp_path):
    bring({"目标.txt": text()})
    bring({"目标.txt": text(year=2023), "目标~2.txt": text("803002乙单位", serial=5)})
    ids = loaded(tmp_path).documents.set_index("document_id")["year"].to_dict()
    assert ids == {"目标": 2022, "目标~2": 2022, "目标~3": 2023}


def test_a_document_of_another_department_is_kept_beside_the_first_of_its_path(bring, tmp_path):
    write(tmp_path, {"甲/1.txt": text(), "乙/1.txt": text("803002乙单位", serial=5)})
    bring({}, ["甲"])
    assert bring({}, ["乙"]).certain
    data = loaded(tmp_path)
    assert data.projects[["project_id", "department_id"]].to_numpy().tolist() == [
        ["1/1", "130209-803001"],
        ["1~2/1", "130209-803002"],
    ]


def test_a_department_that_is_renamed_takes_its_own_place(bring, tmp_path):
    bring({"a.txt": text("甲单位", projects=2)})
    bring({"a.txt": text("乙单位", projects=2)})
    assert loaded(tmp_path).documents["document_id"].tolist() == ["a"]


def test_another_year_stated_for_the_same_file_is_no_doubt(bring):
    bring({"a.txt": text()})
    assert bring({}, year=2031).certain


def test_documents_that_claim_one_project_are_both_kept_and_told(bring, tmp_path):
    report = bring({"a.txt": text(projects=2), "b.txt": text(serial=1, target="9台"), "c.txt": text(year=2023)})
    assert len(loaded(tmp_path).projects) == 4
    claim = "1 projects of 2022 that another document has too, such as 13020922P00H00E100021 in {}"
    assert report.doubts["found"].tolist() == [claim.format("b"), claim.format("a")]


def test_a_department_of_two_names_has_one_and_that_is_told(bring, tmp_path):
    report = bring({"a.txt": text("803001乙局"), "b.txt": text("803001甲局", serial=5)})
    assert loaded(tmp_path).departments["department"].tolist() == ["乙局"]
    assert report.doubts[["found", "expected"]].to_numpy().tolist() == [
        ["the department 甲局", "乙局, as another document calls the department of this id"]
    ]
