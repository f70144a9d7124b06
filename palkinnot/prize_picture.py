"""The picture that goes along when a winner is shared: what it won, its name, whose it is, under the awning."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from palkinnot import typesetting
from palkinnot.awards import Award
from tekojentori.share_picture import FINER, HEIGHT, INK, INK_2, MARGIN, PAPER, WIDTH, draw_awning, scaled

GOLD, ON_GOLD = "#F2B544", "#17211F"
#: Sizes of the name in pixels, the largest that fits first, and how many lines it may take.
SIZES, LINES = (84, 72, 62, 54, 46), 4
ROOM = WIDTH - 2 * MARGIN


def png(award: Award, site: str) -> bytes:
    """A tenth of a second: drawn when it is asked for."""
    picture = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
    pen = ImageDraw.Draw(picture)
    draw_awning(pen)
    draw_badge(pen, award.title)
    bottom = draw_name(pen, award.winner.title)
    if award.winner.owner:
        write(pen, cut(award.winner.owner, font("figtree-regular", 36)), MARGIN, bottom + 60, 36, INK_2)
    when = award.campaign if str(award.year) in award.campaign else f"{award.campaign} {award.year}"
    write(pen, cut(when, font("figtree-regular", 28), ROOM - 300), MARGIN, HEIGHT - 40, 28, INK_2)
    pen.text(scaled(WIDTH - MARGIN, HEIGHT - 40), site, INK, font("bricolage-grotesque-bold", 32), anchor="rs")
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(64, dither=Image.Dither.NONE)
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def draw_badge(pen: ImageDraw.ImageDraw, text: str) -> None:
    face = font("figtree-bold", 32)
    text = cut(typesetting.printable(text), face, ROOM - 60)
    width = face.getlength(text) / FINER + 60
    pen.rounded_rectangle(scaled(MARGIN, 128, MARGIN + width, 186), radius=29 * FINER, fill=GOLD)
    pen.text(scaled(MARGIN + 30, 168), text, ON_GOLD, face, anchor="ls")


def draw_name(pen: ImageDraw.ImageDraw, name: str) -> int:
    """The name in the largest size that fits; where it ends."""
    name = typesetting.printable(name)
    for size in SIZES:
        face = font("bricolage-grotesque-bold", size)
        lines = wrapped(name, face)
        if len(lines) * size * 1.1 <= 265 and len(lines) <= LINES:
            break
    lines = [cut(line, face) for line in lines[:LINES]]
    top = 206
    for number, line in enumerate(lines, start=1):
        pen.text(scaled(MARGIN, top + number * size * 1.1), line, INK, face, anchor="ls")
    return round(top + len(lines) * size * 1.1)


def write(pen: ImageDraw.ImageDraw, text: str, left: int, line: int, size: int, colour: str) -> None:
    pen.text(scaled(left, line), typesetting.printable(text), colour, font("figtree-regular", size), anchor="ls")


def wrapped(text: str, face: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.getlength(longer) > ROOM * FINER:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def cut(text: str, face: ImageFont.FreeTypeFont, room: int = ROOM) -> str:
    """What fits on a line, with an ellipsis when something is left out."""
    if face.getlength(text) <= room * FINER:
        return text
    while text and face.getlength(f"{text}…") > room * FINER:
        text = text[:-1]
    return f"{text.rstrip()}…"


def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(typesetting.FONTS / f"{name}.ttf", size * FINER)
