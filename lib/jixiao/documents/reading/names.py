"""How departments and projects are named: with their codes before or behind, or in the title of a form."""

from __future__ import annotations

import re

from jixiao.documents.reading.labels import split_unit_note
from jixiao.vocabulary import fold

# 803001某某局, and not 120人参加培训
_CODED = re.compile(r"\[?(?P<code>\d{3}|\d{6})\]?[-_]?(?P<name>[^\d\s人个名户家项件次年月日元万亿台套\]_-][^\d\s].*)")
# 51000021R000000019951-工资性支出: the national code of a project before its name
_CODED_PROJECT = re.compile(r"(?P<code>\d{8}[A-Z][0-9A-Z]{9,12})[-—_](?P<name>.+)", re.DOTALL)
_CREDIT_CODE = re.compile(r"(?<=\D)[0-9A-Z]{18}$")  # of an organisation, behind its name
_CODE_BEHIND = re.compile(r"(?P<name>\D{2,}?)[(\[](?P<code>\d{3}|\d{6})[)\]]")


def department_of(text: str) -> tuple[str, str]:
    """Code, or empty, and name of a department: 803001某局, [803]某局, 某局（803001）, 某局."""
    folded = _CREDIT_CODE.sub("", split_unit_note(text)[0])
    found = _CODED.fullmatch(folded) or _CODE_BEHIND.fullmatch(folded)
    return (found["code"], found["name"]) if found else ("", folded)


def is_coded_department(text: str) -> bool:
    """Whether a text can only be a department: its code stands before the name."""
    return _CODED.fullmatch(split_unit_note(text)[0]) is not None


def is_department_code(text: str) -> bool:
    """Whether a text is the code of a department, and not that of a project."""
    return re.fullmatch(r"\d{3}|\d{6}", fold(text)) is not None


def project_of(text: str) -> tuple[str, str]:
    """Code, or empty, and name of a project whose code may stand before its name."""
    found = _CODED_PROJECT.fullmatch(text)
    return (found["code"], found["name"]) if found else ("", text)
