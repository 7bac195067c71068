"""How departments and projects are named: with their codes before or behind, or in the title of a form."""

from __future__ import annotations

import re

from jixiao.documents.reading.money_units import split_unit_note
from jixiao.vocabulary import fold

# 803001某某局, and not 120人参加培训
_CODED = re.compile(r"\[?(?P<code>\d{3}|\d{6})\]?[-_]?(?P<name>[^\d\s人个名户家项件次年月日元万亿台套\]_-][^\d\s].*)")
# 51000021R000000019951-工资性支出: the national code of a project before its name
_CODED_PROJECT = re.compile(r"(?P<code>\d{8}[A-Z][0-9A-Z]{9,12})[-—_](?P<name>.+)", re.DOTALL)
_CREDIT_CODE = re.compile(r"(?<=\D)[0-9A-Z]{18}$")  # of an organisation, behind its name
_OFFICE = re.compile(
    "(?:局|委|委员会|办|办公室|厅|院|政府|中心|站|所|队|会|学|校|馆|部|署|处|台|公司)(?:本级|机关|部门)?$"
)
LONGEST_TITLE = 80  # characters
_TITLE = re.compile(
    r"(?:.*20\d\d年度?|附件\d*[:：]?)?(?P<name>[^年\d](?:(?!20\d\d)\S)*?(?:项目|经费|资金|工程|专项|补助|补贴))(?:支出)?"
    r"(?:预算)?绩效(?:目标|自评|评价|监控)\S*表(?:\(.*\))?"
)
_OF_ANY_PROJECT = re.compile(
    "部门|单位|预算|项目|支出|专项|资金|经费|转移支付|财政|本级|省级|市级|区级|县级|市直|省直|区直|县直|对下|一般|重点|政策"
    "|年度|整体|.{2,8}[省市区县局委厅院]"
)
_WHOLE = re.compile("整体")
_CODE_BEHIND = re.compile(r"(?P<name>\D{2,}?)[(\[](?P<code>\d{3}|\d{6})[)\]]")


def department_of(text: str) -> tuple[str, str]:
    """Code, or empty, and name of a department: 803001某局, [803]某局, 某局（803001）, 某局."""
    folded = _CREDIT_CODE.sub("", split_unit_note(text)[0])
    found = _CODED.fullmatch(folded) or _CODE_BEHIND.fullmatch(folded)
    return (found["code"], found["name"]) if found else ("", folded)


def is_office(text: str) -> bool:
    """Whether a text ends as the names of offices do: 某局, 某镇人民政府, 某局本级."""
    return _OFFICE.search(fold(text)) is not None


def is_coded_department(text: str) -> bool:
    """Whether a text can only be a department: its code stands before the name."""
    return _CODED.fullmatch(split_unit_note(text)[0]) is not None


def is_department_code(text: str) -> bool:
    """Whether a text is the code of a department, and not that of a project."""
    return re.fullmatch(r"\d{3}|\d{6}", fold(text)) is not None


def project_in_title(title: str) -> str:
    """The project that the title of a form names; empty where it names a kind of projects, or none.

    Examples
    --------
    >>> project_in_title("2019年度某县助学金项目绩效评价表"), project_in_title("2022年部门预算项目支出绩效目标表")
    ('某县助学金项目', '')
    """
    found = _TITLE.fullmatch(fold(title)) if len(title) <= LONGEST_TITLE else None
    name = found["name"] if found else ""
    return name if len(_OF_ANY_PROJECT.sub("", name)) > 3 and not _WHOLE.search(title) else ""


def is_of_whole_department(title: str) -> bool:
    """Whether a title is that of a department's own targets: 部门整体支出绩效目标表."""
    return _WHOLE.search(title) is not None


def project_of(text: str) -> tuple[str, str]:
    """Code, or empty, and name of a project whose code may stand before its name."""
    found = _CODED_PROJECT.fullmatch(text)
    return (found["code"], found["name"]) if found else ("", text)
