"""Exhibits: figures whose text fits, tables, findings, both languages, and data that is not there."""

import itertools
import re
from dataclasses import replace

import pandas as pd
import pytest
from every_exhibit import FUNCTIONS, boxes, many, misplaced, newer, paid_sample, poor, shown, unsure, within, year_after
from jixiao import exhibits
from jixiao.errors import UsageError
from jixiao.exhibits.charts import bars
from jixiao.exhibits.exhibit import FIGURES_VARIABLE, MIME
from jixiao.exhibits.style import ACCENT, BLUE, RULE, SEQUENCE, shorten, text_width, wrap
from jixiao.tables import frame

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request):
    return request.param


@pytest.fixture(scope="module", params=FUNCTIONS, ids=lambda function: function.__name__)
def exhibit(request, language, sample):
    return shown(request.param, sample, language)


def test_text_stays_on_the_page_and_apart(exhibit):
    if exhibit.draw is None:
        pytest.skip("a table")
    assert not misplaced(exhibit)


@pytest.mark.parametrize("much", [1, 1.22], ids=["as paid", "nearly all paid"])
@pytest.mark.parametrize("month", [3, 12])
def test_the_curve_of_a_brief_has_room_for_what_was_paid(language, month, much):
    data = paid_sample()
    data = replace(data, payments=data.payments.assign(yuan=data.payments["yuan"] * much))
    curve = exhibits.spending_curve(data, month=month, language=language).on_page(4.05)
    assert not misplaced(curve)
    assert not misplaced(curve.narrow)


def test_names_have_a_line_each_on_the_page_of_a_brief(language):
    data = paid_sample()
    of_month = exhibits.execution_by_project(data, as_of="2022-12", language=language)
    rest = exhibits.forecast(data, as_of="2022-09", language=language)
    for exhibit in (of_month, rest, exhibits.score_ranges(data, month=12, language=language)):
        assert not misplaced(exhibit.on_page(6.85))
        assert not misplaced(exhibit.on_page(6.85).narrow)


def test_a_figure_has_its_table_finding_and_alternative_text(exhibit):
    assert exhibit.title
    assert exhibit.finding
    assert len(exhibit.cells) == len(exhibit.table) > 0
    assert bool(exhibit.draw) == bool(exhibit.picture) == bool(exhibit.data()["alt"])
    assert not re.search(r"\bnan\b|None|NaT|<NA>|\{", str(exhibit))


@pytest.fixture(scope="module")
def published(sample):
    """All texts that stand in the data, the longest first."""
    tables = [*sample.tables.values(), *year_after(sample).tables.values(), *paid_sample().tables.values()]
    found = {text for df in tables for text in df.select_dtypes("str").stack().dropna()}
    found |= {*paid_sample().ledgers["origin"], "待定"}  # what an amount says in the ledger
    return sorted(found, key=len, reverse=True)


def test_in_english_only_published_text_is_chinese(exhibit, language, published):
    if language == "zh":
        pytest.skip("zh")
    words = [
        exhibit.title,
        exhibit.subtitle,
        exhibit.finding,
        exhibit.alt,
        exhibit.source,
        *(c.label for c in exhibit.columns),
        *itertools.chain(*exhibit.cells),
    ]
    if exhibit.draw:
        words += [text for text, _ in boxes(exhibit)]
    words = [word.replace("\n", "") for word in words if CHINESE.search(word)]
    for text in published:
        words = [word.replace(text.replace("\n", ""), "") for word in words]
    # Names are shortened and wrapped in figures, signs are kept without their unit.
    left = [
        word
        for word in words
        if CHINESE.search(word) and not any(word.rstrip("…").strip("“”,. ") in text for text in published)
    ]
    assert not left


def test_the_font_has_every_glyph(exhibit):
    assert exhibit._drawn[1] == []


def test_equal_runs_give_equal_bytes(sample):
    one, two = (exhibits.department_curve(sample) for _ in range(2))
    assert one.png == two.png
    assert one.svg == two.svg
    assert one.data() == two.data()


@pytest.mark.slow
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_one_project_is_enough(function, sample, language):
    exhibit = shown(function, sample.select(projects=[6]), language)
    assert exhibit.title
    assert exhibit.draw is None or exhibit.png


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["disbursements", "indicators", "funds", "goals"])
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_document_may_lack_a_table(function, lost, sample):
    without = replace(sample, **{lost: frame(lost, [])}).validate()
    exhibit = shown(function, without)
    assert exhibit.title
    assert exhibit.draw is None or exhibit.figure


def test_a_plan_that_ends_early_has_spent_all_by_the_years_end(sample):
    early = replace(sample, disbursements=sample.disbursements[sample.disbursements["date"] < "2022-11-01"])
    # Shares that end at 80 % are no plan that could be read, so nothing is stated at all.
    assert exhibits.department_curve(early, month=12).draw is None
    full = early.disbursements.assign(
        cumulative_share=lambda df: df["cumulative_share"].where(df["date"] < "2022-10-01", 1.0)
    )
    exhibit = exhibits.department_curve(replace(sample, disbursements=full), month=12, language="en")
    assert "about 1,780 wan yuan" in exhibit.title


def test_a_year_s_end_is_a_column_of_gaps_only_where_a_plan_goes_on_after_it(sample):
    plans = sample.disbursements
    at_end = plans["date"].dt.month == 12
    later = plans[at_end].assign(date=pd.Timestamp("2023-06-30"))
    longer = pd.concat([plans.assign(cumulative_share=plans["cumulative_share"].where(~at_end, 0.9)), later])
    table = exhibits.pace_gaps(replace(sample, disbursements=longer.reset_index(drop=True))).table
    assert "2022-12-31" not in exhibits.pace_gaps(sample).table
    assert table["2022-12-31"].round(9).eq(-0.1).all()


def test_a_projects_lag_of_exactly_the_threshold_counts(sample):
    table = exhibits.pace_gaps(sample, language="en")
    assert "even pace: 6, in 5 of 9" in table.finding  # 40 % at the end of June is exactly ten points behind


def test_the_golden_figures_are_in_the_words(sample):
    assert exhibits.department_curve(sample).title == "按计划，到9月底应支出约 1,283 万元，尚余全年预算的 28%"
    assert "72.1%（内插值，相邻检查点为 48.8% 和 79.8%）" in exhibits.department_curve(sample).finding
    assert "产出 29/36、效益 4/28、满意度 9/9" in exhibits.coverage_matrix(sample).title
    assert exhibits.target_ladder(sample).title.startswith("18/73")
    assert "3 个项目为限则为 15" in exhibits.target_ladder(sample).finding


def test_several_departments_are_refused_and_listed(sample):
    other = sample.departments.assign(department_id="x-1", department="另一部门")
    two = replace(sample, departments=pd.concat([sample.departments, other], ignore_index=True))
    with pytest.raises(UsageError, match="130209-803001 临港商务区管理委员会本级, x-1 另一部门"):
        exhibits.department_curve(two)


def test_a_glyph_the_font_lacks_is_drawn_as_a_box_and_listed(sample):
    strange = replace(sample, projects=sample.projects.assign(project_name="项目\U0001f600"))
    exhibit = exhibits.budget_ranking(strange)
    assert any("〓" in text for text, _ in boxes(exhibit))
    assert "\U0001f600" in exhibit.notes


def test_published_text_does_no_harm_in_html(sample):
    hostile = replace(sample, projects=sample.projects.assign(project_name="<script>alert(1)</script>"))
    assert "<script>" not in exhibits.inventory(hostile)._repr_html_()


def test_shown_in_a_notebook_it_is_a_picture_and_a_bundle(sample, monkeypatch, tmp_path):
    outputs = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw, metadata=None: outputs.append((data, metadata)))
    monkeypatch.setenv(FIGURES_VARIABLE, str(tmp_path))
    exhibits.budget_ranking(sample)._ipython_display_()
    assert "image/png" in outputs[0][0]
    assert outputs[0][1] == {"image/png": {"width": 720}}
    assert outputs[1][0][MIME]["title"] == "前 3 个项目占 76.6% 的预算"
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv", ".png", ".svg"]


def test_the_csv_behind_a_figure_is_its_table(sample, tmp_path):
    exhibit = exhibits.budget_ranking(sample)
    path = next(path for path in exhibit.save(tmp_path) if path.suffix == ".csv")
    df = pd.read_csv(path, encoding="utf-8-sig")
    assert df["budget"].tolist() == exhibit.table["budget"].tolist()


def test_long_names_are_shortened_within_their_width():
    name = "曹妃甸工业区临港商务区体育公园一期工程及其附属设施建设和后续维护管理项目（2022年度第二批）"
    lines = shorten(name, 1.5, 9).split("\n")
    assert len(lines) == 2
    assert lines[-1].startswith("…")
    assert name.endswith(lines[-1][1:])
    assert all(text_width(line, 9) <= 1.5 for line in lines)
    assert "".join(wrap(name, 1.5, 9)) == name


@pytest.mark.parametrize(
    "family", [unsure, *(pytest.param(family, marks=pytest.mark.slow) for family in (many, poor, newer))]
)
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
@pytest.mark.filterwarnings("error")
def test_other_documents_are_shown_as_well(function, family, sample):
    exhibit = shown(function, family(sample).validate(), "en")
    words = " ".join([exhibit.title, exhibit.finding, exhibit.subtitle])
    assert not re.search(r"\bnan\b|None|NaT|<NA>|\{|— wan|— times|−0\.0 ", words)
    if exhibit.draw:
        width, height = exhibit.figure.get_size_inches() * exhibit.figure.dpi
        page = (0, 0, width, height)
        assert not [text for text, box in boxes(exhibit) if not within(box, page)]


def test_unclear_targets_are_not_said_to_lack_a_number(sample):
    sure, less = exhibits.weakest_targets(sample), exhibits.weakest_targets(unsure(sample))
    assert len(less.table) < len(sure.table)
    assert "读数存疑" in less.finding


def test_a_selection_says_so_under_every_picture(sample):
    assert "9 个项目中选出的 1 个项目" in exhibits.budget_ranking(sample.select(projects=[6])).source
    assert "选出" not in exhibits.budget_ranking(sample.select()).source


def test_colours_are_apart_in_grey():
    def grey(colour):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for colours in (SEQUENCE, [BLUE, RULE], [ACCENT, RULE], [BLUE, ACCENT]):
        assert all(abs(grey(a) - grey(b)) > 25 for a, b in itertools.pairwise(colours))


def test_bars_begin_at_zero(sample):
    exhibit = exhibits.budget_ranking(sample)
    figure = bars(exhibit, ["a", "b"], [10, 20], ["10", "20"])
    assert figure.axes[0].get_xlim()[0] == 0
