"""The picture that goes along when a page is shared: name, motto, and the municipalities as dots under an awning.

Drawn by `manage.py share_pictures`, one in each language, and kept among the static files. Pillow reads our WOFF2 as
it is; a missing font is an error.
"""

import csv
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tekojentori.dotmap import project, spread

PROJECT = Path(__file__).resolve().parent.parent
FONTS = PROJECT / "static" / "fonts"
MUNICIPALITIES = PROJECT / "tekojentori" / "data" / "kunnat.csv"

#: What the services that show shared pages ask for, in pixels.
WIDTH, HEIGHT = 1200, 630
#: Drawn this many times larger and made smaller at the end: Pillow's own shapes have rough edges.
FINER = 2
#: The light tokens of static/css/tokens.css.
PAPER, INK, INK_2, KUUSI, CANVAS_B, LAND = "#FAF8F3", "#17211F", "#4A5753", "#0B5C56", "#C9E2DB", "#C4D8CF"
MARGIN = 80
STRIPE, STRAIGHT = 75, 44
MAP_SCALE, MAP_LEFT, MAP_TOP, DOT = 0.54, 868, 116, 3.6
NAME_WIDTH = MAP_LEFT - MARGIN - 24


def draw(name: str, motto: str) -> Image.Image:
    """The picture, with its few colours as a palette."""
    picture = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
    pen = ImageDraw.Draw(picture)
    draw_awning(pen)
    draw_map(pen)
    name_font = fitting("bricolage-grotesque", 700, name, NAME_WIDTH * FINER)
    pen.text((MARGIN * FINER, 370 * FINER), name, INK, name_font, anchor="ls")
    motto_font = font("figtree", 500, 42 * FINER)
    pen.text((MARGIN * FINER, 452 * FINER), motto, INK_2, motto_font, anchor="ls")
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(64, dither=Image.Dither.NONE)


def draw_awning(pen: ImageDraw.ImageDraw) -> None:
    """Stripes of two colours, each ending in half a circle."""
    for place, left in enumerate(range(0, WIDTH, STRIPE)):
        colour = CANVAS_B if place % 2 else KUUSI
        top, right = STRAIGHT - STRIPE / 2, left + STRIPE
        pen.rectangle(scaled(left, 0, right, STRAIGHT), fill=colour)
        pen.ellipse(scaled(left + 1, top, right - 1, top + STRIPE), fill=colour)


def draw_map(pen: ImageDraw.ImageDraw) -> None:
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        places = [project(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)]
    for x, y in spread(places, min_distance=14, reach=22):
        left, top = MAP_LEFT + x * MAP_SCALE, MAP_TOP + y * MAP_SCALE
        pen.ellipse(scaled(left - DOT, top - DOT, left + DOT, top + DOT), fill=LAND)


def scaled(*places: float) -> tuple[float, ...]:
    return tuple(place * FINER for place in places)


def font(family: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(FONTS / f"{family}.woff2", size)
    face.set_variation_by_axes([weight])
    return face


def fitting(family: str, weight: int, text: str, width: int) -> ImageFont.FreeTypeFont:
    """The font in the largest size that keeps the text within the width, up to a size that looks well."""
    size = 132 * FINER
    while font(family, weight, size).getlength(text) > width:
        size -= FINER
    return font(family, weight, size)
