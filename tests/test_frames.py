"""What is quicker than pandas finds what pandas finds."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.frames import among, each_row, gathered, looked_up

QUICK = settings(max_examples=25, deadline=None)
IDS = st.lists(st.sampled_from(["甲", "乙", "丙", "", None]), max_size=6)


@QUICK
@given(IDS, st.lists(st.sampled_from(["甲", "乙", ""]), unique=True))
def test_what_is_looked_up_is_what_a_map_gives_whatever_the_index(ids, keys):
    ids = pd.Series(ids, index=range(10, 10 + len(ids)), dtype="str")
    keys, values = pd.Series(keys, dtype="str"), pd.Series(range(len(keys)), index=keys, dtype=float)
    pd.testing.assert_series_equal(looked_up(ids, keys, values), ids.map(values).astype(float))
    assert among(ids, keys).tolist() == ids.isin(keys).tolist()


@QUICK
@given(st.lists(st.tuples(st.integers(), st.sampled_from(["甲", "乙", "丙"]))))
def test_what_is_gathered_is_what_groups_hold_in_their_order(rows):
    df = pd.DataFrame(rows, columns=["value", "group"])
    expected = {name: list(group) for name, group in df.groupby("group", sort=False)["value"]}
    found = gathered(df["value"], df["group"])
    assert found == expected
    assert list(found) == list(expected)


CELLS = st.tuples(
    st.sampled_from(["甲", None]), st.integers(0, 9), st.floats(0, 1) | st.none(), st.booleans(), st.dates()
)


@QUICK
@given(st.lists(CELLS))
def test_rows_have_the_fields_and_values_that_pandas_gives(rows):
    df = pd.DataFrame(rows, columns=["level2", "a b", "class", "repeats", "date"])
    df = df.astype({"level2": "str", "a b": "Int64", "repeats": "boolean", "date": "datetime64[s]"})
    ours, theirs = list(each_row(df)), list(df.astype(object).itertuples())
    assert [row._fields for row in ours] == [row._fields for row in theirs]
    assert str(ours).replace("Row(", "") == str(theirs).replace("Pandas(", "")
    assert [[*map(type, row[1:])] for row in ours] == [[*map(type, row[1:])] for row in theirs]
