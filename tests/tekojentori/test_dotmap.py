import csv
from itertools import combinations
from math import cos, dist, radians, sin
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekojentori import dotmap
from tekojentori.dotmap import HEIGHT, WIDTH, project, spread, tm35fin

MUNICIPALITIES = Path(dotmap.__file__).parent / "data" / "kunnat.csv"


@pytest.fixture(scope="module")
def places():
    """The dots of all municipalities by official code, before they are spread."""
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: project(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}


def gaps(points):
    return [dist(one, other) for one, other in combinations(points, 2)]


@pytest.mark.parametrize(
    ("lat", "lon", "easting", "northing"),
    [  # computed with PROJ 9.8.1, EPSG:4258 to EPSG:3067
        (60, 27, 500_000.000, 6_651_411.190),
        (60.1708, 24.9375, 385_564.521, 6_672_220.140),
        (59.83, 22.97, 274_155.928, 6_639_349.850),
        (60.22, 19.55, 87_809.599, 6_699_220.598),
        (69.91, 27.03, 501_150.075, 7_755_836.903),
        (62.67, 30.93, 701_216.909, 6_954_956.453),
        (70, 33, 728_706.744, 7_777_138.717),
    ],
)
def test_tm35fin_agrees_with_proj_to_a_millimetre(lat, lon, easting, northing):
    assert tm35fin(lat, lon) == pytest.approx((easting, northing), abs=0.001)


def test_projection_keeps_shapes_in_the_whole_country():
    """A conformal map: a small step east and one north are as long as each other, and at a right angle."""
    for lat in (60, 65, 70):
        for lon in (20, 25, 30):
            here, north = tm35fin(lat, lon), tm35fin(lat + 1e-4, lon)
            east = tm35fin(lat, lon + 1e-4 * east_step_for_equal_length(lat))
            dn, de = (north[0] - here[0], north[1] - here[1]), (east[0] - here[0], east[1] - here[1])

            assert dist(north, here) == pytest.approx(dist(east, here), rel=1e-4)
            assert dn[0] * de[0] + dn[1] * de[1] == pytest.approx(0, abs=1e-2)


def east_step_for_equal_length(lat):
    """Degrees of longitude as long as a degree of latitude on GRS80: the ratio of the radii of curvature."""
    phi, e2 = radians(lat), dotmap.ECCENTRICITY**2
    return (1 - e2) / (1 - e2 * sin(phi) ** 2) / cos(phi)


def test_project_puts_known_places_where_they_belong():
    assert project(60.1708, 24.9375) == (246, 877)  # Helsinki
    assert project(65.0124, 25.4682) == (280, 449)  # Oulu
    assert project(69.9078, 27.0270) == (338, 17)  # Utsjoki
    assert project(60.0973, 19.9348) == (25, 868)  # Maarianhamina


def test_project_follows_its_own_scale():
    assert project(60, 27) == (round((500_000 - dotmap.WEST) / 1260), round((dotmap.NORTH - 6_651_411.19) / 1260))


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_project_never_leaves_the_picture(lat, lon):
    x, y = project(lat, lon)

    assert (0 <= x <= WIDTH, 0 <= y <= HEIGHT) == (True, True)


def test_municipalities_fill_the_picture_and_leave_room_for_their_dots(places):
    spots = spread(list(places.values()))

    horizontal, vertical = sorted(x for x, _ in spots), sorted(y for _, y in spots)

    assert (len(spots), len(set(spots))) == (309, 309)
    assert (horizontal[0] >= 7, horizontal[-1] <= WIDTH - 7) == (True, True)
    assert (vertical[0] >= 7, vertical[-1] <= HEIGHT - 7) == (True, True)
    assert (horizontal[-1] - horizontal[0] > 480, vertical[-1] - vertical[0] > 880) == (True, True)


def test_spread_makes_every_municipality_a_dot_of_its_own(places):
    before = list(places.values())

    after = spread(before)

    assert min(gaps(before)) < 4  # they would lie on each other
    assert min(gaps(after)) >= 9
    assert max(dist(old, new) for old, new in zip(before, after, strict=True)) <= 14


def test_spread_leaves_those_alone_that_have_room(places):
    before = list(places.values())
    north = [point for point in before if point[1] < 350]

    after = dict(zip(before, spread(before), strict=True))

    assert [after[point] for point in north] == north


def test_spread_gives_the_same_picture_every_time(places):
    points = list(places.values())

    assert spread(points) == spread(points)


def test_spread_parts_two_dots_half_each():
    assert spread([(100, 100), (104, 100)]) == [(97, 100), (107, 100)]


def test_spread_parts_dots_that_are_on_top_of_each_other():
    after = spread([(100, 100)] * 5)

    assert len(set(after)) == 5
    assert min(gaps(after)) >= 9


@pytest.mark.parametrize("points", [[], [(5, 5)], [(5, 5), (14, 5)]])
def test_spread_keeps_what_needs_no_room(points):
    assert spread(points) == points


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=40))
def test_spread_moves_nothing_further_than_its_reach(points):
    after = spread(points)

    assert len(after) == len(points)
    assert all(dist(old, new) <= 14 for old, new in zip(points, after, strict=True))
