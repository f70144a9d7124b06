"""The scoring as its definition reads, slowly and exactly: what the real one is held against."""

from fractions import Fraction


def sheet_score(criteria, answers):
    """Σ wᵢ·(vᵢ − minᵢ)/(maxᵢ − minᵢ) ÷ Σ wᵢ over answered scored criteria, times 100."""
    answered = [one for one in criteria if one.is_scored and answers.get(one.key) is not None]
    weights = sum(Fraction(one.weight) for one in answered)
    if not weights:
        return None
    total = Fraction(0)
    for one in answered:
        part = (Fraction(answers[one.key]) - Fraction(one.least)) / (Fraction(one.most) - Fraction(one.least))
        total += Fraction(one.weight) * part
    return 100 * total / weights


def adjusted(scores, penalty=Fraction(1, 2)):
    """Candidates' adjusted scores and jurors' effects from the normal equations of candidates and jurors together."""
    entries = sorted({entry for entry, _juror in scores})
    jurors = sorted({juror for _entry, juror in scores})
    names = [("entry", entry) for entry in entries] + [("juror", juror) for juror in jurors]
    place = {name: number for number, name in enumerate(names)}
    rows = [[Fraction(0)] * (len(names) + 1) for _name in names]
    for (entry, juror), value in scores.items():
        pair = place["entry", entry], place["juror", juror]
        for one in pair:
            for other in pair:
                rows[one][other] += 1
            rows[one][-1] += Fraction(value)
    for juror in jurors:
        rows[place["juror", juror]][place["juror", juror]] += penalty
    solution = eliminate(rows)
    return (
        {entry: solution[place["entry", entry]] for entry in entries},
        {juror: solution[place["juror", juror]] for juror in jurors},
    )


def eliminate(rows):
    """Gauss and Jordan, exactly."""
    for column in range(len(rows)):
        pivot = next(row for row in range(column, len(rows)) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(len(rows)):
            if row != column and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [value - factor * other for value, other in zip(rows[row], rows[column], strict=True)]
    return [row[-1] for row in rows]
