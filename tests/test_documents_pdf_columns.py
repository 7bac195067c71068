"""Characters of PDF pages in columns: what is looked up for all at once is what one would find one by one."""

from __future__ import annotations

from builders import QUICK
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.pdf_characters import in_columns
from jixiao.documents.pdf_chars import COPY, once
from jixiao.documents.pdf_tables import Box, fill

steps = st.integers(0, 12)


def char(text: str, x: float, top: float, size: float = 2) -> dict:
    place = {"x0": x, "x1": x + size, "top": top, "bottom": top + size, "size": size}
    return {"text": text, **place, "matrix": (1, 0, 0, 1, 0, 0), "non_stroking_color": (0,)}


@QUICK
@given(st.lists(st.builds(char, st.sampled_from("ab"), steps, steps, st.sampled_from((2, 8, 40))), max_size=40))
def test_a_character_near_one_like_it_that_is_kept_is_left_out(chars):
    kept: list[dict] = []
    for each in chars:
        for other in kept:
            off = max(abs(each["x0"] - other["x0"]), abs(each["top"] - other["top"]))
            if each["text"] == other["text"] and off <= COPY * min(each["size"], other["size"]):
                break
        else:
            kept.append(each)
    own = once(in_columns(chars), usual=8)
    assert list(zip(own.text, own.x0, own.top, strict=True)) == [
        (each["text"], each["x0"], each["top"]) for each in kept
    ]


corners = st.tuples(steps, steps, st.integers(1, 6), st.integers(1, 6))


@QUICK
@given(st.lists(corners, max_size=8), st.lists(st.tuples(steps, steps), max_size=40, unique=True))
def test_a_character_goes_to_the_first_box_that_holds_its_middle_on_its_rulings_too(places, middles):
    boxes = [Box(x, y, x + width, y + height) for x, y, width, height in places]
    chars = [char(chr(0x4E00 + number), x - 1, y - 1) for number, (x, y) in enumerate(middles)]
    left = fill(boxes, in_columns(chars), 1)
    inside: dict[Box | None, set[str]] = {box: set() for box in (*boxes, None)}
    for each, (x, y) in zip(chars, middles, strict=True):
        first = next((box for box in boxes if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom), None)
        inside[first].add(each["text"])
    assert {box: set("".join(line.text for line in box.lines)) - {" "} for box in boxes} | {
        None: set(left.text)
    } == inside
