"""Every assignment there is, one by one: what the planned one is held against on small juries."""

from itertools import combinations, product


def assignments(entries, jurors, conflicts, sheets, begun):
    """All ways to give each candidate its sheets: as many as wanted, or as there are jurors."""
    choices = []
    for entry in entries:
        stays = {juror for own, juror in begun if own == entry and (entry, juror) not in conflicts}
        free = [juror for juror in jurors if (entry, juror) not in conflicts and juror not in stays]
        need = min(len(free), max(0, sheets - len(stays)))
        choices.append([frozenset(stays | set(more)) for more in combinations(free, need)])
    return [dict(zip(entries, panels, strict=True)) for panels in product(*choices)]


def loads(panels, jurors):
    return {juror: sum(juror in panel for panel in panels.values()) for juror in jurors}


def excess(panels, entries, jurors, conflicts):
    """By how much loads differ by more than one among jurors with equally many possible candidates, in all."""
    alike = {}
    for juror, load in loads(panels, jurors).items():
        possible = sum((entry, juror) not in conflicts for entry in entries)
        alike.setdefault(possible, []).append(load)
    return sum(max(0, max(group) - min(group) - 1) for group in alike.values())


def group_count(panels, jurors):
    """How many groups the jurors fall into when common candidates join them."""
    groups = [{juror} for juror in jurors]
    for panel in panels.values():
        joined = [group for group in groups if group & panel]
        groups = [group for group in groups if not group & panel] + ([set().union(*joined)] if joined else [])
    return len(groups)
