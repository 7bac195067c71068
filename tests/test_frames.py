"""What is quicker than pandas finds what pandas finds."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.frames import among, gathered, looked_up

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
