"""Published files are kept: a number is followed to its cell, and a dataset can be read again."""

from __future__ import annotations

from pathlib import Path

import jixiao
import pytest
from command_line import jixiao as command
from jixiao.documents import import_documents
from jixiao.errors import UsageError

FORMS = Path(__file__).parent / "forms"


@pytest.fixture
def folder(tmp_path):
    """The tables of two documents, whose own files are gone."""
    given = tmp_path / "原 件"
    given.mkdir()
    for name in ("monitor-2022.html", "guangxi-monitor-2023.docx"):
        (given / name).write_bytes((FORMS / name).read_bytes())
    tidy = tmp_path / "数 据" / "tidy"
    import_documents([given], tidy)
    for path in given.iterdir():
        path.unlink()
    return tidy


def test_an_indicator_is_shown_in_its_row_below_its_headings(folder):
    data = jixiao.load(folder)
    shown = data.source("monitor-2022/1/1")
    lines = str(shown).splitlines()
    assert lines[0] == "monitor-2022.html"
    assert "三级指标" in lines[1]
    row = next(line for line in lines if "管护面积" in line)
    assert row.count("【") == 2
    assert "【≥86万亩】" in row
    assert "【86万亩】" in row
    assert shown._repr_html_().count("<mark>") == 2
    assert 'rowspan="' in shown._repr_html_()


def test_a_project_and_a_document_are_shown(folder):
    data = jixiao.load(folder)
    assert "【公益林管护】" in str(data.source("monitor-2022/1"))
    assert "【1,200】" in str(data.source("monitor-2022/1"))
    assert str(data.source("monitor-2022")).startswith("monitor-2022.html\n")


def test_text_of_a_document_stays_text_in_a_page(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<p>2022年绩效目标表</p><table><tr><td>项目名称</td><td>&lt;b&gt;甲&lt;/b&gt; $3 至 $5</td></tr>"
        "<tr><td>三级指标</td><td>指标值</td></tr><tr><td>人数</td><td>≥3人</td></tr></table>",
        encoding="utf-8",
    )
    import_documents([path], tmp_path / "d" / "tidy")
    shown = jixiao.load(tmp_path / "d" / "tidy").source("a/1")._repr_html_()
    assert "&lt;b&gt;甲" in shown
    assert "<span>$</span>5" in shown
    assert "<b>甲" not in shown


def test_what_cannot_be_shown_says_why_and_what_to_do(folder, tmp_path):
    data = jixiao.load(folder)
    with pytest.raises(UsageError, match="nothing with the id 'x'; expected: an indicator_id"):
        data.source("x")
    for copy in (folder.parent / "sources").iterdir():
        copy.write_bytes(copy.read_bytes() + b" ")
    with pytest.raises(UsageError, match=r"is not kept as it was read.*import the document again"):
        data.source("monitor-2022/1")
    with pytest.raises(UsageError, match="is not kept as it was read"):
        jixiao.read(FORMS / "monitor-2022.html")[0].source("monitor-2022/1")


def test_a_dataset_is_read_again_from_what_it_keeps(folder):
    before = jixiao.load(folder)
    report = import_documents([], folder, again=True)
    assert report.files["status"].tolist() == ["read", "read"]
    after = jixiao.load(folder)
    for name, df in before.tables.items():
        assert df.equals(after.tables[name]), name
    assert len(list((folder.parent / "sources").iterdir())) == 2


def test_what_is_not_kept_is_told_and_stays(folder):
    next((folder.parent / "sources").glob("*.html")).unlink()
    report = import_documents([], folder, again=True)
    told = report.files.set_index("document_id")["note"]
    assert "is not kept; import it again by its name; what was read from it before is kept" in told["monitor-2022"]
    assert len(jixiao.load(folder).documents) == 2


def test_copies_that_no_document_needs_go_and_files_of_others_stay(folder, tmp_path):
    mine = folder.parent / "sources" / "notes.txt"
    mine.write_text("mine", encoding="utf-8")
    import_documents([FORMS / "monitor-2022.html"], folder, prune=True)
    assert {path.suffix for path in (folder.parent / "sources").iterdir()} == {".html", ".txt"}


def test_no_copy_is_made_where_none_is_needed_or_wanted(tmp_path):
    raw = tmp_path / "a" / "raw"
    raw.mkdir(parents=True)
    (raw / "monitor-2022.html").write_bytes((FORMS / "monitor-2022.html").read_bytes())
    import_documents([raw], tmp_path / "a" / "tidy")
    import_documents([FORMS / "monitor-2022.html"], tmp_path / "b" / "tidy", copies=False)
    import_documents([FORMS / "monitor-2022.html"], tmp_path / "c" / "tables")
    assert not list(tmp_path.glob("*/sources"))
    assert "【公益林管护】" in str(jixiao.load(tmp_path / "a" / "tidy").source("monitor-2022/1"))


def test_the_command_reads_again_and_wants_files_otherwise(folder):
    code, out, _ = command("import", "--again", "--to", folder, "-q")
    assert code == 0
    assert any(line.endswith("projects.csv") for line in out)
    code, _, error = command("import", "--to", folder)
    assert code == 2
    assert "FILE|FOLDER, or --again" in error


def test_copies_are_no_documents_of_a_folder_that_is_imported(folder, tmp_path):
    with pytest.raises(UsageError, match="no document"):
        import_documents([folder.parent], tmp_path / "other" / "tidy")
