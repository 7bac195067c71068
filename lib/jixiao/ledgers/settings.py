"""``ledger.toml``: what a user says of codes, kinds, columns and rows of a dataset's ledgers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from jixiao.errors import UsageError, nearest
from jixiao.ledger_tables import ADJUSTMENTS, PAYMENTS
from jixiao.ledgers.values import fold_code
from jixiao.own_files import read_toml
from jixiao.vocabulary import Vocabulary, fold_heading

FILE = "ledger.toml"
POSITIVE, SIGNED = "positive", "signed"


@dataclass(frozen=True)
class Settings:
    """The settings that hold for a dataset's ledgers.

    Parameters
    ----------
    file : Path
        Where they stand, for messages.
    codes : dict of str
        By a folded code or name the code or name of the project that it means; "" for none of these projects.
    kinds : dict of str
        By a folded word of the kind column what it means; "" for what is neither paid nor a change of the budget.
    columns : dict of str
        By a term (amount, date …) the folded heading of the column that holds it.
    keep : frozenset of str
        Rows that are no repetition, though they look like one.
    positive_refunds : bool
        Whether refunds are written as positive amounts.
    """

    file: Path
    codes: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    positive_refunds: bool = False


def read_ledger_settings(file: Path, vocabulary: Vocabulary) -> Settings:
    """The settings in a file; those without any where there is none.

    Raises
    ------
    UsageError
        For a file that cannot be read, a name that does not exist, or a value of another type.
    """
    if not file.exists():
        return Settings(file)
    given = read_toml(file)
    known = {"codes": {}, "kinds": {}, "columns": {}, "keep": [], "refunds": ""}
    for name, value in given.items():
        if name not in known:
            near = nearest(name, known)
            remedy = f"did you mean {near!r}?" if near else ""
            raise UsageError(f"no setting {name!r}", file=file, expected="one of: " + ", ".join(known), remedy=remedy)
        texts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        if not isinstance(value, type(known[name])) or not all(isinstance(text, str) for text in texts):
            raise UsageError(f"{name} is {value!r}", file=file, expected=f"a value like {EXAMPLES[name]}")
    _check_words(given, file, vocabulary)
    return Settings(
        file,
        codes={fold_code(key): value for key, value in given.get("codes", {}).items()},
        kinds={fold_heading(key): _meaning(value, vocabulary) for key, value in given.get("kinds", {}).items()},
        columns={key: fold_heading(value) for key, value in given.get("columns", {}).items()},
        keep=frozenset(given.get("keep", [])),
        positive_refunds=given.get("refunds", SIGNED) == POSITIVE,
    )


EXAMPLES = {
    "codes": '[codes] and below it "…2B" = "…28"',
    "kinds": '[kinds] and below it "额度下达" = ""',
    "columns": '[columns] and below it amount = "实付金额"',
    "keep": 'keep = ["台账.csv#18"]',
    "refunds": f'refunds = "{POSITIVE}"',
}


def _meaning(word: str, vocabulary: Vocabulary) -> str:
    """What a word stands for: payment, or 支付 and the other words for it."""
    return vocabulary.ledger_kind(word) or word


def _check_words(given: dict, file: Path, vocabulary: Vocabulary) -> None:
    terms = list(vocabulary.words["ledger"])
    meanings = [*PAYMENTS, *ADJUSTMENTS, ""]
    for term in given.get("columns", {}):
        if term not in terms:
            raise UsageError(f"columns.{term}", file=file, expected="one of: " + ", ".join(terms))
    for word, meaning in given.get("kinds", {}).items():
        if _meaning(meaning, vocabulary) not in meanings:
            expected = ", ".join(map(repr, meanings))
            raise UsageError(f"kinds.{word} is {meaning!r}", file=file, expected=f"one of: {expected}")
    if given.get("refunds", SIGNED) not in (POSITIVE, SIGNED):
        raise UsageError(f"refunds is {given['refunds']!r}", file=file, expected=f"{POSITIVE} or {SIGNED}")
