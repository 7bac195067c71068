"""Number formats of spreadsheets: the rules of ECMA-376, with what Excel and WPS add for Chinese, as cases."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from builders import QUICK
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.date_formats import BUILT_IN
from jixiao.documents.number_formats import UnknownFormatError, hides, shown

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
DAY, NOON = 45291, 45291.5  # 2023-12-31
CASES = [
    # Digits
    (0.5, "0.00", "0.50"),
    (0.5, "#.##", ".5"),
    (5, "#.##", "5."),
    (7, "000", "007"),
    (0, "#", ""),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (7, "#,000", "007"),
    (1234, "0,000,000", "0,001,234"),
    (2.675, "0.00", "2.68"),
    (0.285, "0.00", "0.29"),
    (1.005, "0.00", "1.01"),
    (-3.5, "0.0", "-3.5"),
    (-0.001, "0.00", "0.00"),
    (1.5, "0.??", "1.5"),
    (12.3456789012345678, "0.0000000000000000", "12.3456789012346000"),
    (110101202201010011, "0", "110101202201010000"),
    (1.3e27, "0.00", "1300000000000000000000000000.00"),
    # Literals, escapes and points between digits
    (500000, "0!.0000", "50.0000"),
    (500000, "0!.0", "50000.0"),
    (500000, '0"."0', "50000.0"),
    (500000, r"0\\.0000".replace("\\\\", "\\"), "50.0000"),
    (123456, "0!.0,", "12.3"),
    (12345678, "0!.0,", "1234.6"),
    (5, "0!.0000", "0.0005"),
    (500000, '[>=10000]0!.0,"万元";0"元"', "50.0万元"),
    (500, '[>=10000]0!.0,"万元";0"元"', "500元"),
    (12.5, '0.0"万元"', "12.5万元"),
    (12.5, "0.0_ ", "12.5"),
    (12.5, "*-0.0", "12.5"),
    (3, "第0号", "第3号"),
    (8008, "000-0000", "000-8008"),
    (13912345678, "000-0000-0000", "139-1234-5678"),
    # Commas that scale, percents
    (12345, "#,##0,", "12"),
    (12345678, "0.0,,", "12.3"),
    (0.2, "0%", "20%"),
    (0.125, "0.0 %", "12.5 %"),
    (0.5, "0%%", "5000%%"),
    # Sections and conditions
    (-3, "0;(0)", "(3)"),
    (-3, "0;0", "3"),
    (0, '0.00;-0.00;"—"', "—"),
    (0, ACCOUNTING, "-"),
    (-1234.5, ACCOUNTING, "-1,234.50"),
    ("合计", ACCOUNTING, "合计"),
    (5, '0;-0;;"说明："@', "5"),
    ("甲", '0;-0;;"说明："@', "说明：甲"),
    (0, '[=0]"";0.00', ""),
    (-5, '[=0]"";0.00', "-5.00"),
    (1, "[>100]0.0;0", "1"),
    (-7, "[<0]0;0.0", "7"),
    (90, "[>=85]0;[>=60]0.0;0.00", "90"),
    (70, "[>=85]0;[>=60]0.0;0.00", "70.0"),
    (50, "[>=85]0;[>=60]0.0;0.00", "50.00"),
    (3, "[红色]0", "3"),
    (3, "[Red][>1]0.0;0", "3.0"),
    (3, "[颜色10]0", "3"),
    (3, "[$￥-804]#,##0", "￥3"),
    (3, "[$-804]0", "3"),
    # General
    (5, "General", "5"),
    (5, "G/通用格式", "5"),
    (5.25, 'G/通用格式"元"', "5.25元"),
    (-5, "General;[Red]-General", "-5"),
    (0.1 + 0.2, "General", "0.3"),
    (123456789012, "General", "1.23457E+11"),
    (12345678901, "General", "12345678901"),
    (0.00001234, "General", "1.234E-05"),
    (1 / 3, "General", "0.333333333"),
    (200 / 3, "General", "66.66666667"),
    # Scientific, fractions
    (150000.0, "0.00E+00", "1.50E+05"),
    (0.00015, "0.0E-0", "1.5E-4"),
    (12345, "##0.0E+0", "12.3E+3"),
    (99999, "0.0E+0", "1.0E+5"),
    (0.25, "# ?/?", "1/4"),
    (5.25, "# ?/?", "5 1/4"),
    (3.14159, "?/??", "311/99"),
    (0.3, "# ?/100", "30/100"),
    (2, "# ?/?", "2"),
    # Chinese numerals
    (123, "[DBNum1][$-804]General", "一百二十三"),
    (1005, "[DBNum2][$-804]General", "壹仟零伍"),
    (123, "[DBNum1]0", "一二三"),
    (100000, '[DBNum2]G/通用格式"元整"', "壹拾万元整"),
    (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二三年十二月三十一日"),
    # Days and times
    (DAY, 'yyyy"年"m"月"d"日"', "2023年12月31日"),
    (DAY, "yyyy-mm-dd", "2023-12-31"),
    (DAY, "yyyy/m/d;@", "2023/12/31"),
    (DAY, "[$-804]yyyy.mm", "2023.12"),
    (DAY, "yy.m.d", "23.12.31"),
    (DAY, 'e"年"m"月"', "2023年12月"),
    (DAY, "aaaa", "星期日"),
    (DAY, "aaa", "日"),
    (DAY, "[$-F800]dddd, mmmm dd, yyyy", "2023年12月31日"),
    (DAY, "mmm-yy", "Dec-23"),
    (NOON, "yyyy/m/d h:mm", "2023/12/31 12:00"),
    (NOON + 0.25, "h:mm AM/PM", "6:00 PM"),
    (NOON + 0.25, '上午/下午h"时"mm"分"', "下午6时00分"),
    (0.75, "h:mm:ss", "18:00:00"),
    (1.25, "[h]:mm", "30:00"),
    (0.5 + 1.5 / 86400, "mm:ss.0", "00:01.5"),
    (0.999999, "h:mm", "23:59"),
    (1, "yyyy-m-d", "1900-1-1"),
    (59, "yyyy-m-d", "1900-2-28"),
    (61, "yyyy-m-d", "1900-3-1"),
    # What is no number
    ("001", "@", "001"),
    (1, "@", "1"),
    (True, "General", "TRUE"),
    ("≥80%", "0.00", "≥80%"),
    ("≥80%", "[HIJ]0", "≥80%"),
]


@pytest.mark.parametrize(("value", "number_format", "text"), CASES)
def test_a_value_is_shown_as_the_sheet_shows_it(value, number_format, text):
    assert shown(value, number_format) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (14, "2023/12/31"),
        (17, "Dec-23"),
        (22, "2023/12/31 12:00"),
        (31, "2023年12月31日"),
        (57, "2023年12月"),
        (58, "12月31日"),
    ],
)
def test_formats_that_a_file_names_by_number_are_those_of_excel_in_chinese(number, text):
    assert shown(NOON, BUILT_IN[number]) == text


def test_days_may_be_counted_from_1904():
    assert shown(DAY - 1462, "yyyy/m/d", from_1904=True) == "2023/12/31"


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (5, "[HIJ]0"),
        (60, "yyyy-m-d"),
        (-1, "yyyy-m-d"),
        (3_000_000, "yyyy-m-d"),
        (5, "0;0;0;0;0"),
        (5, "[>x]0;0"),
        (5, "[>10]0;[<0]0"),
        (float("inf"), "General"),
        (5, "# ?/x"),
        (5, "0" * 500),
    ],
)
def test_a_format_that_is_not_known_says_so(value, number_format):
    with pytest.raises(UnknownFormatError):
        shown(value, number_format)


@pytest.mark.parametrize(
    ("number_format", "hidden"), [(";;;", True), (";;; ", True), (";;", True), ("0;;", False), (";", False)]
)
def test_a_format_may_hide_whatever_stands_in_the_cell(number_format, hidden):
    assert hides(number_format) == hidden


@QUICK
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.integers(0, 4), st.booleans())
def test_digits_are_those_of_the_number_rounded_half_up(number, places, grouped):
    form = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    text = shown(float(number), form).replace(",", "")
    assert Decimal(text) == number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")


@QUICK
@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text('0#?.,%!\\_*"[]DBNum1$-804;年月yymdhs@/E+ G通', max_size=12),
)
def test_any_format_gives_a_text_or_says_that_it_is_not_known(value, number_format):
    try:
        assert isinstance(shown(value, number_format), str)
    except UnknownFormatError as error:
        assert re.search(".", str(error))
