"""Documents of other provinces, clean and with thirty defects planted: what the review finds of them, and what else."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
from builders import together
from examples import example
from jixiao import read
from jixiao.dataset import Dataset
from jixiao.review import review
from jixiao.tables import TABLES, frame
from jixiao.target_values import parse_target
from jixiao.workbook import workbook

SEEDS = tomllib.loads(Path(__file__).with_name("review_seeds.toml").read_text(encoding="utf-8"))
FIELDS = {"name": "indicator", "description": "description", "target": "target", "basis": "basis"}
READ = ("operator", "value", "upper", "unit", "deadline", "kind", "reason")
MISSED = ["another number, after words of the year"]
DAYS = ("03-31", "06-30", "09-30", "12-31")


@cache
def clean() -> Dataset:
    """The three documents as published."""
    forms = workbook() / "tests/forms"
    paths = [next(path for path in forms.glob(f"{name}.*") if path.suffix != ".json") for name in SEEDS["documents"]]
    made = [read(path)[0] for path in paths]
    return replace(made[0], **{name: together(*(data.tables[name] for data in made)) for name in TABLES}).validate()


@cache
def planted() -> Dataset:
    """The documents with all defects."""
    data = clean()
    indicators, projects = data.indicators.copy(), data.projects.copy()
    rows: list[dict] = []
    for seed in SEEDS["seed"]:
        for row in indicators.index[indicators["indicator_id"].eq(seed.get("indicator"))]:
            _plant(indicators, row, seed)
        for project, purpose in seed.get("purposes", {}).items():
            projects.loc[projects["project_id"].eq(project), "purpose"] = purpose
        rows += [
            {
                "project_id": project,
                "date": f"2021-{day}",
                "label": day,
                "cumulative_share": share / 100,
                "text": f"{share}%",
            }
            for project, shares in seed.get("plans", {}).items()
            for day, share in zip(DAYS, shares, strict=True)
        ]
    plans = together(data.disbursements, frame("disbursements", rows))
    return replace(data, indicators=indicators, projects=projects, disbursements=plans).validate()


def _plant(indicators: pd.DataFrame, row: int, seed: dict) -> None:
    for key in set(FIELDS) & set(seed):
        indicators.loc[row, FIELDS[key]] = seed[key]
    target = parse_target(indicators["target"][row], indicator=indicators["indicator"][row], year=2024)
    for column in READ if {"name", "target"} & set(seed) else ():
        value = getattr(target, column)
        indicators.loc[row, column] = None if value in ("", None) else value


def objections(seed: dict, found: pd.DataFrame) -> pd.DataFrame:
    """What the review says of the place of a seed by its rule, or by any rule."""
    places = set(seed.get("purposes", {})) | set(seed.get("plans", {}))
    at = found["indicator_id"].eq(seed.get("indicator")) | found["project_id"].isin(list(places))
    return found[at | (found["rule"].eq("F04") & bool(seed.get("plans")))]


def test_clean_documents_raise_no_contradiction_and_no_weakness_of_their_targets():
    found = review(clean()).findings
    assert not found["severity"].eq("contradiction").any()
    # The forms are excerpts, from which slots are missing.
    assert set(found.loc[found["severity"].eq("weakness"), "rule"]) <= {"C01"}


def test_of_thirty_planted_defects_at_least_twenty_seven_are_found():
    found = review(planted()).findings
    seeds = SEEDS["seed"]
    assert len({seed.get("indicator") or seed["what"] for seed in seeds}) == len(seeds) == 30
    missed = [seed["what"] for seed in seeds if seed["rule"] not in set(objections(seed, found)["rule"])]
    assert missed == MISSED


def test_nothing_but_what_was_planted_contradicts_itself():
    found = review(planted()).findings
    wanted = {(seed["rule"], seed.get("indicator")) for seed in SEEDS["seed"]}
    grave = found[found["severity"].eq("contradiction") & found["indicator_id"].notna()]
    assert set(grave[["rule", "indicator_id"]].itertuples(index=False, name=None)) <= wanted


def lines(kind: str) -> pd.Series:
    """The rules that object to each line, none among them for lines of no finding."""
    data = example(f"plan = [20, 50, 80, 100]\nindicators = {SEEDS[kind]}".replace("'", '"'))
    found = review(data).findings.groupby("indicator_id")["rule"].agg(list)
    return found.reindex(data.indicators["indicator_id"]).set_axis(data.indicators["indicator"])


def test_lines_to_object_to_are_objected_to():
    assert lines("wrong").notna().all()


def test_lines_that_only_look_like_them_are_not():
    assert lines("right").dropna().empty
