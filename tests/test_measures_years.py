"""What was reached in one year beside what the next one asks for."""

import pytest
from every_exhibit import paid_sample
from jixiao import exhibits
from jixiao.measures.years import results_by_year
from years import DROPPED, next_year

BEFORE = "2022/2022-lingang-business-district"


@pytest.fixture(scope="module")
def paid():
    return paid_sample()


def test_results_stand_beside_the_targets_of_both_years(paid):
    df = results_by_year(paid, next_year(paid)).set_index("indicator_id_before")
    assert df["actual_before"].notna().all()
    assert df["actual_after"].isna().all()
    assert f"{BEFORE}/{DROPPED}" not in set(df["project_id_before"])
    rows = df.loc[[f"{BEFORE}/2/3", f"{BEFORE}/2/8", f"{BEFORE}/3/1"]]
    assert rows["actual_before"].tolist() == ["71%", "81.6%", "81.6%"]
    assert rows["target_after"].tolist() == ["≥75%", "≥85%", "≥80%"]
    assert rows["below"].tolist() == [False, False, True]
    assert rows["ratio_before"].round(4).tolist() == [0.8875, 1.02, 1.02]


def test_the_exhibit_has_the_rates_that_ledgers_know(paid):
    told = exhibits.compared_results(paid, next_year(paid), language="en")
    assert "Execution rate in 2022: 81.0%." in told.finding
    assert "in 2023:" not in told.finding
    assert told.subtitle.startswith("Invented data.")
    assert told.table["below"].is_monotonic_decreasing


def test_without_results_it_says_so(sample, paid):
    told = exhibits.compared_results(sample, next_year(sample), language="en")
    assert told.title == "No results were reported"
    kept = paid.select(projects=[DROPPED])
    assert "both years" in exhibits.compared_results(kept, next_year(paid), language="en").title
