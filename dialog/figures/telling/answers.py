"""What a publication of answers says, as pictures, tables and sentences in the reader's language; of its frozen numbers alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialog.base.pictures import Amount, Bar, Drawing, Picture, bars
from dialog.figures import intervals
from dialog.figures.publishing.told import ShownAnswers, ShownLine, ShownPart
from dialog.figures.telling import listed
from dialog.web.language import gettext as _
from dialog.web.language import in_words, ngettext
from dialog.web.pages import show_number

Cells = list[list[Any]]


@dataclass(frozen=True)
class ToldLine:
    """A line as it is shown: its picture, the same as a table, how many answered it, and what is to be said beside it."""

    key: str
    drawing: Drawing
    columns: list[tuple[str, bool]]
    rows: Cells
    what: str
    notes: list[str]
    #: Of two waves: whether some answer differs by more than chance usually does.
    differs: bool = False
    #: Of two waves: whether too few answered in either for a difference to mean anything.
    is_few: bool = False


def hidden() -> str:
    """Return what stands where a number is not told, whatever the reason."""
    return _("visas inte")


def title_of(line: ShownLine) -> str:
    """Return a question's words, with those of its row."""
    text = in_words(dict(line.text))[0]
    return f"{text} – {in_words(dict(line.row))[0]}" if line.row else text


def who(shown: ShownAnswers, weeks: str) -> str:
    """Say how many answered and when."""
    return ngettext("%(n)s har svarat, %(weeks)s.", "%(n)s har svarat, %(weeks)s.", shown.total, n=show_number(shown.total), weeks=weeks)  # fmt: skip


def channels(shown: ShownAnswers) -> str:
    """Say by which channels they came."""
    told = [f"{in_words(dict(c.label))[0]}: {show_number(c.n or 0)}" for c in shown.channels]
    return ", ".join(told) or hidden()


def told_lines(shown: ShownAnswers) -> list[ToldLine]:
    """Return every line that tells something."""
    return [told_line(line) for line in shown.lines if not line.is_hidden]


def not_told(shown: ShownAnswers) -> list[str]:
    """Return the words of the lines that tell nothing."""
    return [title_of(line) for line in shown.lines if line.is_hidden]


def told_line(line: ShownLine) -> ToldLine:
    """Return a line as it is shown."""
    title, found, rows = title_of(line), [], []
    for part in line.parts:
        label, share = in_words(dict(part.label))[0], _share(part.n, line.given)
        found.append(Bar(label, [_amount(part.n, line.given)]))
        rows.append(
            [
                label,
                _cell(part.n),
                "" if share is None else _percent(share.value),
                "" if share is None else _span(share),
            ]
        )
    rows += [[_state(part), _cell(part.n), "", ""] for part in line.states]
    has_shares = intervals.says_something(line.given)
    description = _("En stapel för varje svar, från noll, med antal och andel.")
    drawing = bars(Picture(title, description, found, top=1.0 if has_shares else None))
    columns = [(_("Svar"), False), (_("Antal"), True), (_("Andel"), True), (_("Slumpen kan ge"), True)]
    what = "" if line.given is None else ngettext("(%(n)s svar)", "(%(n)s svar)", line.given, n=show_number(line.given))
    return ToldLine(line.key, drawing, columns, rows, what, _notes(line))


def _notes(line: ShownLine) -> list[str]:
    found = []
    if line.asked_if:
        question, chosen = line.asked_if
        told = {
            "question": in_words(dict(question))[0],
            "answers": listed([_("”%(words)s”", words=in_words(dict(one))[0]) for one in chosen]),
        }
        found.append(_("Frågan fick bara den som har svarat %(answers)s på ”%(question)s”.", **told))
    if line.kind == "several":
        found.append(_("Det gick att välja flera svar, så andelarna kan bli mer än 100 % tillsammans."))
    if line.given is None:
        found.append(_("Hur många som har svarat på frågan visas inte, och därför inga andelar."))
    elif not intervals.says_something(line.given):
        found.append(_("För få har svarat på frågan för att andelar ska säga något."))
    states = [f"{_state(part)}: {_cell(part.n)}" for part in line.states]
    if states:
        found.append(", ".join(states) + ".")
    if line.unit and any(line.unit.values()):
        found.append(_("Enhet: %(unit)s.", unit=in_words(dict(line.unit))[0]))
    if (mean := _mean(line)) is not None:
        found.append(_("Medelvärdet är %(mean)s (slumpen kan ge %(low)s till %(high)s).", mean=show_number(mean.value, 1), low=show_number(mean.low, 1), high=show_number(mean.high, 1)))  # fmt: skip
    return found


def _mean(line: ShownLine) -> intervals.Interval | None:
    """Return a scale's mean where every step is told: then it tells nothing more than they do."""
    counted = {float(part.value): part.n for part in line.parts if part.value is not None and part.n is not None}
    if line.kind != "scale" or len(counted) < len(line.parts) or not intervals.says_something(line.given):
        return None
    return intervals.mean(intervals.sample(counted))


def _share(n: int | None, given: int | None) -> intervals.Interval | None:
    return (
        intervals.share(n, given)
        if n is not None and given and n <= given and intervals.says_something(given)
        else None
    )


def _amount(n: int | None, given: int | None) -> Amount:
    if n is None:
        return Amount(None, hidden())
    share = _share(n, given)
    if share is None:
        return Amount(None if intervals.says_something(given) else float(n), show_number(n))
    return Amount(share.value, f"{show_number(n)} · {_percent(share.value)}", share.low, share.high)


def _cell(n: int | None) -> str:
    return hidden() if n is None else show_number(n)


def _state(part: ShownPart) -> str:
    return {"?dont_know": _("Vet ej"), "?no_answer": _("Vill inte svara")}.get(part.key, part.key)


def _percent(share: float) -> str:
    return f"{show_number(100 * share, 1)} %"


def _span(found: intervals.Interval) -> str:
    return _("%(low)s till %(high)s", low=_percent(found.low), high=_percent(found.high))


# Two side by side -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """What two publications both tell: lines in the same words, and those whose words or conditions are others."""

    lines: list[ToldLine]
    others: list[str]


def compared(before: ShownAnswers, after: ShownAnswers, names: tuple[str, str]) -> Compared:
    """Return two publications side by side, the earlier first; only what both tell of the same words."""
    earlier = {line.key: line for line in before.lines if not line.is_hidden}
    found, others = [], []
    for line in after.lines:
        if line.key not in earlier or line.is_hidden:
            continue
        if _sign(line) == _sign(earlier[line.key]):
            found.append(_side_by_side(earlier[line.key], line, names))
        else:
            others.append(title_of(line))
    return Compared(found, others)


def _sign(line: ShownLine) -> Any:
    return line.wording, line.asked_if and (dict(line.asked_if[0]), [dict(words) for words in line.asked_if[1]])


def _side_by_side(before: ShownLine, after: ShownLine, names: tuple[str, str]) -> ToldLine:
    title, found, rows, said = title_of(after), [], [], []
    earlier = {part.key: part.n for part in before.parts}
    for part in after.parts:
        label, old = in_words(dict(part.label))[0], earlier.get(part.key)
        pairs = ((old, before.given), (part.n, after.given))
        found.append(Bar(label, [_amount(n, given) for n, given in pairs]))
        shares = [_share(n, given) for n, given in pairs]
        told = ["" if share is None else _percent(share.value) for share in shares]
        difference = None
        if all(share is not None for share in shares):
            difference = intervals.difference(old or 0, before.given or 0, part.n or 0, after.given or 0)
        rows.append([label, *(_cell(n) for n, _given in pairs), *told, *_difference(difference)])
        if difference is not None and difference.is_different:
            said.append(_("”%(answer)s” %(points)s (%(low)s till %(high)s)", answer=label, points=_points(difference.value), low=_points(difference.low), high=_points(difference.high)))  # fmt: skip
    is_enough = intervals.says_something(before.given) and intervals.says_something(after.given)
    if not is_enough:
        notes = [_("För få har svarat för att säga något om skillnader.")]
    elif said:
        notes = [_("Större skillnad än slumpen brukar ge, i procentenheter: %(answers)s.", answers="; ".join(said))]
    else:
        notes = [_("Ingen skillnad är större än slumpen kan ge.")]
    description = _("Två staplar för varje svar, från noll: den fyllda är %(first)s, den randiga %(second)s.", first=names[0], second=names[1])  # fmt: skip
    drawing = bars(Picture(title, description, found, names, top=1.0 if is_enough else None))
    columns = [
        (_("Svar"), False),
        *((name, True) for name in names),
        *((f"{name}, {_('andel')}", True) for name in names),
    ]
    columns += [(_("Skillnad"), True), (_("Slumpen kan ge"), True)]
    what = " → ".join(hidden() if given is None else show_number(given) for given in (before.given, after.given))
    both = ngettext("(%(n)s svar)", "(%(n)s svar)", 2, n=what)
    return ToldLine(after.key, drawing, columns, rows, both, notes, is_enough and bool(said), not is_enough)


def _difference(found: intervals.Interval | None) -> Sequence[str]:
    if found is None:
        return hidden(), ""
    return _points(found.value), _("%(low)s till %(high)s", low=_points(found.low), high=_points(found.high))


def _points(share: float) -> str:
    return signed(100 * share)


def signed(value: float) -> str:
    """Write a difference (of percentage points, of means) with its sign; one that is written as nothing has none."""
    told = round(value, 1)
    return ("+" if told > 0 else "−" if told < 0 else "") + show_number(abs(told), 1)
