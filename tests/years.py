"""A version of the sample for the next year, made by hand: what is kept, changed, dropped and new is known."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from jixiao.dataset import Dataset
from jixiao.target_values import parse_target

DOCUMENT = "2023/2023-lingang-business-district"
BUDGETS = {2: 600.0, 5: 200.0}
NAMES = {4: "环境治理费用2023年度", 6: "入区项目用海预审手续办理相关费用"}
RECODED = {4: "13020923P00J8N210002B", 6: "13020923P008HH010002P"}  # the year stands in a code
TARGETS = {"2/2": "≤600万元", "2/3": "≥75%", "2/8": "≥85%", "2/4": "1年内完成", "3/5": ">5个", "3/7": "区域影响"}
RENAMED = {
    "2/5": "体育产业增加值在国内生产总值中所占的比重",
    "3/8": "人民群众满意度",
}  # the first is near, the second is not
DROPPED, NEW = 9, 10
REPORTED = (
    "results",
    "monitoring",
    "interim_funds",
    "evaluations",
    "ledgers",
    "payments",
    "adjustments",
    "ledger_rows",
)


def next_year(data: Dataset) -> Dataset:
    """The sample as it might be published for 2023.

    Project 9 is dropped, 10 is new. Projects 4 and 6 have new codes; 4 has its name with another year, 6 a near name.
    Budgets of 2 and 5 change, with 2's cost cap; project 1 spends later. Targets change as in ``TARGETS``. Nothing is
    reported of it yet.
    """
    old = data.documents["document_id"].iloc[0]
    tables = {name: _moved(df.iloc[:0] if name in REPORTED else df, old) for name, df in data.tables.items()}
    tables["documents"] = tables["documents"].assign(year=2023, file=f"{DOCUMENT}.txt")
    kept = tables["projects"]["position"].ne(DROPPED)
    tables["projects"] = _projects(tables["projects"][kept])
    for name in ("goals", "funds", "disbursements", "indicators"):
        tables[name] = tables[name][~tables[name]["project_id"].eq(f"{DOCUMENT}/{DROPPED}")]
    plans = tables["disbursements"].assign(date=tables["disbursements"]["date"] + pd.DateOffset(years=1))
    late = plans["project_id"].eq(f"{DOCUMENT}/1") & plans["date"].dt.month.eq(6)
    tables["disbursements"] = plans.assign(cumulative_share=plans["cumulative_share"].mask(late, 0.3))
    tables["indicators"] = _indicators(tables["indicators"])
    made = replace(data, **{name: df.reset_index(drop=True) for name, df in tables.items()}, name="next")
    return made.validate()


def _moved(df: pd.DataFrame, old: str) -> pd.DataFrame:
    """The table with ids of the new document."""
    ids = [column for column in ("document_id", "project_id", "indicator_id") if column in df]
    return df.assign(**{column: df[column].str.replace(old, DOCUMENT, regex=False) for column in ids})


def _projects(df: pd.DataFrame) -> pd.DataFrame:
    names = df["project_name"].str.replace("2022", "2023")
    df = df.assign(
        project_name=df["position"].map(NAMES).fillna(names).astype("str"),
        project_code=df["position"].map(RECODED).fillna(df["project_code"]).astype("str"),
        budget=df["position"].map(BUDGETS).fillna(df["budget"]),
    )
    new = df.head(1).assign(
        project_id=f"{DOCUMENT}/{NEW}", position=NEW, project_name="智慧园区建设", project_code="13020923P00NEW010001N"
    )
    return pd.concat([df, new.assign(budget=80.0)], ignore_index=True)


def _indicators(df: pd.DataFrame) -> pd.DataFrame:
    rows = df.to_dict("records")
    for row in rows:
        short = row["indicator_id"].removeprefix(f"{DOCUMENT}/")
        row["indicator"] = RENAMED.get(short, row["indicator"])
        if short in TARGETS:
            read = parse_target(TARGETS[short], indicator=row["indicator"])
            names = ("operator", "value", "upper", "unit", "deadline", "kind", "reason")
            values = {name: getattr(read, name) for name in names}
            row |= {name: None if value == "" else value for name, value in values.items()} | {"target": TARGETS[short]}
    return pd.DataFrame(rows, columns=df.columns).astype(df.dtypes.to_dict())


def over_years(data: Dataset, *years: int) -> Dataset:
    """The sample's plan in several years; budgets grow by a tenth a year, and every other year has half the targets."""
    own = []
    for turn, year in enumerate(years):
        tables = {name: df.replace("2022", str(year), regex=True) for name, df in data.tables.items()}
        tables["documents"] = tables["documents"].assign(year=year)
        tables["projects"] = tables["projects"].assign(budget=data.projects["budget"] * (1 + turn / 10))
        tables["indicators"] = tables["indicators"].iloc[:: 1 + turn % 2]
        own.append(tables)
    parts = {name: pd.concat([tables[name] for tables in own], ignore_index=True) for name in own[0]}
    return data.with_tables(parts | {"departments": data.departments})
