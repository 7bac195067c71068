"""Published self-evaluations beside what the rules for points give: every indicator, and every project as a whole."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.measures.actuals import operators, read_actuals
from jixiao.measures.point_rules import Scoring
from jixiao.measures.scoring import points
from jixiao.target_values.folding import BLANK as DASHES
from jixiao.target_values.folding import fold_value

NO_REASON = DASHES | {"无", "0"}
RULED = ("rule", "date met", "date missed")  # how points were decided by the tool alone
SHORT = ("words:部分达成", "words:未达成")  # said not to be reached in full
REPORT = ["project_id", "origin"]
NUMBERS = ("budget", "weights", "scores", "missing", "published_budget", "stated_paid", "sources", "share")
MOST_SOURCES = 10  # of funds among which sums within sums are looked for


def is_reason(text: object) -> bool:
    """Whether a cell for reasons says anything: a blank, 无, 0 and a stroke do not.

    Examples
    --------
    >>> is_reason("—"), is_reason("项目未启动")
    (False, True)
    """
    return isinstance(text, str) and fold_value(text) not in NO_REASON


def falls_short(judged: pd.DataFrame) -> pd.Series:
    """Whether a result is below its target: the rule gives less than the weight, it is late, or not reached in full.

    Parameters
    ----------
    judged : DataFrame
        As `jixiao.measures.scoring.points` gives it.

    Returns
    -------
    Series of bool
        Indexed as ``judged``.

    Examples
    --------
    >>> df = pd.DataFrame({"how": ["rule", "words:达成"], "upper": [9.5, 10.0], "weight": [10.0, 10.0]})
    >>> falls_short(df).tolist()
    [True, False]
    """
    return (judged["how"].isin(RULED) & (judged["upper"] < judged["weight"])) | judged["how"].isin(SHORT)


def judged_last(data: Dataset, scoring: Scoring | None = None) -> pd.DataFrame:
    """Every indicator with the last result that is reported of it, and the points that the rule allows.

    Parameters
    ----------
    data : Dataset
        The later of two results of a day is the one that stands later in the table.
    scoring : Scoring, optional
        How points are given where sources differ.

    Returns
    -------
    DataFrame
        The columns of `jixiao.measures.scoring.points`, and reasoned (whether a reason is given).

    Examples
    --------
    >>> from jixiao import load
    >>> judged_last(load("sample-execution"))["found"].value_counts()["blank"]
    np.int64(3)
    """
    last = data.results.sort_values("date", kind="stable").drop_duplicates("indicator_id", keep="last")
    found = read_actuals(data.documents, data.projects, data.indicators, last, vocabulary=data.vocabulary)
    return points(found, scoring).assign(reasoned=found["note"].map(is_reason).astype(bool))


def judged_results(data: Dataset, *, scoring: Scoring | None = None) -> pd.DataFrame:
    """Every reported result beside its target, the points that the rule allows, and those that were given.

    Parameters
    ----------
    data : Dataset
        With results.
    scoring : Scoring, optional
        How points are given where sources differ.

    Returns
    -------
    DataFrame
        The columns of `jixiao.measures.scoring.points`, document_id, department_id and place (of the result), sign,
        stated (the weight as published), scored (whether its report gives any points at all), alone (whether the points
        are those of this row and of no group of rows), reasoned, below (the rule gives less than the weight, it is
        late, or said not to be reached in full), kept (a ≤ target was kept), over. Empty without results.

    Examples
    --------
    >>> from jixiao import load
    >>> len(judged_results(load("sample")))
    0
    """
    how = scoring or Scoring()
    reported = data.indicators.loc[data.indicators["indicator_id"].isin(data.results["indicator_id"]), "project_id"]
    indicators = data.indicators[data.indicators["project_id"].isin(reported)].reset_index(drop=True)
    found = read_actuals(data.documents, data.projects, indicators, data.results, vocabulary=data.vocabulary)
    df = points(found, how)
    places = data.results[["indicator_id", "origin", "date", "place"]].rename(columns={"place": "result_place"})
    df = df[df["origin"].notna()].merge(places, on=["indicator_id", "origin", "date"], how="left")
    owners = data.projects[["project_id", "document_id", "department_id", "scope", "budget"]]
    df = df.drop(columns="place").rename(columns={"result_place": "place"}).merge(owners, on="project_id")
    df = df.assign(
        stated=df["indicator_id"].map(indicators.set_index("indicator_id")["weight"]).astype("float64"),
        sign=operators(df),
        reasoned=df["note"].map(is_reason).astype(bool),
        scored=df.groupby(REPORT)["score"].transform("count") > 0,
    )
    number = df["how"].eq("rule")
    at_most = df["sign"].isin(["<=", "<"]) & number & df["kind"].eq("number")
    return df.assign(
        alone=_alone(df),
        below=falls_short(df),
        kept=at_most & df["value"].gt(0) & (df["reached"] <= df["value"]),
        over=number & ~at_most & df["kind"].eq("number") & df["value"].gt(0) & df["ratio"].round(9).ge(how.over),
    )


def _alone(df: pd.DataFrame) -> pd.Series:
    """Whether a row has points of its own: below a cell merged over several rows the others have none."""
    stated = df["stated"].notna() | df["score"].notna()
    after = stated.groupby([df["project_id"], df["origin"]]).shift(-1, fill_value=True)
    return stated & after.astype(bool)


def evaluated_projects(data: Dataset, judged: pd.DataFrame) -> pd.DataFrame:
    """Every self-evaluation as a whole: its money, the sums of its weights and points, and what it states of them.

    Parameters
    ----------
    data : Dataset
        With evaluations and results.
    judged : DataFrame
        As `judged_results` gives it.

    Returns
    -------
    DataFrame
        A row a project and origin: the columns of the table of evaluations, document_id, department_id, project_name,
        scope, year, budget (adjusted, else initial), paid (else of its sources), sources (their sum; missing where a
        sum within the sources explains a difference), share (paid ÷ budget), weights and scores (sums over the
        indicators), missing (indicators with a weight and no points).

    Examples
    --------
    >>> from jixiao import load
    >>> data = load("sample")
    >>> len(evaluated_projects(data, judged_results(data)))
    0
    """
    if data.evaluations.empty and judged.empty:
        numbers = dict.fromkeys(NUMBERS, "float64")
        texts = dict.fromkeys(("document_id", "department_id", "project_name", "scope"), "str")
        columns = [*data.evaluations.columns, *texts, *numbers, "year"]
        return data.evaluations.reindex(columns=columns).astype(numbers | texts | {"year": "int64"})
    both = judged["stated"].notna() & judged["score"].notna()
    reports = judged.assign(both=both).groupby(REPORT, as_index=False)
    totals = reports.agg(scores=("score", lambda scores: scores.sum(min_count=1)), both=("both", "sum"))
    stated = data.indicators[data.indicators["weight"].notna()].groupby("project_id", as_index=False)
    of_all = stated.agg(weights=("weight", "sum"), weighted=("weight", "size"))
    owners = data.projects[["project_id", "document_id", "department_id", "project_name", "scope", "budget"]]
    df = data.evaluations.merge(totals, on=REPORT, how="outer").merge(
        owners.rename(columns={"budget": "published_budget"}), on="project_id"
    )
    df = df.merge(data.documents[["document_id", "year"]], on="document_id")
    df = df.merge(of_all, on="project_id", how="left")
    sources = _sources(data.funds)
    of_sources = df["project_id"].map({name: sum(amounts) for name, amounts in sources.items()}).astype("float64")
    whole = df["paid"].fillna(of_sources)
    budget = df["adjusted"].fillna(df["initial"]).fillna(df["published_budget"])
    return df.assign(
        missing=df["weighted"].fillna(0) - df["both"].fillna(0),
        stated_paid=df["paid"],
        paid=whole,
        budget=budget,
        sources=[_sum(sources.get(name, ()), paid) for name, paid in zip(df["project_id"], df["paid"], strict=True)],
        share=(whole / budget).where(budget > 0),
    )


def _sources(funds: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """The amounts paid by source, by project."""
    paid = funds[funds["phase"].eq("paid") & funds["amount"].notna() & funds["source"].ne("合计")]
    return {str(name): tuple(amounts) for name, amounts in paid.groupby("project_id")["amount"]}


def _sum(amounts: tuple[float, ...], whole: float) -> float:
    """The sum of sources; missing where there are none, or some of them are parts of another one."""
    if not amounts or pd.isna(whole):
        return float("nan")
    total = round(sum(amounts), 6)
    return float("nan") if abs(total - whole) > 0.005 and _nested(amounts, whole) else total


def _nested(amounts: tuple[float, ...], whole: float) -> bool:
    """Whether some amounts make the whole, and the others are parts of one of them: 财政拨款, 其中：省级."""
    if len(amounts) > MOST_SOURCES:
        return True
    for number in range(1, len(amounts)):
        for chosen in combinations(range(len(amounts)), number):
            rest = [amount for place, amount in enumerate(amounts) if place not in chosen]
            inner = [amounts[place] for place in chosen]
            if abs(sum(inner) - whole) <= 0.005 and any(abs(sum(rest) - one) <= 0.005 for one in inner):
                return True
    return False
