"""A file is told from its content and not from its name; what cannot be read is refused with what to do."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from builders import QUICK
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.content import Grid
from jixiao.documents.formats import FORMATS, format_of, open_document
from jixiao.errors import DocumentError
from writers import WRITERS, Cell, Document, Table, write

SMALL: Document = ["2022年", Table([[Cell("项目名称"), Cell("甲项目")], [Cell("预算数"), Cell("5.00")]])]


# What a file is


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("name", ["2022 绩效.xls", "a.b.c", "无", "-x.txt"])
def test_the_content_tells_what_a_file_is_and_not_its_name(tmp_path, ending, name):
    path = tmp_path / name
    path.write_bytes(write(SMALL, tmp_path / f"small{ending}").read_bytes())
    _, content = open_document(path)
    assert content.format == {".txt": "text"}.get(ending, ending[1:])
    [grid] = [block for block in content.blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row] for row in grid.rows] == [["项目名称", "甲项目"], ["预算数", "5.00"]]


def test_each_kind_is_said_once_and_any_bytes_are_of_one():
    kinds = [format.kind for format in FORMATS]
    assert sorted(set(kinds)) == sorted(kinds)
    assert format_of(b"\x00").kind == kinds[-1]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"a.docx".ljust(257, b"\x00") + b"ustar" + bytes(250) + b"%PDF-1.4", "archive"),
        (b"{\\rtf %PDF-1.4", "rtf"),
        (b"\x89PNG %PDF-1.4", "image"),
        (b"%PDF-1.4 <html>", "pdf"),
    ],
)
def test_what_a_file_is_counts_before_what_stands_in_it(raw, kind):
    assert format_of(raw).kind == kind


def test_what_libreoffice_gives_is_read_as_what_it_is_under_the_name_of_the_old_format(tmp_path, monkeypatch):
    new = write(SMALL, tmp_path / "new.docx").read_bytes()
    monkeypatch.setattr("jixiao.documents.formats.convert", lambda raw, ending, target: new)
    (tmp_path / "a").write_bytes(b"{\\rtf1 x}")
    _, content = open_document(tmp_path / "a")
    assert content.format == "rtf"
    assert [cell.text for cell in content.cells()] == ["项目名称", "甲项目", "预算数", "5.00"]


def test_a_pdf_may_begin_with_something_else(tmp_path):
    path = write(SMALL, tmp_path / "a.pdf")
    path.write_bytes(b"\r\n\x00" + path.read_bytes())
    assert open_document(path)[1].format == "pdf"


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "."), data)
    return file.getvalue()


def tarred() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.docx"))
    return file.getvalue()


XLS = (Path(__file__).parent / "documents" / "values.xls").read_bytes()


def with_stream(name: str) -> bytes:
    """The container of an old workbook, with its stream under another name."""
    old, new = ((text.encode("utf-16-le").ljust(64, b"\x00"), 2 * len(text) + 2) for text in ("Workbook", name))
    return XLS.replace(old[0] + old[1].to_bytes(2, "little"), new[0] + new[1].to_bytes(2, "little"))


ENCRYPTED_PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj
3 0 obj <</Filter/Standard/V 1/R 2/P -4/O<@>/U<@>>> endobj
trailer <</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>
""".replace(b"@", b"00" * 32)
REFUSED = {
    "empty": (b"", "an empty file; .*download it again"),
    "blank": (b" \n\n", "an empty file"),
    "zip": (zipped(a__docx=b""), "an archive; .*unpack it"),
    "rar": (b"Rar!\x1a\x07\x00", "an archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00", "an archive"),
    "gzip": (gzip.compress(b"x"), "an archive"),
    "tar": (tarred(), "an archive"),
    "png": (b"\x89PNG\r\n\x1a\n\x00", "a picture; .*recognised"),
    "jpeg": (b"\xff\xd8\xff\xe0", "a picture"),
    "ofd": (zipped(OFD__xml=b"<x/>"), "an OFD document; .*PDF"),
    "encrypted": (with_stream("EncryptedPackage"), "encrypted; .*without a password"),
    "presentation": (with_stream("PowerPoint Document"), "a presentation"),
    "other container": (with_stream("Contents"), "an office file of an unknown kind"),
    "encrypted PDF": (ENCRYPTED_PDF, "encrypted; save it without a password"),
    "binary": (bytes(range(256)) * 4, "neither text nor a known format"),
    "zeros": (b"\x00" * 100, "neither text nor a known format"),
    "big5": ("預算績效目標：園區辦公用電費，專項購置費。".encode("big5"), "text in an encoding that cannot be told"),
    "latin": ("Höhe der Ausgaben für Gebäude".encode("latin-1"), "text in an encoding that cannot be told"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path, kind):
    raw, message = REFUSED[kind]
    (tmp_path / "2022.docx").write_bytes(raw)
    with pytest.raises(DocumentError, match=f"2022.docx: {message}"):
        open_document(tmp_path / "2022.docx")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path, tmp_path / "a\x00b"):
        with pytest.raises(DocumentError, match=r"check the path"):
            open_document(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_text_in_the_encodings_of_chinese_offices_is_told_for_certain(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes("2022年部门预算绩效目标\r\n\t项目名称\r\n\t甲\r\n".encode(encoding))
    _, content = open_document(tmp_path / "a.txt")
    assert [piece.text for piece in content.paragraphs()] == ["2022年部门预算绩效目标"]
    assert [cell.text for cell in content.cells()] == ["项目名称", "甲"]


def test_without_libreoffice_old_files_are_refused_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("jixiao.documents.office.PROGRAMS", ("soffice",))
    (tmp_path / "a.doc").write_bytes(b"{\\rtf1 x}")
    with pytest.raises(DocumentError, match=r"needs LibreOffice; install LibreOffice, or save the file as \.docx"):
        open_document(tmp_path / "a.doc")


def test_libraries_are_imported_when_they_are_needed():
    code = "import sys, jixiao; print(*{'openpyxl', 'pandera', 'pdfplumber', 'xlrd', 'matplotlib'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    assert not loaded.stdout.strip()


def test_a_library_that_is_missing_is_no_fault_of_the_file(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    monkeypatch.delitem(sys.modules, "jixiao.documents.pdf", raising=False)
    with pytest.raises(ImportError, match="pdfplumber"):
        open_document(write(SMALL, tmp_path / "a.pdf"))


# Damaged files


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, bytes]:
    """A small document in every format."""
    folder = tmp_path_factory.mktemp("whole")
    files = {ending: write(SMALL, folder / f"small{ending}").read_bytes() for ending in WRITERS}
    return files | {".xls": XLS}


@pytest.mark.parametrize("ending", [*WRITERS, ".xls"])
@QUICK
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path_factory, whole, ending, data):
    raw = bytearray(whole[ending])
    for _ in range(data.draw(st.integers(0, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    raw = raw[: data.draw(st.integers(1, len(raw)) | st.just(len(raw)))]
    path = tmp_path_factory.mktemp("damaged") / "a"
    path.write_bytes(raw)
    try:
        open_document(path)
    except DocumentError as error:
        assert str(path) in str(error)


def test_values_of_a_sheet_are_read_as_it_shows_them():
    _, content = open_document(Path(__file__).parent / "documents" / "values.xls")
    [grid] = [block for block in content.blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["项目编码", "007", "比例", "日期"],
        ["产出指标", "数量指标", "20%", "2022年6月30日"],
        ["产出指标", "质量指标", "1,234.50", "007"],
    ]
    assert grid.rows[1][0] is grid.rows[2][0]
    assert grid.rows[1][2].place == "目标!C4"
    assert [(doubt.place, doubt.found) for doubt in content.doubts] == [("底稿", "a hidden sheet")]


@pytest.mark.parametrize("before", ["<h2>2022年</h2>", "<section>", "<span>2022年</span>", "<!-- x --><center>"])
def test_a_piece_of_a_page_is_a_page_whatever_it_begins_with(tmp_path, before):
    path = tmp_path / "a.html"
    path.write_text(f"{before}<table><tr><td>项目名称</td><td>甲</td></tr></table>", encoding="utf-8")
    _, content = open_document(path)
    assert content.format == "html"
