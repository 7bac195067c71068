"""Ledgers made to harm: bounded like documents, and refused by name."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from jixiao.errors import UsageError
from jixiao.ledgers import files
from ledgers import PARK, codes, judged

HEAD = ["支付日期", "项目编码", "金额"]


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in [HEAD, *rows]:
        book.active.append(list(row))
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def changed(raw: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with something in a part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            assert name != part or old in data
            target.writestr(name, data.replace(old, new) if name == part else data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_size_that_a_sheet_only_claims_costs_nothing(sample):
    raw = workbook(["2022-03-01", PARK, 5])
    huge = changed(raw, SHEET, b'<dimension ref="A1:C2"', b'<dimension ref="A1:XFD1048576"')
    assert codes(judged(sample, raw=huge, name="a.xlsx")) == ["payment"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        (b"<sheetData>", b"<sheetData><row"),
    ],
)
def test_broken_or_hostile_xml_is_refused_in_one_message(sample, old, new):
    raw = changed(workbook(["2022-03-01", PARK, 5]), SHEET, old, new)
    with pytest.raises(UsageError, match=r"a\.xlsx"):
        judged(sample, raw=raw, name="a.xlsx")


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", b"%PDF-1.7", b"\x00\x01\x02", b"", b"\xff" * 99]
)
def test_what_is_no_ledger_is_refused(sample, raw):
    with pytest.raises(UsageError):
        judged(sample, raw=raw or b"\n", name="a.csv")


def test_too_many_rows_are_refused(sample, monkeypatch):
    monkeypatch.setattr(files, "ROWS", 3)
    with pytest.raises(UsageError, match="more than 3 rows"):
        judged(sample, *[f"2022-03-01,{PARK},5"] * 4, head=",".join(HEAD))


def test_amounts_beyond_what_can_be_added_up_are_not_counted(sample):
    one = judged(sample, f"2022-03-01,{PARK},{'9' * 30}", f"2022-03-01,{PARK},9999999999999亿", head=",".join(HEAD))
    assert codes(one) == ["left out L08", "left out L08"]


def test_a_long_cell_and_many_columns_are_cut(sample):
    wide = ",".join([*HEAD, "摘要", *["x"] * 5000])
    one = judged(sample, f"2022-03-01,{PARK},5,{'长' * 100_000}", head=wide)
    assert codes(one) == ["payment"]
    assert len(one.rows["note"].iloc[0]) <= files.LONGEST


def test_comments_that_no_page_follows_are_looked_at_once(sample):
    """Parted in every way they can be, thirty of them would take minutes, and each more twice as long."""
    with pytest.raises(UsageError):
        judged(sample, raw=b"<!---->" * 200 + b"\na,b\n", name="a.csv")
