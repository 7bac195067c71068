"""自评核查 of indicators: results and points of a self-evaluation, against its targets and the rules for points."""

from __future__ import annotations

import pandas as pd

from jixiao.measures.actuals import BLANK, LESS_IS_BETTER, NOT_COMPARABLE
from jixiao.measures.evaluation import RULED
from jixiao.review.material import Material
from jixiao.review.rule import hits, rule
from jixiao.target_values import parse_target

SAME = 0.1  # points: nearer than this two numbers of points are the same
EXACT = 0.005


def quoted(df: pd.DataFrame) -> pd.Series:
    """What a row of a self-evaluation says, cell after cell; points as points/weight."""
    texts = []
    for row in df[["target", "actual", "score", "stated", "note"]].to_dict("records"):
        score, weight = ("" if pd.isna(row[name]) else f"{row[name]:g}" for name in ("score", "stated"))
        cells = [row["target"], row["actual"], f"{score}/{weight}" if score or weight else "", row["note"]]
        texts.append(" | ".join(cell for cell in cells if isinstance(cell, str) and cell))
    return pd.Series(texts, index=df.index, dtype="str")


def number(numbers: pd.Series) -> pd.Series:
    """Numbers as messages show them: two decimals at most."""
    return numbers.map(lambda one: f"{round(one, 2):g}", na_action="ignore")


def is_rounded(points: pd.Series, exact: pd.Series) -> pd.Series:
    """Whether points are whole, and the rule's points rounded half up."""
    return points.eq(points.round()) & (exact + 0.5 + 1e-9).floordiv(1).eq(points)


def _ruled(material: Material) -> pd.DataFrame:
    """Rows whose points a rule decides, with whether they were given in full, and whether above the weight."""
    df = material.results
    df = df[df["score"].notna() & df["stated"].notna() & df["alone"] & df["how"].isin(RULED)]
    above = df["score"] > df["stated"] + SAME + 1e-9
    return df.assign(full=(df["score"] - df["stated"]).abs() < EXACT, above=above)


def _hits(df: pd.DataFrame, field: str, **values) -> pd.DataFrame:
    df = df.assign(quoted=quoted(df))
    return hits(df, field, quote="quoted", **values)


@rule("S04", "contradiction", "points")
def outside_weight(material: Material) -> pd.DataFrame:
    """More points are given than the row can have, or fewer than none.

    Breaks
    ------
    indicators = ["数量 | 培训人数 | | ≥100人", "数量 | 培训期数 | | ≥10期"]
    results = ["100人 | 10 | 12", "1期 | 10 | -2 | 报名不足"]

    Right
    -----
    indicators = ["数量 | 培训人数 | | ≥100人", "数量 | 培训期数 | | ≥10期"]
    results = ["100人 | 10 | 10", "0期 | 10 | 0 | 报名不足"]

    Misleads
    --------
    Where weight and points stand in exchanged columns.
    """
    df = material.results
    df = df[df["alone"] & _outside(df["score"], df["stated"])]
    rows = _hits(df, "score", weight=number(df["stated"]), score=number(df["score"]))
    whole = material.evaluations
    whole = whole[_outside(whole["points"], whole["weight"])]
    own = hits(
        whole.assign(indicator_id=None, quoted=number(whole["points"])),
        "execution",
        quote="quoted",
        weight=number(whole["weight"]),
        score=number(whole["points"]),
    )
    return pd.concat([rows, own]) if len(own) else rows


def _outside(points: pd.Series, weight: pd.Series) -> pd.Series:
    return (points > weight + SAME + 1e-9) | (points < 0)


@rule("S07", "contradiction", "points")
def full_below_target(material: Material) -> pd.DataFrame:
    """The target was missed, and yet all points are given.

    Breaks
    ------
    indicators = ["数量 | 培训人数 | | ≥100人"]
    results = ["80人 | 10 | 10 | 报名不足"]

    Right
    -----
    indicators = ["数量 | 培训人数 | | ≥100人", "数量 | 期数 | | ≥10期"]
    results = ["80人 | 10 | 8 | 报名不足", "9.95期 | 10 | 10"]

    Misleads
    --------
    Where a local rule allows full points within a margin, or the target was adjusted and the form prints the first one.
    """
    df = _ruled(material)
    df = df[df["full"] & (df["stated"] - df["upper"] > SAME + 1e-9)]
    return _hits(
        df, "score", target=df["target"], actual=df["actual"], rule=number(df["upper"]), score=number(df["score"])
    )


@rule("S08", "weakness", "points", milder={"rounded": "hint", "late": "hint"})
def above_rule(material: Material) -> pd.DataFrame:
    """More points are given than the rule for the target gives.

    A whole number that is the rule's points rounded half up is a hint only, and so are points for what came late: that
    they are those of a target missed is a convention of this tool.

    Breaks
    ------
    indicators = ["数量 | 培训人数 | | ≥100人"]
    results = ["80人 | 10 | 9.5 | 报名不足"]

    Right
    -----
    indicators = ["数量 | 培训人数 | | ≥100人"]
    results = ["80人 | 10 | 8 | 报名不足"]

    Misleads
    --------
    Where points are given by steps of a local rule (80 % reached: 9 points).
    """
    df = _ruled(material)
    df = df[~df["full"] & ~df["above"] & (df["score"] - df["upper"] > SAME + 1e-9)]
    phrase = is_rounded(df["score"], df["upper"]).map({True: "rounded", False: "message"})
    phrase = phrase.mask(df["how"].eq("date missed"), "late")
    more = number(df["score"] - df["upper"])
    return _hits(df, "score", phrase=phrase, rule=number(df["upper"]), score=number(df["score"]), more=more)


@rule("S09", "weakness", "points", milder={"rounded": "hint", "reasoned": "hint"})
def below_rule(material: Material) -> pd.DataFrame:
    """Fewer points are given than the rule for the target gives, and nothing says why.

    With a reason, or for a whole number that is the rule's points rounded half up, it is a hint only.

    Breaks
    ------
    indicators = ["质量 | 及时率 | | ≥100%"]
    results = ["100% | 10 | 7"]

    Right
    -----
    indicators = ["质量 | 及时率 | | ≥100%"]
    results = ["100% | 10 | 10"]

    Misleads
    --------
    Where an office deducts points for what its row does not show.
    """
    df = _ruled(material)
    df = df[~df["kept"] & (df["lower"] - df["score"] > SAME + 1e-9)]
    phrase = is_rounded(df["score"], df["lower"]).map({True: "rounded", False: "message"})
    return _hits(
        df,
        "score",
        phrase=phrase.mask(df["reasoned"], "reasoned"),
        rule=number(df["lower"]),
        score=number(df["score"]),
        less=number(df["lower"] - df["score"]),
    )


@rule("S10", "weakness", "reasons")
def without_reason(material: Material) -> pd.DataFrame:
    """A result below its target, late, or said not to be reached in full, without a reason.

    Breaks
    ------
    indicators = ["数量 | 培训人数 | | ≥100人"]
    results = ["80人 | 10 | 8 | 无"]

    Right
    -----
    indicators = ["数量 | 培训人数 | | ≥100人", "质量 | 合格率 | | ≥95%"]
    results = ["80人 | 10 | 8 | 报名不足", "96% | 10 | 10"]

    Misleads
    --------
    Where the reasons stand in a report beside the form.
    """
    df = material.results
    df = df[df["below"] & ~df["reasoned"] & df["found"].ne(BLANK)]
    return _hits(df, "note", target=df["target"].fillna("—"), actual=df["actual"])


@rule("S11", "weakness", "over", milder={"reasoned": "hint"})
def far_over(material: Material) -> pd.DataFrame:
    """The result is at least 1.3 times the target, so that the target may have been set too low, and nothing says why.

    With a reason it is a hint only. From which ratio on is the setting ``over`` in data/execution.toml.

    Breaks
    ------
    indicators = ["数量 | 救助人次 | | ≥100人次"]
    results = ["130人次 | 10 | 10"]

    Right
    -----
    indicators = ["数量 | 救助人次 | | ≥100人次", "成本 | 单价 | | ≤100元"]
    results = ["129人次 | 10 | 10", "130元 | 10 | 7.69 | 涨价"]

    Misleads
    --------
    Where demand decides the number, as of people relieved. The ratio is a convention in use in some provinces.
    """
    df = material.results
    df = df[df["over"]]
    phrase = df["reasoned"].map({True: "reasoned", False: "message"})
    share = (df["ratio"] * 100).map("{:.0f}%".format)
    return _hits(df, "actual", phrase=phrase, share=share, target=df["target"], actual=df["actual"])


@rule("S12", "contradiction", "points")
def points_for_nothing(material: Material) -> pd.DataFrame:
    """Points are given where no result is reported.

    Breaks
    ------
    indicators = ["质量 | 合格率 | | ≥95%"]
    results = [" | 10 | 10"]

    Right
    -----
    indicators = ["质量 | 合格率 | | ≥95%", "数量 | 事故数 | | =0起", "质量 | 完好率 | | ≥95%"]
    results = ["96% | 10 | 10", "0起 | 10 | 10", " | 10 | 0"]

    Misleads
    --------
    Where the results are told in words below the table.
    """
    df = material.results
    blank = df["found"].eq(BLANK) & ~df["actual"].fillna("").str.contains("无")
    df = df[blank & (df["score"] > 0)]
    return _hits(df, "actual", score=number(df["score"]))


@rule("S13", "weakness", "comparable")
def not_comparable(material: Material) -> pd.DataFrame:
    """The target is a number, and the result is words, has another unit, or is a share in the place of a percentage.

    Breaks
    ------
    indicators = ["成本 | 成本控制数 | | ≤45万元"]
    results = ["完成 | 10 | 10"]

    Right
    -----
    indicators = ["成本 | 成本控制数 | | ≤45万元", "质量 | 合格率 | | ≥95%", "质量 | 完好 | | 完好"]
    results = ["449000元 | 10 | 10", "96 | 10 | 10", "完好 | 10 | 10"]

    Misleads
    --------
    What this tool cannot read though it holds a figure is not charged.
    """
    df = material.results
    df = df[df["found"].eq(NOT_COMPARABLE) & df["kind"].isin(["number", "range"])]
    phrase = [_why(text, unit) for text, unit in zip(df["actual"], df["unit"].fillna(""), strict=True)]
    df = df.assign(phrase=pd.Series(phrase, index=df.index, dtype="str"))
    df = df[df["phrase"].ne("")]
    return _hits(df, "actual", phrase=df["phrase"], target=df["target"], actual=df["actual"])


def _why(actual: str, unit: str) -> str:
    """Why a result cannot be compared with a number; empty where it may be this tool that cannot read it."""
    read = parse_target(actual)
    if not any(character.isdigit() for character in actual) and read.value is None:
        return "message"
    if read.kind != "number":
        return ""
    if read.unit:
        return "unit"
    return ("share" if read.value is not None and read.value <= 1 else "scale") if unit else ""


@rule("S14", "hint", "comparable")
def sign_repeated(material: Material) -> pd.DataFrame:
    """The result repeats the sign of the target, so that what was reached stays open.

    Breaks
    ------
    indicators = ["质量 | 合格率 | | ≥95%"]
    results = ["≥95% | 10 | 10"]

    Right
    -----
    indicators = ["质量 | 合格率 | | ≥95%"]
    results = ["96% | 10 | 10"]

    Misleads
    --------
    Where only a bound is known, as of a survey.
    """
    df = material.results
    df = df[df["signed"] & df["kind"].isin(["number", "range"])]
    return _hits(df, "actual", actual=df["actual"])


@rule("S15", "contradiction", "bands")
def outside_band(material: Material) -> pd.DataFrame:
    """The points are outside the band of the words that the form uses for the result.

    达成 gives 80–100 % of the weight, 部分达成 60–80 %, 未达成 less than 60 %: the setting ``bands`` in
    data/execution.toml.

    Breaks
    ------
    indicators = ["社会效益 | 环境改善 | | 明显改善"]
    results = ["部分改善 | 10 | 10 | 资金不足 | 部分达成"]

    Right
    -----
    indicators = ["社会效益 | 环境改善 | | 明显改善", "社会效益 | 居民生活 | | 改善"]
    results = ["部分改善 | 10 | 7 | 资金不足 | 部分达成", "改善 | 10 | 9"]

    Misleads
    --------
    Until about 2019 many forms had 50 % in the place of 60 %; some offices have bands of their own.
    """
    df = material.results
    df = df[df["how"].str.startswith("words:") & df["how"].ne("words:unclear") & df["stated"].notna() & df["alone"]]
    df = df[df["found"].ne(BLANK)]
    df = df[(df["score"] < df["lower"] - 1e-9) | (df["score"] > df["upper"] + 1e-9)]
    return _hits(
        df,
        "score",
        status=df["how"].str.removeprefix("words:"),
        score=number(df["score"]),
        lower=number(df["lower"]),
        upper=number(df["upper"]),
    )


@rule("S17", "weakness", "points")
def saving_punished(material: Material) -> pd.DataFrame:
    """A ≤ target was kept, and yet points were taken off, as if the formula ran the wrong way.

    Breaks
    ------
    indicators = ["成本 | 项目总投入 | | ≤58.1万元"]
    results = ["54.28万元 | 10 | 9.34"]

    Right
    -----
    indicators = ["成本 | 项目总投入 | | ≤58.1万元"]
    results = ["54.28万元 | 10 | 10"]

    Misleads
    --------
    Where spending less means that less was done, and the office takes points off for that.
    """
    df = _ruled(material)
    df = df[df["kept"] & (df["stated"] - df["score"] > SAME + 1e-9)]
    return _hits(
        df, "score", target=df["target"], actual=df["actual"], score=number(df["score"]), weight=number(df["stated"])
    )


@rule("S21", "hint", "judgement")
def cost_met_by_nothing(material: Material) -> pd.DataFrame:
    """A cost target is "met" by a cost of 0, where nothing was paid at all.

    Breaks
    ------
    indicators = ["成本 | 预算控制数 | | ≤100万元"]
    results = ["0万元 | 10 | 10"]
    evaluation = { budget = 100, paid = 0 }

    Right
    -----
    [[projects]]
    indicators = ["成本 | 预算控制数 | | ≤100万元"]
    results = ["90万元 | 10 | 10"]
    evaluation = { budget = 100, paid = 90 }
    [[projects]]
    indicators = ["成本 | 新增债务 | | ≤0万元"]
    results = ["0万元 | 10 | 10"]
    evaluation = { budget = 100, paid = 90 }

    Misleads
    --------
    Where the work was done and is paid in the next year.
    """
    df = material.results
    idle = material.evaluations
    idle = idle[idle["paid"].eq(0) & idle["budget"].gt(0)]
    reports = set(zip(idle["project_id"], idle["origin"], strict=True))
    own = pd.Series(list(zip(df["project_id"], df["origin"], strict=True)), index=df.index, dtype=object)
    cost = df["level1"].eq("成本") | df["level2"].isin([name for name in LESS_IS_BETTER if name != "时效"])
    df = df[cost & df["kept"] & df["reached"].eq(0) & own.isin(reports)]
    return _hits(df, "actual", target=df["target"])
