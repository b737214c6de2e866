"""Reads what was written: a number, words, a place; and "Vet ej" or "Vill inte svara" beside them. Pure."""

from dialog.base.geo import GeometryProblem, read_geometry
from dialog.base.i18n import N_
from dialog.base.texts import clean, one_line
from dialog.remark.kinds import PARTS_OF_DAY, SEASONS, join
from dialog.survey.kinds import MOST_PLACE_WORDS
from dialog.survey.questionnaire.numbers import NotThisNumber, example_for, read_number
from dialog.survey.questionnaire.shape import AnswerRow, Chosen, Fields, Filled, Question, Said, field_of

EITHER = N_("Välj antingen ”Vet ej” eller ”Vill inte svara”.")
BOTH = {
    "dont_know": N_("Du har både svarat och valt ”Vet ej”. Ta bort det ena."),
    "no_answer": N_("Du har både svarat och valt ”Vill inte svara”. Ta bort det ena."),
}


def read_number_answer(question: Question, fields: Fields, filled: Filled, _chosen: Chosen) -> None:
    """Read a number within its bounds."""
    written = one_line(first(fields, question.field))
    if _told_state(question, fields, filled, bool(written)):
        return
    if not written:
        filled.missing(question, N_("Skriv ett tal, till exempel %(example)s."), example=example_for(question))
        return
    try:
        filled.answers.append(AnswerRow(question.id, number=read_number(question, written)))
    except NotThisNumber as problem:
        filled.wrong(question, problem.message, **problem.facts)


def read_text(question: Question, fields: Fields, filled: Filled, _chosen: Chosen) -> None:
    """Read words on one line (short) or several (text)."""
    raw = first(fields, question.field)
    written = one_line(raw) if question.kind == "short" else clean(raw)
    if _told_state(question, fields, filled, bool(written)):
        return
    if not written:
        filled.missing(question, N_("Skriv ett svar med egna ord."))
    elif is_short_enough(question, filled, written, question.most_letters):
        said = Said(text=written, feeling=question.feeling) if question.is_remark else None
        filled.answers.append(AnswerRow(question.id, words=None if said else written, said=said))


def read_place(question: Question, fields: Fields, filled: Filled, _chosen: Chosen) -> None:
    """Read a place: words, a point or stretch from the map, or both; and when it is so, where that is asked."""
    words = one_line(first(fields, question.field))
    drawn = first(fields, field_of(question.code, "geometry")).strip()
    when = _when(question, fields)
    if _told_state(question, fields, filled, bool(words or drawn or any(when))):
        return
    if not words and not drawn:
        where = N_("Skriv var det är, till exempel en gata eller en hållplats, eller visa på kartan.")
        filled.wrong(question, where) if any(when) else filled.missing(question, where)
        return
    geometry = None
    if drawn:
        try:
            geometry = read_geometry(drawn, kinds=("Point", "LineString") if question.has_stretch else ("Point",))
        except GeometryProblem as problem:
            filled.wrong(question, str(problem))
            return
    if is_short_enough(question, filled, words, question.most_letters or MOST_PLACE_WORDS):
        part_of_day, season = when
        said = Said("", question.feeling, geometry, words, part_of_day, season)
        filled.answers.append(AnswerRow(question.id, said=said))


def _when(question: Question, fields: Fields) -> tuple[str | None, str | None]:
    """Return the parts of the day and the seasons that were chosen beside a place; what is not on the lists is nothing."""
    if not question.asks_when:
        return None, None
    day, year = (fields.get(field_of(question.code, part), ()) for part in ("day", "season"))
    return join(day, PARTS_OF_DAY), join(year, SEASONS)


def _told_state(question: Question, fields: Fields, filled: Filled, has_answered: bool) -> bool:
    """Deal with "Vet ej" and "Vill inte svara" of a question without choices; True when there is no more to do."""
    sent = [state for state in question.states if state in fields.get(field_of(question.code, "state"), ())]
    if not sent:
        return False
    if len(sent) > 1:
        filled.wrong(question, EITHER)
    elif has_answered:
        filled.wrong(question, BOTH[sent[0]])
    else:
        filled.answers.append(AnswerRow(question.id, state=sent[0]))
    return True


def first(fields: Fields, name: str) -> str:
    """Return the first value sent under a name, or nothing."""
    values = fields.get(name)
    return values[0] if values else ""


def is_short_enough(question: Question, filled: Filled, words: str, most: int, field: str = "") -> bool:
    """Say whether words are no longer than they may be; if they are, that is told."""
    if len(words) <= most:
        return True
    message = N_("Texten är %(length)s tecken lång. Korta den till högst %(most)s.")
    filled.wrong(question, message, field, length=len(words), most=most)
    return False
