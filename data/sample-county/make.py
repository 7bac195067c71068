"""The sample of two invented counties (虚构): 40 departments in each of two years, written as published and then read.

No such county, department or project exists, and no division has a code that begins with 99. The texts are of the
layout of data/sample, drawn with a fixed seed: `make data` gives the same tables every time.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jixiao.documents import import_documents

HERE = Path(__file__).parent
SEED = 20220930
YEARS = (2022, 2023)
DIVISIONS = {"990101": "虚构甲县", "990102": "虚构乙县"}
# A department's name, and what its projects are about: a thing, its unit, and about how many a year.
DEPARTMENTS = {
    "教育局": (("校舍维修", "所", 12), ("助学金发放", "人", 1800), ("教师培训", "人次", 620)),
    "卫生健康局": (("疫苗接种", "剂次", 24000), ("乡村医生补助", "人", 210), ("院前急救", "台", 6)),
    "农业农村局": (("高标准农田建设", "亩", 5200), ("农机购置补贴", "台", 340), ("病虫害防治", "亩次", 18000)),
    "水利局": (("河道清淤", "公里", 14), ("农村饮水维修", "处", 33), ("水库巡查", "次", 96)),
    "交通运输局": (("农村公路养护", "公里", 280), ("公交补贴", "辆", 64), ("桥梁检测", "座", 25)),
    "民政局": (("低保金发放", "人", 4300), ("养老床位补贴", "张", 520), ("临时救助", "人次", 260)),
    "文化旅游局": (("送戏下乡", "场", 120), ("图书采购", "册", 5200), ("文物修缮", "处", 4)),
    "人力资源社会保障局": (("公益岗位", "人", 380), ("技能培训", "人次", 900), ("招聘会", "场", 18)),
    "自然资源局": (("测绘更新", "平方公里", 45), ("矿山修复", "亩", 260), ("规划编制", "项", 3)),
    "生态环境局": (("水质监测", "次", 144), ("散煤替代", "户", 3100), ("扬尘治理", "处", 40)),
    "住房城乡建设局": (("老旧小区改造", "户", 860), ("排水管网", "米", 4200), ("危房鉴定", "栋", 95)),
    "应急管理局": (("应急演练", "次", 8), ("物资储备", "件", 1500), ("企业检查", "家次", 420)),
    "市场监督管理局": (("食品抽检", "批次", 780), ("特种设备检验", "台", 230), ("计量检定", "件", 640)),
    "公安局": (("视频设备更新", "路", 320), ("辅警经费", "人", 150), ("反诈宣传", "场", 36)),
    "司法局": (("法律援助", "件", 210), ("人民调解", "件", 540), ("普法宣传", "场", 42)),
    "财政局": (("系统运维", "套", 5), ("评审服务", "项", 75), ("业务培训", "人次", 160)),
    "商务局": (("电商培训", "人次", 300), ("消费促进", "场", 10), ("外贸扶持", "家", 22)),
    "科学技术局": (("科技计划", "项", 14), ("科普活动", "场", 28), ("专利资助", "件", 85)),
    "退役军人事务局": (("优抚金发放", "人", 640), ("就业培训", "人次", 110), ("纪念设施维护", "处", 7)),
    "城市管理局": (("道路保洁", "平方米", 820000), ("路灯维护", "盏", 5400), ("垃圾清运", "吨", 36000)),
}
EVEN, LATE, EARLY = (25, 50, 80, 100), (0, 10, 40, 100), (45, 70, 95, 100)
WITHOUT_PLAN = {("990101", "科学技术局", 2022), ("990102", "商务局", 2022), ("990102", "司法局", 2023)}
NEVER_A_PLAN = {("990102", "退役军人事务局"), ("990101", "财政局")}
COLUMNS = 7
LABELS = ("3月底", "6月底", "10月底", "12月底")


@dataclass(frozen=True)
class Project:
    """What one form of targets says."""

    code: str
    name: str
    budget: float
    plan: tuple[int, ...]
    indicators: list[tuple[str, str, str, str]]  # level 2, name, description, target


def documents() -> Iterator[tuple[str, str]]:
    """Paths and texts of all documents, two years of each department."""
    draw = random.Random(SEED)
    for division, county in DIVISIONS.items():
        for number, kind in enumerate(DEPARTMENTS, 101):
            habit = draw.choices(("copied", "mixed", "careful"), (4, 4, 3))[0]
            size = draw.lognormvariate(5.2, 0.9)  # 万元, of a middling project
            for year in YEARS:
                has_plan = (division, kind, year) not in WITHOUT_PLAN and (division, kind) not in NEVER_A_PLAN
                projects = [
                    _project(draw, division, number, year, place, thing, habit, size, has_plan)
                    for place, thing in enumerate(_things(draw, kind), 1)
                ]
                yield f"{year}/{division}-{number}001.txt", _text(f"{number}001{county}{kind}", year, projects)


def _things(draw: random.Random, kind: str) -> list[tuple[str, str, int]]:
    common = [("办公运转", "项", 12), ("政务信息化", "套", 2)]
    return [*DEPARTMENTS[kind], *common[: draw.randint(0, 2)]]


def _project(draw, division, number, year, place, thing, habit, size, has_plan) -> Project:
    name, unit, many = thing
    budget = round(size * draw.lognormvariate(0, 0.7) * (1.06 if year == YEARS[1] else 1), 2)
    plan = EVEN if habit == "copied" else draw.choices((EVEN, LATE, EARLY), (3, 3, 1))[0]
    if habit == "mixed" and draw.random() < 0.06:
        plan = (30, 60, 50, 100)  # a plan that falls: an error to be found
    code = f"{division}{year % 100}P{number:03d}{place:03d}10000{place}"
    indicators = _copied(budget) if habit == "copied" else _own(draw, name, unit, many, budget, year, habit)
    return Project(code, f"{name}经费", budget, plan if has_plan else (), indicators)


def _copied(budget: float) -> list[tuple[str, str, str, str]]:
    """The same words for whatever project."""
    return [
        ("产出 数量", "完成工作数量", "全年工作任务", "按计划完成"),
        ("产出 质量", "工作完成质量", "验收合格", "≥95%"),
        ("产出 时效", "完成及时性", "按时完成", "及时"),
        ("产出 成本", "预算控制数", f"预算控制数{budget:g}万元", f"≤{budget:g}万元"),
        ("效益 社会效益", "社会效益", "保障工作正常开展", "有所提升"),
        ("满意度 服务对象满意度", "服务对象满意度", "服务对象满意度", "≥90%"),
    ]


def _own(draw, name, unit, many, budget, year, habit) -> list[tuple[str, str, str, str]]:
    planned = max(round(many * draw.uniform(0.7, 1.3)), 1)
    ceiling = budget * (1.4 if habit == "mixed" and draw.random() < 0.12 else 1)  # above the budget: to be found
    rows = [
        ("产出 数量", f"{name}数量", f"全年{name}的数量", f"≥{planned}{unit}"),
        ("产出 质量", f"{name}合格率", "合格数占全部的比例", f"≥{draw.randint(90, 99)}%"),
        ("产出 时效", f"{name}完成时间", "全部完成的时间", f"{year}年{draw.randint(9, 12)}月底前"),
        ("产出 成本", "成本控制", "全年支出", f"≤{ceiling:.2f}万元"),
        ("效益 社会效益", f"{name}惠及人数", "受益的人数", f"≥{planned * draw.randint(2, 9)}人"),
        ("满意度 服务对象满意度", "受益对象满意度", "抽样调查", f"≥{draw.choice((80, 85, 90, 95))}%"),
    ]
    if habit == "mixed":
        rows[4] = ("效益 社会效益", "社会效益", f"{name}水平", draw.choice(("明显提高", "有效保障", "逐步改善")))
    return rows if draw.random() < 0.8 else rows[:-1]


def _text(owner: str, year: int, projects: list[Project]) -> str:
    """A document as a word processor exports it: a cell a line, begun by a tab, an empty line behind each row."""
    head = [f"{year}年部门预算绩效文本（虚构数据）", "一、总体绩效目标", f"{year}年做好各项工作。"]
    forms = [
        f"{number}.{project.name}绩效目标表\n{_form(owner, project)}" for number, project in enumerate(projects, 1)
    ]
    return "\n".join([*head, *forms]) + "\n"


def _form(owner: str, project: Project) -> str:
    money = f"{project.budget:.2f}"
    rows = [
        [owner, "", "", "", "", "", "单位：万元"],
        ["项目编码", project.code, "", "项目名称", project.name, "", ""],
        ["预算规模及资金用途", "预算数", money, "其中：财政资金", money, "其他资金", ""],
        ["", f"用于{project.name}{money}万元"],
    ]
    if project.plan:
        rows += [["资金支出计划（%）", *LABELS], ["", *(f"{share}%" for share in project.plan)]]
    rows += [
        ["绩效目标", f"1.完成{project.name.removesuffix('经费')}任务"],
        ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"],
    ]
    above = ""
    for levels, name, description, target in project.indicators:
        level1, level2 = levels.split(" ")
        rows.append(
            ["" if level1 == above else f"{level1}指标", f"{level2}指标", name, description, target, "工作计划"]
        )
        above = level1
    cells = [row + [""] * (COLUMNS - len(row)) for row in rows]
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in cells)


def make(folder: Path) -> None:
    """Write the tidy tables of the invented documents into a folder."""
    with tempfile.TemporaryDirectory() as temporary:
        raw = Path(temporary, "raw")
        for name, text in documents():
            path = raw / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        report = import_documents([raw], folder, copies=False, force=True)
    # The plans that fall are the only thing of which a reader may doubt.
    odd = report.doubts[~report.doubts["found"].str.startswith("a plan of")]
    if len(odd) or report.files["status"].ne("read").any():
        raise SystemExit(f"not read as written:\n{odd.to_string()}\n{report.files.to_string()}")


if __name__ == "__main__":
    shutil.rmtree(HERE / "tidy", ignore_errors=True)
    make(HERE / "tidy")
