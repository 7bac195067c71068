"""自评核查 of projects: the money, the sums and the grade that a self-evaluation states of a project as a whole."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from jixiao.measures.evaluation import REPORT
from jixiao.measures.point_rules import execution_points
from jixiao.review.material import Material
from jixiao.review.rule import hits, rule
from jixiao.review.self_evaluation import SAME, is_rounded, number
from jixiao.target_values.folding import fold_value

SUMS, SOURCES, ROUNDED = 0.05, 0.01, 0.005
USUAL = 10  # points of the execution where a form does not print them
SLOW = 0.6  # of the budget: below it full points for everything are odd


def _hits(df: pd.DataFrame, field: str, quote: pd.Series, **values) -> pd.DataFrame:
    return hits(df.assign(indicator_id=None, quoted=quote.astype("str")), field, quote="quoted", **values)


def _differs(one: pd.Series, other: pd.Series, tolerance: float) -> pd.Series:
    """Whether two numbers that are there differ by more than a tolerance."""
    return (one - other).abs() > tolerance + 1e-9


@rule("S01", "contradiction", "points")
def weights_not_100(material: Material) -> pd.DataFrame:
    """The weights of a self-evaluation do not sum to 100.

    A form that prints no weight of the budget's execution may have 90 or 100. Nothing is scaled to 100.

    Breaks
    ------
    indicators = ["数量 | 人数 | | ≥10人"]
    results = ["10人 | 100 | 100"]
    evaluation = { weight = 20, points = 20 }

    Right
    -----
    [[projects]]
    indicators = ["数量 | 人数 | | ≥10人"]
    results = ["10人 | 80 | 80"]
    evaluation = { weight = 20, points = 20 }
    [[projects]]
    indicators = ["数量 | 人数 | | ≥10人"]
    results = ["10人 | 90 | 90"]

    Misleads
    --------
    Where a row of the form was not read; the report of the import says so.
    """
    df = material.evaluations
    df = df[df["weights"].notna() & df["scores"].notna()]
    sums = df["weights"] + df["weight"].fillna(0)
    wrong = _differs(sums, pd.Series(100.0, index=df.index), SUMS)
    wrong &= df["weight"].notna() | _differs(sums, pd.Series(100.0 - USUAL, index=df.index), SUMS)
    df, sums = df[wrong], number(sums[wrong])
    points = number(df["scores"] + df["points"].fillna(0))
    return _hits(df, "weight", sums, weights=sums, points=points)


@rule("S02", "contradiction", "points")
def total_not_sum(material: Material) -> pd.DataFrame:
    """The total that is printed is not the sum of the points.

    Where the points of the execution are not printed, the total may exceed the sum by their weight.

    Breaks
    ------
    indicators = ["数量 | 人数 | | ≥10人"]
    results = ["10人 | 90 | 88"]
    evaluation = { weight = 10, points = 9, total = 98 }

    Right
    -----
    [[projects]]
    indicators = ["数量 | 人数 | | ≥10人"]
    results = ["10人 | 90 | 88"]
    evaluation = { weight = 10, points = 9, total = 97 }
    [[projects]]
    indicators = ["数量 | 人数 | | ≥10人"]
    results = ["10人 | 90 | 90"]
    evaluation = { weight = 10, total = 99 }

    Misleads
    --------
    Where points were deducted or rounded below the table, or a row was not read.
    """
    df = material.evaluations
    df = df[df["total"].notna() & df["scores"].notna() & df["missing"].fillna(0).eq(0)]
    least = df["scores"] + df["points"].fillna(0)
    unknown = df["weight"].fillna(USUAL).where(df["points"].isna() & df["weights"].lt(100 - SUMS), 0.0)
    wrong = (df["total"] < least - SUMS - 1e-9) | (df["total"] > least + unknown + SUMS + 1e-9)
    df, least = df[wrong], least[wrong]
    return _hits(df, "total_points", number(df["total"]), total=number(df["total"]), points=number(least))


@rule("S03", "contradiction", "points")
def level_not_sum(material: Material) -> pd.DataFrame:
    """The points printed beside a level are not the sum of the weights of its rows.

    Breaks
    ------
    indicators = ["数量 | 人数 | | ≥10人"]
    results = ["10人 | 40 | 40"]
    evaluation = { level_points = "产出50" }

    Right
    -----
    indicators = ["数量 | 人数 | | ≥10人"]
    results = ["10人 | 50 | 50"]
    evaluation = { level_points = "产出50" }

    Misleads
    --------
    Where a cell of points is merged over rows of two levels.
    """
    sums = material.data.indicators.groupby(["project_id", "level1"])["weight"].sum(min_count=1)
    rows = []
    for row in material.evaluations.dropna(subset="level_points").to_dict("records"):
        for part in row["level_points"].split("、"):
            level = part.rstrip("0123456789.")
            found = sums.get((row["project_id"], level))
            if found is not None and abs(found - float(part.removeprefix(level))) > SUMS + 1e-9:
                rows.append({**row, "quoted": part, "level": level, "sum": float(found)})
    df = pd.DataFrame(rows, columns=[*material.evaluations.columns, "quoted", "level", "sum"])
    points = [quoted.removeprefix(level) for quoted, level in zip(df["quoted"], df["level"], strict=True)]
    return _hits(df, "weight", df["quoted"], level=df["level"], points=points, sum=number(df["sum"]))


@rule("S05", "contradiction", "execution")
def rate_not_quotient(material: Material) -> pd.DataFrame:
    """The execution rate that is printed is not what was paid ÷ the budget, beyond half its last decimal.

    Breaks
    ------
    evaluation = { budget = 100, paid = 90, rate = "95%" }

    Right
    -----
    evaluation = { budget = 64.8, paid = 55.86, rate = "86%" }

    Misleads
    --------
    Where the rate was worked with amounts in yuan and these are printed in fewer than two decimals of 万元.
    """
    df = material.evaluations
    df = df[df["rate"].notna() & df["share"].notna() & df["rate_text"].notna()]
    # Amounts are printed to 0.01 万元: the quotient of what they were rounded from may lie half of that away.
    least = (df["paid"] - ROUNDED).clip(lower=0) / (df["budget"] + ROUNDED)
    most = (df["paid"] + ROUNDED) / (df["budget"] - ROUNDED).clip(lower=ROUNDED)
    half = pd.Series([_half_of_last_decimal(text) for text in df["rate_text"]], index=df.index, dtype="float64")
    wrong = (df["rate"] < least - half - 1e-9) | (df["rate"] > most + half + 1e-9)
    df = df[wrong]
    return _hits(
        df,
        "rate",
        df["rate_text"],
        rate=df["rate_text"],
        paid=number(df["paid"]),
        budget=number(df["budget"]),
        quotient=(df["share"] * 100).map("{:.2f}%".format),
    )


def _half_of_last_decimal(text: str) -> float:
    """Half of the last decimal of a rate in %, as a share."""
    _, _, decimals = fold_value(text).rstrip("%").partition(".")
    return 0.5 / 10 ** (len(decimals) + 2)


@rule("S06", "contradiction", "points", milder={"rounded": "hint"})
def execution_points_wrong(material: Material) -> pd.DataFrame:
    """The points for the execution are not weight × paid ÷ budget, at most the weight.

    With a budget of 0 they cannot be checked at all. A whole number that is the rule's points rounded half up is a hint
    only.

    Breaks
    ------
    evaluation = { budget = 100, paid = 80, weight = 10, points = 10 }

    Right
    -----
    evaluation = { budget = 100, paid = 80, weight = 10, points = 8 }

    Misleads
    --------
    Where a local rule gives the execution points by steps.
    """
    df = material.evaluations
    df = df[df["points"].notna() & df["budget"].notna()]
    empty = df["budget"].le(0)
    known = df["weight"].notna() & df["paid"].notna()
    exact = pd.Series(
        [
            float(execution_points(budget, paid, Decimal(str(weight)))[1]) if ready and budget > 0 else None
            for budget, paid, weight, ready in zip(df["budget"], df["paid"], df["weight"], known, strict=True)
        ],
        index=df.index,
        dtype="float64",
    )
    above = df["points"] > df["weight"] + SAME + 1e-9  # S04 says it
    wrong = empty | (_differs(df["points"], exact, SAME) & ~above)
    df, exact, empty = df[wrong], exact[wrong], empty[wrong]
    phrase = is_rounded(df["points"], exact).map({True: "rounded", False: "message"}).mask(empty, "empty")
    difference = number((df["points"] - exact).abs())
    points = number(df["points"])
    return _hits(
        df,
        "execution",
        points,
        phrase=phrase,
        points=points,
        rule=number(exact),
        difference=difference,
        rate=(df["share"] * 100).map("{:.2f}%".format),
    )


@rule("S16", "contradiction", "execution")
def sources_not_sum(material: Material) -> pd.DataFrame:
    """What was paid in all is not the sum of what was paid from the sources.

    Sources that are parts of another source (财政拨款, 其中：省级资金) count once.

    Breaks
    ------
    evaluation = { budget = 135, paid = 0 }
    paid_sources = [134.96]

    Right
    -----
    [[projects]]
    evaluation = { budget = 135, paid = 100 }
    paid_sources = [80, 20]
    [[projects]]
    evaluation = { budget = 135, paid = 100 }
    paid_sources = [80, 50, 30, 20]

    Misleads
    --------
    Where a source was not read; the report of the import says so.
    """
    df = material.evaluations
    df = df[df["sources"].notna() & _differs(df["sources"], df["stated_paid"], SOURCES)]
    return _hits(df, "paid", number(df["paid"]), paid=number(df["paid"]), sources=number(df["sources"]))


@rule("S18", "contradiction", "points")
def grade_not_of_total(material: Material) -> pd.DataFrame:
    """The grade is not that of the total: 优 from 90 on, 良 from 80, 中 from 60, else 差.

    The steps are the setting ``grades`` in data/execution.toml.

    Breaks
    ------
    evaluation = { total = 88, grade = "优" }

    Right
    -----
    evaluation = { total = 90, grade = "优" }

    Misleads
    --------
    Where a local rule has other steps.
    """
    df = material.evaluations
    df = df[df["total"].notna() & df["grade"].notna()]
    words, steps = material.data.vocabulary, material.scoring.grades
    stated = df["grade"].map(lambda text: words.grade(text) or text)
    right = df["total"].map(lambda total: next((name for least, name in steps if total >= least), steps[-1][1]))
    wrong = stated.ne(right)
    df, right = df[wrong], right[wrong]
    return _hits(df, "grade", df["grade"], total=number(df["total"]), grade=df["grade"], right=right)


@rule("S20", "hint", "judgement")
def full_though_slow(material: Material) -> pd.DataFrame:
    """Less than 60 % of the budget was spent, and yet everything is scored in full.

    Where the form has no points: every target that a rule, a date or a stated word decides could have them in full.

    Breaks
    ------
    indicators = ["数量 | 人数 | | ≥10人"]
    results = ["10人 | 90 | 90"]
    evaluation = { budget = 100, paid = 50, weight = 10, points = 5 }

    Right
    -----
    indicators = ["数量 | 人数 | | ≥10人"]
    results = ["9人 | 90 | 81 | 报名不足"]
    evaluation = { budget = 100, paid = 50, weight = 10, points = 5 }

    Misleads
    --------
    Where the work was done for less than was planned, or its bills come in the next year.
    """
    results = material.results
    decided = ~results["how"].isin(["no result", "not comparable", "rule leaves it open", "no weight"])
    could = (results["upper"] >= results["weight"] - 1e-9) & results["how"].ne("words:unclear")
    given = results["score"] >= results["stated"] - ROUNDED
    counts = decided.where(~results["scored"], results["score"].notna() & results["stated"].notna())
    full = could.where(~results["scored"], given)
    by = results[counts.astype(bool)].assign(full=full.astype(bool)).groupby(REPORT)["full"].all()
    df = material.evaluations
    keys = list(zip(df["project_id"], df["origin"], strict=True))
    df = df[df["share"].lt(SLOW) & pd.Series([bool(by.get(key, False)) for key in keys], index=df.index, dtype=bool)]
    rate = (df["share"] * 100).map("{:.1f}%".format)
    return _hits(df, "rate", rate, rate=rate)


@rule("S22", "weakness", "execution")
def spent_over_budget(material: Material) -> pd.DataFrame:
    """More was paid than the budget had.

    Breaks
    ------
    evaluation = { budget = 329.77, paid = 338.31 }

    Right
    -----
    evaluation = { budget = 329.77, paid = 329.77 }

    Misleads
    --------
    Where the budget that is printed is the first one, and money was added in the year.
    """
    df = material.evaluations
    df = df[(df["budget"] > 0) & (df["paid"] - df["budget"] > ROUNDED)]
    rate = (df["share"] * 100).map("{:.2f}%".format)
    return _hits(df, "paid", number(df["paid"]), paid=number(df["paid"]), budget=number(df["budget"]), rate=rate)
