"""Every rule finds its own example, and none in the one that is right."""

import pytest
from examples import example, only
from jixiao.phrases import LANGUAGES
from jixiao.review import RULES, review
from jixiao.review.output import for_readers
from jixiao.review.pages import parts
from jixiao.review.rule import LETTERS, SEVERITIES

CODES = list(RULES)


def broken(code: str, text: str) -> list[str]:
    """The findings of one rule in an example."""
    return review(example(text), settings=only(code)).findings["message"].tolist()


@pytest.mark.parametrize("code", CODES)
def test_the_example_that_breaks_a_rule_breaks_it_and_can_be_shown(code):
    data = example(parts(RULES[code])["breaks"])
    found = review(data, settings=only(code)).findings
    assert len(found)
    for language in LANGUAGES:
        assert len(for_readers(found, data.projects, language)) == len(found)


@pytest.mark.parametrize("code", CODES)
def test_the_example_that_is_right_breaks_it_nowhere(code):
    assert not broken(code, parts(RULES[code])["right"])


# What looks like a fault and is none.
HARMLESS = [
    ("A01", 'budget = 57.21\npurpose = "社区管理经费57.21万元，其中办公费5万元"'),
    ("A01", 'budget = 57.21\npurpose = "总投资2000万元的体育公园，本年安排"'),
    ("A01", 'budget = 0.5\npurpose = "慰问费5,000.00元"'),
    ("A01", 'purpose = "慰问费5万元"'),
    ("A02", "budget = 0.3\nfunds = [0.1, 0.2]"),
    (
        "A03",
        'budget = 5.0\nindicators = ["成本 | 单价 | | ≤5万元/台", "数量 | 金额 | | ≥5万元"]',
    ),
    ("A06", 'plan = [20, 50, 80, 90]\nindicators = ["经济效益 | 节约财政资金 | | ≥2%"]'),
    ("A06", 'indicators = ["经济效益 | 节约财政资金 | | ≥2%"]'),
    ("A06", 'plan = [50, 100]\nindicators = ["经济效益 | 节约能源 | | ≥2%", "成本 | 成本节约额 | | ≤2%"]'),
    ("A07", 'plan = [50, 100]\nindicators = ["质量 | 体育场馆使用率 | | ≥80%"]'),
    ("A09", '[[projects]]\ncopies = 2\nindicators = ["服务对象满意度 | 满意度 | | ≥90%"]'),
    ("C07", 'indicators = ["时效 | 完成时间 | | 2022年6月", "时效 | 工期 | | 30-40天", "数量 | 及时性 | | 及时"]'),
    ("C10", 'indicators = ["质量 | 合格率 | 合格率应不低于95% | ≥95%", "数量 | 处数 | 处数达到3处 | ≥3处"]'),
    ("C10", 'indicators = ["质量 | 产品差错率 | 产品差错率须小于5% | <5%", "数量 | 人数 | 人数不低于3人 | ≥3人"]'),
    ("C11", 'indicators = ["数量 | 培训人数 | 2022年培训人数50人 | ≥50人", "质量 | 合格率 | 抽检20批，合格率 | ≥95%"]'),
    ("C11", 'indicators = ["数量 | 培训人数 | 每期不少于10人 | ≥50人", "数量 | 培训人数 | 培训人数约60人 | ≥50人"]'),
    (
        "C11",
        'indicators = ["数量 | 培训人数 | 骨干培训人数10人 | ≥50人", "质量 | 不合格率 | 合格率95% | ≤5%"]',
    ),
    ("C12", 'indicators = ["质量 | 使用率 | 场馆木低于80% | ≥80%", "质量 | 合格率 | 不合格率低于5% | ≥95%"]'),
    ("C14", 'indicators = ["成本 | 预算控制数 | 预算控制数5万元 | ≤5万元"]'),
    ("C15", 'indicators = ["时效 | 工期 | 工期不超过1年 | ≤1个年度", "数量 | 人次 | 人次不少于5人 | ≥5人次"]'),
    ("C15", 'indicators = ["数量 | 覆盖情况 | 覆盖情况不少于80% | ≥40个"]'),
    ("C16", 'indicators = ["质量 | 合格率 | | ≥95", "质量 | 合格率 | | ≥0.95", "数量 | 效率提升倍数 | | ≥2倍"]'),
    ("C18", 'indicators = ["质量 | 全部指标合格率 | | =100%", "数量 | 全部门覆盖率 | | ≥80%"]'),
    (
        "C19",
        'indicators = ["数量 | 人数 | 60岁以上人数不少于50人 | ≥50人", "数量 | 人数 | 骨干大于9人，共50人以上 | 50人"]',
    ),
    ("C20", 'indicators = ["质量 | 未完成率 | | ≤5%", "数量 | 安全事故演练次数 | | ≥2次", "成本 | 造价 | | ≤5万元"]'),
    ("C21", 'indicators = ["经济效益 | 结余 | | ≥0万元", "质量 | 事故 | | 0起"]'),
    ("C22", 'indicators = ["质量 | 拨备覆盖率 | | ≥150%", "质量 | 不合格率 | | ≤0.5%", "经济效益 | 增长率 | | ≥0.8%"]'),
    ("C22", 'indicators = ["质量 | 增幅 | 占上年的比例比同期提高 | ≥120%"]'),
    ("C23", '[[projects]]\nindicators = ["数量 | 人数 | | ≥9人"]\n[[projects]]\nindicators = ["数量 | 人数 | | ≥8人"]'),
    ("C24", 'indicators = ["时效 | 完成时间 | | 2022年1月1日前", "时效 | 完成时间 | | 2022年12月31日前"]'),
    ("R12", 'goals = ["三年累计培训800人次"]\nindicators = ["数量 | 培训人次 | | ≥80人次"]'),
    ("R12", 'goals = ["培训800人次"]\nindicators = ["数量 | 培训人次 | | ≤900人次", "数量 | 培训天数 | | ≥8天"]'),
    ("A11", 'budget = 5.0\nindicators = ["数量 | 采购 | | ≥5元", "成本 | 总成本 | | ≤5.0万元"]'),
    ("R02", 'indicators = ["质量 | 设备 | 完好 | 完好", "社会效益 | 环境改善情况 | | 明显改善"]'),
    (
        "R04",
        'indicators = ["质量 | 空气质量 | | ≥2级", "服务对象满意度 | 投诉 | | ≤3次"]',
    ),
    ("R05", 'indicators = ["数量 | 举办活动 | | ≥5次", "社会效益 | 参加体育锻炼的人口比例 | | ≥30%"]'),
    ("R07", 'goals = ["提高工作水平"]\nindicators = ["数量 | 人数 | | ≥5人"]'),
    ("R07", 'goals = ["保障财务工作"]'),
    ("R08", 'tasks = ["招商 | 签约 | 引进20家"]'),
    (
        "R08",
        'tasks = ["培训 | 人 | 1,500人次、15000人"]\nindicators = ["数量 | 次 | | 1500人次", "数量 | 人 | | 1.5万人"]',
    ),
    ("R08", 'tasks = ["普查 | 办结 | 第3次普查，3个工作日内办结"]\nindicators = ["数量 | 引进 | | 20家"]'),
    ("R09", '[[projects]]\ncopies = 2\nindicators = ["质量 | 事故数 | | =0起", "服务对象满意度 | 投诉 | | ≤5次"]'),
    ("R09", '[[projects]]\ncopies = 2\nindicators = ["数量 | 检查频次 | | ≥1次/月", "质量 | 评审得分 | | ≥90分"]'),
    ("R10", 'indicators = ["服务对象满意度 | 服务对象满意度 | 游客满意度 | ≥90%", "质量 | 满意度 | | ≥90%"]'),
    ("F01", "plan = [25, 25, 25, 25]"),
    ("F03", "plan = [40, 30, 20, 10]"),
    ("F05", 'indicators = ["时效 | 完成时间 | | 2023年12月底", "数量 | 服务期 | | ≥12个月"]'),
    ("S01", 'indicators = ["数量 | 人数 | | ≥10人"]\nresults = ["10人 | 100 | 100"]\nevaluation = { total = 100 }'),
    (
        "S02",
        'indicators = ["数量 | 人数 | | ≥9人"]\nresults = ["9人 | 90 | "]\nevaluation = { total = 99, points = 9 }',
    ),
    ("S03", 'indicators = ["数量 | 人数 | | ≥9人"]\nresults = ["9人"]\nevaluation = { level_points = "产出50" }'),
    ("S04", 'indicators = ["数量 | 人数 | | ≥9人", "数量 | 期 | | 9期"]\nresults = ["9人 | 5 | 10", "9期"]'),
    ("S05", 'evaluation = { budget = 57.21, paid = 37.42, rate = "65.40%" }'),
    ("S05", 'evaluation = { budget = 0, paid = 0, rate = "0%" }'),
    ("S05", 'evaluation = { budget = 38.75, paid = 36.29, rate = "93.65%" }'),
    ("S06", "evaluation = { budget = 329.77, paid = 338.31, weight = 10, points = 10 }"),
    ("S06", "evaluation = { paid = 338.31, weight = 10, points = 10 }"),
    ("S07", 'indicators = ["数量 | 人数 | | ≥9人", "数量 | 期 | | 9期"]\nresults = ["5人 | 10 | 10", "9期"]'),
    ("S07", 'indicators = ["成本 | 总投入 | | 100万元"]\nresults = ["80万元 | 10 | 10"]'),
    ("S12", 'indicators = ["质量 | 重大事故 | | 无"]\nresults = ["无 | 10 | 10"]'),
    ("S13", 'indicators = ["数量 | 人数 | | ≥9人"]\nresults = ["一期4人、二期6人 | 10 | 10"]'),
    ("S15", 'indicators = ["社会效益 | 环境改善 | | 改善"]\nresults = ["水质三类 | 10 | 5"]'),
    ("S16", "evaluation = { budget = 135, paid = 100 }\npaid_sources = [60.004, 40]"),
    ("S18", 'evaluation = { total = 89.5, grade = "良好" }'),
    ("S19", "evaluation = { budget = 100, paid = 90 }"),
    ("S19", 'evaluation = { paid = 0 }\n[[projects]]\npayments = ["2022-06-30 | 85"]'),
    (
        "S23",
        '[[documents]]\nindicators = ["数量 | 人数 | | ≥9人"]\n[[documents]]\nyear = 2023\nstage = "self-evaluation"\n'
        'indicators = ["数量 | 人数 | | ≥8人"]\nresults = ["8人"]',
    ),
    ("M05", 'interim = "50"\npayments = ["2022-06-30 | 49.6"]'),
    ("M01", 'indicators = ["数量 | 人数 | | ≥9人"]\nmonitoring = ["5人 | 按期完成 | 确定能"]'),
]


@pytest.mark.parametrize(("code", "text"), HARMLESS)
def test_what_only_looks_like_a_fault_is_let_pass(code, text):
    assert not broken(code, text)


def test_every_rule_that_finds_contradictions_is_tried_on_what_only_looks_like_one():
    grave = {code for code, rule in RULES.items() if rule.severity == "contradiction"} - {"F02"}
    assert grave <= {code for code, _ in HARMLESS}


@pytest.mark.parametrize("code", CODES)
def test_a_rule_has_a_dimension_a_severity_and_a_stable_code(code):
    assert code[0] in LETTERS
    assert code[1:].isdigit()
    assert RULES[code].severity in SEVERITIES
