"""The files that a picture of an act is made into: their names and sizes. What makes them is `picture_encoding`."""

WIDTHS = (480, 960, 1600)
SHARED, SHARED_WIDTH = "jako.jpg", 1200
#: What each format is saved with. AVIF at speed 8 takes about a second for the largest; slower gains little.
OPTIONS = {
    "avif": {"quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"quality": 80, "method": 4},
}


def widths_of(width: int) -> list[int]:
    """The widths that a picture of this width is made into: never wider than it is."""
    fitting = [each for each in WIDTHS if each < width]
    return [*fitting, min(width, WIDTHS[-1])] if width < WIDTHS[-1] else list(WIDTHS)


def names_of(width: int) -> list[str]:
    """The names of the files that a picture of this width is made into."""
    return [f"{each}.{suffix}" for each in widths_of(width) for suffix in OPTIONS] + [SHARED]


def height_of(width: int, of: tuple[int, int]) -> int:
    """The height of a picture of size `of` when it is shrunk to the width."""
    return max(1, round(of[1] * width / of[0]))
