"""Comparisons: what is matched and how, and that loosened and tightened are said only where they are certain."""

import hashlib
import json
import tomllib
from dataclasses import replace

import jixiao as package
import openpyxl
import pandas as pd
import pytest
from builders import QUICK, documents, indicators, projects, together
from command_line import jixiao
from hypothesis import given
from hypothesis import strategies as st
from jixiao.dataset import Dataset, load
from jixiao.documents import read
from jixiao.errors import UsageError
from jixiao.exhibits import budget_changes, compared_targets, target_changes
from jixiao.measures.comparison import CHANGES, compare_indicators, compare_projects, plain_name
from jixiao.target_values import parse_target
from jixiao.workbook import dataset_folder
from years import DOCUMENT, next_year


@pytest.fixture(scope="module")
def later(sample):
    return next_year(sample)


@pytest.fixture(scope="module")
def compared(sample, later):
    return compare_projects(sample, later)


def position(ids: pd.Series) -> list[str | None]:
    return [None if pd.isna(text) else text.rsplit("/", 1)[1] for text in ids]


def target(text: str, **given) -> dict:
    read = parse_target(text)
    names = ("operator", "value", "upper", "unit", "deadline", "kind")
    return {"target": text, **{name: getattr(read, name) for name in names}, **given}


def dataset(*targets: dict, year: int = 2022, **budgets) -> Dataset:
    table = projects("D", **(budgets or {"p": 1.0}))
    return Dataset(documents=documents("D", year=year), projects=table, indicators=indicators(p=list(targets)))


def became(before: str, after: str, **years: int) -> str:
    sides = [dataset(target(text), year=years.get(side, 2022)) for side, text in (("a", before), ("b", after))]
    return compare_indicators(*sides)["change"].item()


def test_every_project_stands_once_with_its_match(compared):
    assert position(compared["project_id_after"]) == ["1", "2", "3", "4", "5", "6", "7", "8", "10", None]
    assert position(compared["project_id_before"]) == ["1", "2", "3", "4", "5", "6", "7", "8", None, "9"]
    matched = dict(zip(position(compared["project_id_after"]), compared["matched_by"], strict=True))
    assert (matched["1"], matched["4"], matched["6"]) == ("code", "name", "near name")
    assert compared["matched_by"].isna().sum() == 2


@pytest.mark.parametrize(("after", "change"), [(5.0, "kept"), (5.004, "kept"), (5.3, "changed"), (None, "changed")])
def test_a_budget_is_kept_within_what_two_decimals_show(after, change):
    sides = [Dataset(projects=projects(A=budget)) for budget in (5.0, after)]
    assert compare_projects(*sides)["change"].tolist() == [change]


def test_budgets_and_plans_are_compared(compared):
    changes = compared.set_index(compared["project_name_after"].fillna("招商"))["change"].value_counts()
    assert changes.to_dict() == {"kept": 6, "changed": 2, "new": 1, "dropped": 1}
    row = compared.iloc[1]
    assert (row["budget_change"], row["budget_change_share"]) == (33, pytest.approx(33 / 567))
    assert compared["plan_shift"].iloc[0] == pytest.approx(-0.2)
    assert compared["plan_shift"].iloc[1] == 0
    assert compared["plan_shift"].isna().sum() == 2


def test_a_plan_of_blanks_moves_by_nothing(sample, later):
    blank = later.disbursements["project_id"].eq(f"{DOCUMENT}/1")
    plans = later.disbursements.assign(cumulative_share=later.disbursements["cumulative_share"].mask(blank))
    shifts = compare_projects(sample, replace(later, disbursements=plans))["plan_shift"]
    assert pd.isna(shifts.iloc[0])
    assert shifts.iloc[1] == 0


def test_every_change_of_the_sample_is_found(sample, later):
    df = compare_indicators(sample, later)
    moved = df[~df["change"].isin(["kept", "dropped"])]
    assert dict(zip(moved["indicator_id_after"].str.removeprefix(f"{DOCUMENT}/"), moved["change"], strict=True)) == {
        "2/2": "loosened",
        "2/3": "loosened",
        "2/8": "tightened",
        "2/4": "reworded",
        "2/5": "renamed",
        "3/5": "changed",
        "3/7": "reworded",
        "3/8": "renamed",
    }
    # Project 9 with its eight indicators; the one whose new name is not near has the same target.
    assert sum(change == "dropped" for change in df["change"]) == 8
    assert df.loc[df["matched_by"].eq("target"), "indicator_id_after"].tolist() == [f"{DOCUMENT}/3/8"]
    assert df.loc[df["follows_budget"], "indicator_id_after"].tolist() == [f"{DOCUMENT}/2/2"]
    # The budget of project 5 fell to 200, and its cap stayed at 254.
    assert df.loc[df["left_behind"], "indicator_id_after"].tolist() == [f"{DOCUMENT}/5/4"]


def test_a_target_that_two_indicators_of_a_slot_have_tells_neither_apart(sample):
    def named(*names):
        first = sample.indicators.head(1)
        rows = [first.assign(indicator=name, indicator_id=f"{n}", target="≥80%") for n, name in enumerate(names)]
        return replace(sample, indicators=pd.concat(rows, ignore_index=True))

    df = compare_indicators(named("群众满意度", "企业满意度"), named("居民评价", "商户评价"))
    assert sorted(df["change"]) == ["dropped", "dropped", "new", "new"]
    assert compare_indicators(named("群众满意度"), named("居民评价"))["change"].tolist() == ["renamed"]


def test_unchanged_targets_are_a_count_and_listed_where_that_is_asked_for(sample, later):
    shown, whole = (compared_targets(sample, later, unchanged=unchanged) for unchanged in (False, True))
    assert shown.title == whole.title == "有变化的指标值 16 个，保持 57 个"
    assert (len(shown.table), len(whole.table)) == (17, 73)
    assert "1 个指标值仍是原来的预算数" in shown.finding


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("≥80%", "≥80%", "kept"),
        ("≥80%", "≥75%", "loosened"),
        ("≥80%", "≥85%", "tightened"),
        ("≤5万元", "≤6万元", "loosened"),
        ("≤5万元", "≤4万元", "tightened"),
        (">80%", "≥80%", "loosened"),
        ("<5次", "≤5次", "loosened"),
        ("≥80%", "不低于80%", "reworded"),
        ("≥80%", "≤80%", "changed"),
        ("≥80%", "80%", "changed"),
        ("5万元", "6万元", "changed"),
        ("≥5个", "≥6家", "changed"),
        ("≥5万元", "≥60000元", "changed"),
        ("≥80%", "提高", "changed"),
        ("提高", "明显提高", "reworded"),
    ],
)
def test_a_direction_is_said_only_where_sign_and_unit_agree(before, after, change):
    assert became(before, after) == change


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("2022年12月31日", "2023年12月31日", "kept"),
        ("2022年12月31日前", "2023-12-31", "reworded"),
        ("2022年12月31日", "2023年10月31日", "changed"),
        ("2022年完成", "2023年完成", "kept"),
    ],
)
def test_dates_count_from_the_documents_own_year(before, after, change):
    assert became(before, after, b=2023) == change


@QUICK
@given(st.lists(st.sampled_from(["≥80%", "≥85%", "≤5天", "提高", "及时完成"]), max_size=5), st.randoms())
def test_a_dataset_compared_with_itself_in_any_order_is_kept(texts, random):
    rows = [target(text, indicator=f"{n}{n}{n}号指标") for n, text in enumerate(texts)]
    shuffled = random.sample(rows, len(rows))
    df = compare_indicators(dataset(*rows), dataset(*shuffled))
    assert len(df) == len(rows)
    assert set(df["change"]) <= {"kept"}


def test_what_is_dropped_is_new_the_other_way_round(sample, later):
    there, back = compare_indicators(sample, later)["change"], compare_indicators(later, sample)["change"]
    mirrored = {"dropped": "new", "new": "dropped", "loosened": "tightened", "tightened": "loosened"}
    assert there.replace(mirrored).value_counts().to_dict() == back.value_counts().to_dict()
    assert set(there) <= set(CHANGES)


def test_equal_names_are_matched_one_to_one():
    twice = [target("≥1个"), target("≥2个")]
    df = compare_indicators(dataset(*twice), dataset(*twice))
    assert (len(df), df["change"].tolist()) == (2, ["kept", "kept"])
    assert len(compare_indicators(dataset(*twice), dataset(twice[0]))) == 2


def test_names_are_near_only_above_the_threshold(sample, later):
    strict = compare_projects(sample, later, near=100)
    assert strict["matched_by"].eq("near name").sum() == 0
    assert strict["change"].value_counts()["dropped"] == 2
    with pytest.raises(UsageError, match="0 to 100"):
        compare_projects(sample, later, near=101)


def test_where_a_side_holds_several_departments_projects_of_another_one_are_no_match():
    two = Dataset(documents=documents("D"), projects=together(projects("D", "X", p=1.0), projects("D", "Y", q=1.0)))
    one = Dataset(documents=documents("D"), projects=projects("D", "Y", p=1.0))
    assert sorted(compare_projects(two, one)["change"]) == ["dropped", "dropped", "new"]
    assert sorted(compare_projects(one, two)["change"]) == ["dropped", "new", "new"]


def test_a_department_under_another_id_is_compared_and_the_ids_are_named(sample):
    tables = {name: renamed(df) for name, df in sample.tables.items()}
    other = Dataset(**tables).validate()
    df = compare_projects(other, sample)
    assert set(df["change"]) == {"kept"}
    assert set(compare_indicators(other, sample)["change"]) == {"kept"}
    for show in (budget_changes, target_changes, compared_targets):
        for language in ("zh", "en"):
            assert all(name in show(other, sample, language=language).source for name in ("803001", "130209-803001"))
            assert "130209-803001" not in show(sample, sample, language=language).source


def renamed(df: pd.DataFrame) -> pd.DataFrame:
    """The table with its department under the id that a document without project codes gives it."""
    return df.assign(department_id="803001") if "department_id" in df else df


def test_nothing_compared_is_nothing_or_all_new(sample):
    empty = Dataset()
    assert compare_projects(empty, empty).empty
    assert compare_indicators(empty, empty).empty
    assert set(compare_projects(empty, sample)["change"]) == {"new"}
    assert set(compare_indicators(sample, empty)["change"]) == {"dropped"}


@pytest.mark.parametrize(
    ("name", "plain"), [("经费2022", "经费"), ("经费（２０２３年度）", "经费()"), ("12022号路", "12022号路")]
)
def test_a_name_is_compared_without_its_year(name, plain):
    assert plain_name(name) == plain


def test_an_exhibit_names_both_documents(sample, later):
    exhibit = compared_targets(sample, later)
    assert "2022/2022-lingang" in exhibit.source
    assert DOCUMENT in exhibit.source
    # First what should have moved, then by how it moved.
    behind = int(exhibit.table["left_behind"].sum())
    assert exhibit.table["left_behind"].tolist() == [True] * behind + [False] * (len(exhibit.table) - behind)
    assert exhibit.table["change"].iloc[behind] == "取消"


def test_the_command_compares_datasets_documents_and_years(tmp_path, sample, later):
    later.save(tmp_path / "b")
    name = sample.documents["document_id"].iloc[0]
    code, out, err = jixiao("compare", f"sample:{name}", tmp_path / "b", "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads("\n".join(out))
    assert found["target-changes"]["title"] == "匹配的 65 个指标值中，放宽 2 个，收紧 1 个"
    to = tmp_path / "c.xlsx"
    assert jixiao("compare", "sample", tmp_path / "b", "--format", "xlsx", "--to", to) == (0, [str(to)], "")
    assert openpyxl.load_workbook(to).sheetnames == ["预算与计划", "变化汇总", "指标值对比"]


def test_one_dataset_with_two_years_is_compared_with_itself(tmp_path, sample, later):
    both = {name: pd.concat([df, later.tables[name]], ignore_index=True) for name, df in sample.tables.items()}
    both["departments"] = sample.departments
    package.Dataset(**both).save(tmp_path / "both")
    code, out, _ = jixiao("compare", tmp_path / "both", "--year", 2022, "--year", 2023, "--language", "en")
    assert code == 0
    assert out[0].startswith("From 1,780.15 to 1,689.15")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["sample"], "--year twice"),
        (["sample", "nowhere"], "one of: sample"),
        (["sample:nothing", "sample"], "no document 'nothing'"),
        (["sample", "sample", "--format", "xlsx"], "--to"),
        (["sample", "sample", "--near", 120], "--near"),
    ],
)
def test_a_mistake_in_a_comparison_is_one_message(arguments, message):
    code, out, err = jixiao("compare", *arguments)
    assert (code, out) == (2, [])
    assert message in err


# The invented second year


def test_the_second_year_is_what_its_raw_file_says_and_is_marked_as_invented():
    (file,) = (dataset_folder("sample-years") / "raw").rglob("*.txt")
    made, kept = read(file)[0], load("sample-years")
    for name in ("projects", "indicators", "disbursements", "goals"):
        assert made.tables[name].iloc[:, 1:].astype("str").equals(kept.tables[name].iloc[:, 1:].astype("str")), name
    source = tomllib.loads(file.with_suffix(".provenance.toml").read_text(encoding="utf-8"))
    assert source["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert all("虚构" in text for text in (file.name, file.read_text(encoding="utf-8").split("\n")[0], source["title"]))
    assert kept.departments["department"].str.contains("虚构").all()


def test_the_second_year_shows_a_cap_left_behind_and_a_new_name(sample):
    df = compare_indicators(sample, load("sample-years"))
    behind = df[df["left_behind"]]
    assert behind[["target_before", "target_after", "change"]].values.tolist() == [["≤567万元", "≤567万元", "kept"]]
    renamed = df[df["change"].eq("renamed")]
    assert ["青少年户外体育活动营地数量", "青少年户外活动营地个数"] in renamed[
        ["indicator_before", "indicator_after"]
    ].values.tolist()
    assert {"dropped", "loosened", "tightened", "changed", "new"} <= set(df["change"])
