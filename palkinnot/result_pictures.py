"""Small pictures in the ranked table, as SVG with words for those who do not see them."""

from fractions import Fraction

from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

#: Height of one criterion's bar and the room it takes, in pixels.
BAR, STEP = 5, 8


def spread_line(scores: list[float]) -> SafeString:
    """Sheets on a line 0–100: from the least to the most, the middle half, and the median. Scores in rising order."""
    if not scores:
        return SafeString("")
    least, most, median = scores[0], scores[-1], quantile(scores, 0.5)
    low, high = quantile(scores, 0.25), quantile(scores, 0.75)
    words = _("Vaihteluväli %(least)s–%(most)s, keskimmäinen puolikas %(low)s–%(high)s, mediaani %(median)s") % {
        name: number_format(value, 0)
        for name, value in (("least", least), ("most", most), ("low", low), ("high", high), ("median", median))
    }
    return mark_safe(  # noqa: S308 - numbers, and words of ours escaped
        f'<svg class="spread" role="img" aria-label="{escape(words)}">'
        f'<line class="range" x1="{least:.1f}%" x2="{most:.1f}%" y1="50%" y2="50%"/>'
        f'<rect class="half" x="{low:.1f}%" width="{high - low:.1f}%" y="4" height="14" rx="3"/>'
        f'<line class="mark" x1="{median:.1f}%" x2="{median:.1f}%" y1="2" y2="20"/></svg>'
    )


def quantile(values: list[float], share: float) -> float:
    """Between the two nearest values, in proportion."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def criterion_bars(criteria: dict, means: dict[int, tuple[Fraction, int]]) -> SafeString:
    """A bar for each criterion, its mean answer on its own scale."""
    if not means:
        return SafeString("")
    bars, words = [], []
    for place, (key, kriteeri) in enumerate(criteria.items()):
        if key not in means:
            continue
        mean = float(means[key][0])
        width = 100 * (mean - kriteeri.low) / (kriteeri.high - kriteeri.low)
        words.append(f"{kriteeri.name} {number_format(round(mean, 1), 1)}")
        y, look = place * STEP, "is-kuusi" if kriteeri.is_scored else "is-quiet"
        bars.append(f'<rect class="is-land" y="{y}" width="100%" height="{BAR}" rx="2"/>')
        bars.append(f'<rect class="{look}" y="{y}" width="{width:.1f}%" height="{BAR}" rx="2"/>')
    label = escape(", ".join(words))
    height = len(criteria) * STEP
    return mark_safe(  # noqa: S308 - numbers, and names escaped
        f'<svg class="criterion-bars" role="img" aria-label="{label}" height="{height}">{"".join(bars)}</svg>'
    )
