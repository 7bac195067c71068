"""Draw the pages of the sample's briefs for the READMEs: ``make gallery``."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from jixiao.briefs.brief import write_brief
from PIL import Image

HERE = Path(__file__).parent
WIDTH, GAP = 420, 12  # pixels


def pages(pdf: Path) -> list[Image.Image]:
    """The pages of a PDF as pictures of one width."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=WIDTH / page.get_width()).to_pil() for page in document]


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Pictures in a row, each on its own sheet."""
    sheet = Image.new("RGB", (len(pictures) * (WIDTH + GAP) + GAP, pictures[0].height + 2 * GAP), "#d5d8de")
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (GAP + number * (WIDTH + GAP), GAP))
    return sheet


for language in ("zh", "en"):
    folder = next(path for path in write_brief("2022Q3", language=language) if path.suffix == ".pdf").parent
    row = side_by_side(pages(folder / "brief.pdf"))
    row.quantize(128, dither=Image.Dither.NONE).save(HERE / f"brief.{language}.png", optimize=True)
    print(HERE / f"brief.{language}.png")
