"""The map of municipalities: places as dots in an SVG whose viewBox is `0 0 507 920`.

The projection is ETRS-TM35FIN, the one that Finnish maps are drawn in: a transverse Mercator on the GRS80 ellipsoid
with the central meridian 27° E and the scale 0.9996 on it. It is conformal, so the country keeps its looks, and one
unit of the picture is the same length everywhere: 1 260 m.
"""

from collections.abc import Sequence
from itertools import combinations
from math import asin, asinh, atan, atanh, cos, cosh, hypot, radians, sin, sinh, sqrt, tan

WIDTH, HEIGHT = 507, 920
METRES_PER_UNIT = 1_260
#: TM35FIN coordinates (metres) of the picture's upper left corner: Eckerö and Utsjoki keep a margin to the edges.
WEST, NORTH = 75_500, 7_777_000
#: What can be a place in Finland (degrees: south, north, west, east).
BOUNDS = (59.0, 71.0, 18.0, 33.0)

type Point = tuple[int, int]

# GRS80, and what the Krüger series needs of it: the third flattening, the eccentricity, the radius of the sphere whose
# meridian is as long as the ellipsoid's, and the coefficients h' of the direct projection.
SEMI_MAJOR_AXIS, FLATTENING = 6_378_137.0, 1 / 298.257222101
N = FLATTENING / (2 - FLATTENING)
ECCENTRICITY = sqrt(2 * FLATTENING - FLATTENING**2)
MERIDIAN_RADIUS = SEMI_MAJOR_AXIS / (1 + N) * (1 + N**2 / 4 + N**4 / 64)
SERIES = (
    N / 2 - 2 / 3 * N**2 + 5 / 16 * N**3 + 41 / 180 * N**4,
    13 / 48 * N**2 - 3 / 5 * N**3 + 557 / 1440 * N**4,
    61 / 240 * N**3 - 103 / 140 * N**4,
    49561 / 161280 * N**4,
)
CENTRAL_MERIDIAN, SCALE, FALSE_EASTING = radians(27), 0.9996, 500_000

#: How many times the dots are pushed apart at most; the municipalities of Finland settle sooner.
SWEEPS = 400


def tm35fin(lat: float, lon: float) -> tuple[float, float]:
    """Easting and northing (metres) in ETRS-TM35FIN of a place in WGS 84 degrees, to a millimetre in Finland.

    WGS 84 and the Finnish realisation of ETRS89 differ by less than a metre and are taken as one. Source of the
    method: JHS 197, *EUREF-FIN -koordinaattijärjestelmät*, appendix 1: Krüger's series to the fourth power of n.
    """
    latitude, longitude = radians(lat), radians(lon) - CENTRAL_MERIDIAN
    conformal = atan(sinh(asinh(tan(latitude)) - ECCENTRICITY * atanh(ECCENTRICITY * sin(latitude))))
    across = atanh(cos(conformal) * sin(longitude))
    along = asin(sin(conformal) * cosh(across))
    easting, northing = across, along
    for order, coefficient in enumerate(SERIES, start=1):
        easting += coefficient * cos(2 * order * along) * sinh(2 * order * across)
        northing += coefficient * sin(2 * order * along) * cosh(2 * order * across)
    return FALSE_EASTING + SCALE * MERIDIAN_RADIUS * easting, SCALE * MERIDIAN_RADIUS * northing


def project(lat: float, lon: float) -> Point:
    """The place (WGS 84, degrees) in the picture: x from the left, y from the top. Places abroad land on its edge."""
    south, north, west, east = BOUNDS
    easting, northing = tm35fin(min(max(lat, south), north), min(max(lon, west), east))
    x, y = round((easting - WEST) / METRES_PER_UNIT), round((NORTH - northing) / METRES_PER_UNIT)
    return min(max(x, 0), WIDTH), min(max(y, 0), HEIGHT)


def spread(points: Sequence[Point], min_distance: float = 9, reach: float = 14) -> list[Point]:
    """The points in their order, those nearer to each other than `min_distance` pushed apart; both in units.

    None ends further than `reach` from where it was, so in a crowd some may stay nearer; a point with room around it
    does not move at all. The same points always give the same picture. Method: pairs that are too near are parted
    along the line between them, half each, in turns until all have room.
    """
    # Rounding to whole units at the end may bring two dots up to 1.4 units nearer and take one 0.7 further away.
    room, leash = min_distance + 1.0, reach - 0.75
    places = [[float(x), float(y)] for x, y in points]
    close = [
        (one, other)
        for one, other in combinations(range(len(points)), 2)
        if abs(points[one][0] - points[other][0]) < room + 2 * reach
        and abs(points[one][1] - points[other][1]) < room + 2 * reach
    ]
    crowded = {
        index
        for one, other in close
        if hypot(points[one][0] - points[other][0], points[one][1] - points[other][1]) < min_distance
        for index in (one, other)
    }
    for _ in range(SWEEPS):
        moved = {index for pair in close for index in part(places, *pair, room, crowded)}
        if not moved:
            break
        crowded |= moved
        for index in moved:
            tether(places[index], points[index], leash)
    return [(round(x), round(y)) if index in crowded else tuple(points[index]) for index, (x, y) in enumerate(places)]


def part(places: list[list[float]], one: int, other: int, room: float, crowded: set[int]) -> tuple[int, ...]:
    """Push two places apart if one of them is crowded and they lack room; the indexes of those that moved."""
    if one not in crowded and other not in crowded:
        return ()
    (x, y), (other_x, other_y) = places[one], places[other]
    dx, dy = other_x - x, other_y - y
    distance = hypot(dx, dy)
    if distance >= room - 0.01:
        return ()
    if not distance:  # on top of each other: each pair has a direction of its own, by the golden angle
        dx, dy, distance = cos(2.4 * (one + other)), sin(2.4 * (one + other)), 1.0
        push = room / 2
    else:
        push = (room - distance) / 2
    places[one][:] = x - dx / distance * push, y - dy / distance * push
    places[other][:] = other_x + dx / distance * push, other_y + dy / distance * push
    return one, other


def tether(place: list[float], home: Point, leash: float) -> None:
    """Bring a place that has gone further than `leash` from its home back to that distance."""
    dx, dy = place[0] - home[0], place[1] - home[1]
    distance = hypot(dx, dy)
    if distance > leash:
        place[:] = home[0] + dx / distance * leash, home[1] + dy / distance * leash
