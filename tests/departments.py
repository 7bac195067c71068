"""Departments of many kinds, for tests of their briefs."""

import itertools
from dataclasses import replace
from functools import cache
from pathlib import Path

import jixiao
import pandas as pd
from jixiao.tables import frame

FORMS = Path(__file__).parent / "forms"
SAMPLE = jixiao.load("sample")
IDS = {"project_id", "indicator_id"}


@cache
def form(name):
    (file,) = FORMS.glob(f"{name}.*[flx]")
    return jixiao.read(file)[0]


def many(data=SAMPLE, times=34):
    """The sample's projects over and over, each time as others, with other budgets: 306 of them."""
    plain = replace(data, goals=data.goals[data.goals["project_id"].isna()], results=frame("results", []))
    parts = {name: [] for name in ("projects", "funds", "disbursements", "indicators")}
    for turn, (name, rows) in itertools.product(range(times), parts.items()):
        df = getattr(plain, name)
        ids = {name: df[name].str.replace("district/", f"district/{turn}-") for name in IDS & {*df}}
        more = (
            {"position": df["position"] + 9 * turn, "budget": df["budget"] * (1 + turn % 7)}
            if name == "projects"
            else {}
        )
        rows.append(df.assign(**ids, **more))
    return plain.with_tables({name: pd.concat(rows, ignore_index=True) for name, rows in parts.items()}).validate()


CASES = {
    "sample": lambda: SAMPLE,
    "one project": lambda: SAMPLE.select(projects=[6]),
    "two projects": lambda: SAMPLE.select(projects=[2, 6]),
    "no plan": lambda: replace(SAMPLE, disbursements=frame("disbursements", [])),
    "no targets": lambda: replace(SAMPLE, indicators=frame("indicators", []), results=frame("results", [])),
    "300 projects": many,
    "own targets alone": lambda: form("hubei-department-2021"),
    "own targets beside": lambda: form("overall-2022"),
    "nothing to do": lambda: form("guizhou-department-self-2021"),
    "self-evaluation": lambda: form("langfang-self-2019"),
}
