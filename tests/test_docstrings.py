"""What a notebook or script calls says, in numpydoc, what it takes, returns and raises, with an example that runs."""

import inspect
import re
from importlib import import_module

import jixiao
import pytest
from jixiao import briefs, documents, exhibits, review
from own_targets import as_own

MEASURES = [
    import_module(f"jixiao.measures.{name}")
    for name in (
        *("actuals", "against_plan", "budget", "comparison", "coverage", "department_execution", "disbursement"),
        *("execution", "forecast", "monitoring", "pace", "scoring", "targets"),
    )
]


def sections(item):
    """The sections of a docstring by their headings."""
    parts = re.split(r"^(\w+)\n-+$", inspect.getdoc(item) or "", flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def names_in(section):
    """The names that a section explains, several of them on one line or each on its own."""
    lines = re.findall(r"^([\w*, ]+?)(?: : .+)?$", section, flags=re.MULTILINE)
    return {name.strip(" *") for line in lines for name in line.split(",")}


def own_methods(item):
    return {
        f"{item.__name__}.{name}": inspect.unwrap(member)
        for name, member in vars(item).items()
        if inspect.isfunction(member) and not name.startswith("_")
    }


def public():
    """Names of packages as their `__all__` has them, measures, and the methods of classes among them."""
    found = {
        f"{package.__name__}.{name}": getattr(package, name)
        for package in (jixiao, briefs, documents, exhibits, review)
        for name in package.__all__
        if callable(getattr(package, name))
    }
    for module in MEASURES:
        named = inspect.getmembers(module, inspect.isfunction)
        found |= {f"{module.__name__}.{name}": item for name, item in named if item.__module__ == module.__name__}
    methods = [own_methods(item) for item in found.values() if inspect.isclass(item)]
    found |= {name: item for own in methods for name, item in own.items()}
    return {name: item for name, item in found.items() if not name.rpartition(".")[2].startswith("_")}


def is_error(item):
    return inspect.isclass(item) and issubclass(item, Exception)


PUBLIC = public()


@pytest.mark.parametrize("name", PUBLIC)
def test_every_parameter_and_what_comes_back_is_explained(name):
    item, said = PUBLIC[name], sections(PUBLIC[name])
    parameters = [name for name in inspect.signature(item).parameters if name != "self"]
    explained = names_in(said.get("Parameters", said.get("Attributes", "")))
    assert [parameter for parameter in parameters if parameter not in explained] == []
    returns = inspect.signature(item).return_annotation
    assert inspect.isclass(item) or returns in (None, "None") or "Returns" in said


@pytest.mark.parametrize("name", [name for name, item in PUBLIC.items() if inspect.isfunction(item)])
def test_an_error_that_is_raised_is_explained(name):
    raised = set(re.findall(r"raise (\w+Error)\b", inspect.getsource(PUBLIC[name])))
    assert raised <= names_in(sections(PUBLIC[name]).get("Raises", ""))


@pytest.mark.parametrize("name", [name for name, item in PUBLIC.items() if not is_error(item)])
def test_there_is_an_example(name):
    """They are run as doctests."""
    assert ">>> " in sections(PUBLIC[name]).get("Examples", "")


@pytest.mark.parametrize("name", [name for name in exhibits.__all__ if name != "Exhibit"])
def test_an_exhibit_explains_the_columns_of_its_table(sample, name):
    function = getattr(exhibits, name)
    data = as_own(sample) if function.__module__.endswith(".own") else sample
    given = {"data": data, "before": sample, "after": sample, "month": 9, "dataset": "sample"}
    taken = {key: value for key, value in given.items() if key in inspect.signature(function).parameters}
    said = sections(function)["Returns"]
    words = {re.sub(r"(_before|_after|\d)$", "", column) for column in function(**taken).table if column.isidentifier()}
    assert [word for word in words if word.isascii() and not re.search(rf"\b{word}", said)] == []
