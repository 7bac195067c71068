"""Target values: what holds for any text, number, unit and date."""

from __future__ import annotations

import datetime

from hypothesis import example, given
from hypothesis import strategies as st
from jixiao.target_values import Target, parse_target
from jixiao.vocabulary import shipped
from test_target_values import assert_invariants, full_width

SIGNS = {
    ">=": ["≥", "≧", ">=", "=>", "不低于", "不少于", "大于等于", "至少"],
    "<=": ["≤", "≦", "<=", "=<", "不超过", "不高于", "小于等于"],
    ">": [">", "﹥", "大于", "超过"],
    "<": ["<", "小于", "低于"],
    "=": ["=", "═", "等于"],
}
# Written otherwise than the vocabulary's first spelling, or a part of a date.
ALL_UNITS = [unit for units in shipped().words["units"].values() for unit in units]
SQUARE = {"m2": "㎡", "m²": "㎡", "m3": "m³"}
PLAIN_UNITS = [unit for unit in ALL_UNITS if unit not in ("年", "年度", "月", "日", "季度", "点", "学年")]
FIGURES = st.decimals(min_value=0, max_value=10**9, places=4).map(lambda figure: f"{figure:f}")
FIGURES |= st.integers(min_value=0, max_value=10**9).map(str)


def grouped(figure: str) -> str:
    whole, point, part = figure.partition(".")
    return f"{int(whole):,}{point}{part}"


def is_year(figure: str) -> bool:
    return figure.isdecimal() and 1900 <= int(figure) < 2100


@example(operator="<", choice=0, figure="1900", unit="个年度", style="plain")
@given(
    operator=st.sampled_from(sorted(SIGNS)),
    choice=st.integers(min_value=0),
    figure=FIGURES,
    unit=st.sampled_from(PLAIN_UNITS),
    style=st.sampled_from(["plain", "grouped", "full width", "spaced", "cells"]),
)
def test_what_is_written_reads_back(operator, choice, figure, unit, style):
    sign = SIGNS[operator][choice % len(SIGNS[operator])]
    shown = grouped(figure) if style == "grouped" else figure
    if style == "cells":
        target = parse_target(shown, sign=sign, unit=unit)
    else:
        text = f"{sign} {shown} {unit}\n" if style == "spaced" else sign + shown + unit
        target = parse_target(full_width(text) if style == "full width" else text)
    if is_year(figure) and unit in ("届", "级", "期", "班", "个年度"):
        assert target == Target(kind="unclear", reason="ambiguous date")
    else:
        assert target == Target(operator, float(figure), unit=SQUARE.get(unit, unit), kind="number")


@given(
    text=st.text(
        alphabet="0123456789.,-~±%≥≤=<>?*/ \n一二十百个人元万年月日季度底前内每第以上约为至()·次含完成①½²㎡",
        max_size=20,
    )
)
@example(text="2000-10-10-1")
def test_any_figures_keep_the_invariants(text):
    assert_invariants(parse_target(text, year=2021))
    assert_invariants(parse_target("5", sign=text, unit=text, indicator=text))
    assert_invariants(parse_target(text, sign="≥", unit="个", indicator=text))


@given(text=st.text(), sign=st.text(), unit=st.text(), year=st.none() | st.integers())
def test_any_text_keeps_the_invariants(text, sign, unit, year):
    assert_invariants(parse_target(text, sign=sign, unit=unit, year=year))


@given(first=st.integers(0, 10**6), second=st.integers(0, 10**6), to=st.sampled_from(["-", "~", "至", "—", "到"]))
def test_a_number_is_never_made_of_two(first, second, to):
    target = parse_target(f"{first}{to}{second}个")
    assert target.kind == ("range" if first <= second else "unclear")
    for between in (" ", "\n", ", ", "、", "个", "①", "½", "²", ":", "/"):
        assert parse_target(f"≥{first}{between}{second}个").kind == "unclear"


SHORT = st.text(alphabet="含本数以上下内不每年月日前次套人天约均一两百分比全覆盖税/%*·", max_size=4)


@given(
    sign=st.sampled_from(["", "≥", "<"]), figure=FIGURES, unit=st.sampled_from(["%", "个", "人", "万元"]), words=SHORT
)
@example(sign="<", figure="5", unit="个", words="含")
def test_words_in_brackets_never_move_a_number_or_its_bound(sign, figure, unit, words):
    target = parse_target(f"{sign}{figure}{unit}({words})")
    assert target.kind in ("number", "unclear")
    if target.kind == "number":
        plain = parse_target(f"{sign}{figure}{unit}")
        assert (target.operator, target.value) == (plain.operator, plain.value)
        assert target.unit.startswith(plain.unit)


@given(figure=FIGURES, unit=st.sampled_from(PLAIN_UNITS), second=FIGURES, other=st.sampled_from(["", *PLAIN_UNITS]))
def test_a_bracket_that_holds_a_number_is_no_remark(figure, unit, second, other):
    for text in (f"{figure}{unit}({second}{other})", f"{figure}{unit}(含{second}{other})以上"):
        assert parse_target(text).kind == "unclear"


@given(figure=FIGURES, unit=st.sampled_from(ALL_UNITS), bound=st.sampled_from(["以上", "以下", "以内"]))
def test_what_a_bracket_repeats_changes_nothing(figure, unit, bound):
    assert parse_target(f"{figure}{unit}({unit})") == parse_target(f"{figure}{unit}")
    for text in (f"{figure}{unit}(含){bound}", f"{figure}{unit}{bound}(含本数)"):
        assert parse_target(text) == parse_target(f"{figure}{unit}{bound}")


@given(figure=FIGURES, dot=st.sampled_from("*.・•∙⋅‧"), form=st.sampled_from([str, full_width]))
def test_any_dot_stands_between_units(figure, dot, form):
    for unit in ("元/人·月", "万人·次"):
        assert parse_target(form(f"≥{figure}{unit}".replace("·", dot))) == parse_target(f"≥{figure}{unit}")


@given(day=st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)))
def test_dates_read_back(day):
    styles = (f"{day:%Y-%m-%d}", f"{day:%Y.%m.%d}", f"{day.year}年{day.month}月{day.day}日前")
    for text in (*styles, full_width(styles[0])):
        assert parse_target(text).deadline == day


@given(number=st.integers(1, 9999))
def test_chinese_numerals_are_read_right_or_not_at_all(number):
    text = chinese(number)
    target = parse_target(f"≥{text}户")
    assert target.kind == "number" or number > 1000
    assert target.value in (number, None)


def chinese(number: int) -> str:
    """The usual way to write a number below 10000 (十五, 一百零五)."""
    digits = "零一二三四五六七八九"
    text = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        text += digits[digit] + name if digit else "零"
    text = text.strip("零").replace("零零", "零")
    return text[1:] if 10 <= number < 20 else text
