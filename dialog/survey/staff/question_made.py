"""Makes a `Question` row of a form that somebody filled in, or says in the form what is wrong and how to mend it."""

from typing import Any

from dialog.survey.kinds import SENTENCES, problems_of
from dialog.survey.models import Question
from dialog.survey.naming import code_for
from dialog.survey.staff.question_form import STATES, WITH_CHOICES, WITH_VALUES, Entry, QuestionForm
from dialog.web.language import gettext as _

_VALUE_IS_TWICE = SENTENCES["value_is_twice"]
_BOUNDS_ARE_WRONG = SENTENCES["bounds_are_wrong"]


def question_from(form: QuestionForm) -> Question | None:
    """Return the question that the form describes, or None when `form.errors` says what is wrong."""
    options = _options(form)
    said = {code: text for code, text in form.text.items() if text}
    hint = {code: text for code, text in form.hint.items() if text}
    if not said.get("sv"):
        form.wrong("text-sv", _("Skriv frågan på svenska.") if form.kind != "info" else _("Skriv texten på svenska."))
    question = Question(
        code="x",
        kind=form.kind,
        text=said,
        hint=hint,
        is_required=form.required,
        options=options,
        condition=None,
        version=1,
        wording="",
    )
    if not form.errors:
        for problem in problems_of(question):
            form.wrong("text-sv", _(SENTENCES[problem]))
    return None if form.errors else question


def _options(form: QuestionForm) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if form.kind in WITH_CHOICES:
        options["choices"] = _coded(form, "choice")
    if form.kind == "matrix":
        options["rows"] = _coded(form, "row")
    if form.kind == "several" and (most := _whole(form, "most", 2, len(options["choices"]))):
        options["most"] = most
    if form.kind == "number":
        options |= _number_options(form)
    if form.kind in ("short", "text") and (letters := _whole(form, "most_letters", 1, 20_000)):
        options["most_letters"] = letters
    if form.kind in ("text", "place") and form.feeling:
        options["feeling"] = form.feeling
    for flag, kind in (("stretch", "place"), ("when", "place"), ("is_remark", "short")):
        if form.kind == kind and flag in form.flags:
            options[flag] = True
    if form.kind != "info":
        options |= {state: True for state in STATES if state in form.states}
    return options


def _coded(form: QuestionForm, name: str) -> list[dict[str, Any]]:
    """Return the choices or rows that hold something; each keeps its code, a new one is given one."""
    scaled = name == "choice" and form.kind in WITH_VALUES
    every = form.choices if name == "choice" else form.rows
    kept = [
        (n, entry)
        for n, entry in enumerate(every)
        if (not entry.is_empty if scaled else any(t.strip() for t in entry.text.values()))
    ]
    taken = {entry.code for _n, entry in kept if entry.code}
    found: list[dict[str, Any]] = []
    for order, (n, entry) in enumerate(kept):
        at_end = order in (0, len(kept) - 1)
        if not entry.text.get("sv") and (at_end or not scaled):
            form.wrong(f"{name}-{n}-text-sv", _("Skriv texten på svenska."))
        code = entry.code or code_for(
            entry.text.get("sv") or entry.value.replace("-", "minus "), taken, "rad" if name == "row" else "val"
        )
        taken.add(code)
        one: dict[str, Any] = {"code": code, "text": {lang: text for lang, text in entry.text.items() if text}}
        if scaled:
            one["value"] = _value(form, n, entry, order)
        if form.kind in ("one", "several") and form.other == str(n):
            one["is_other"] = True
        if form.kind == "several" and entry.is_exclusive:
            one["is_exclusive"] = True
        found.append(one)
    first = f"{name}-0-text-sv" if every else f"{name}-more"
    if name == "row" and not found:
        form.wrong(first, _("Skriv minst en rad."))
    if name == "choice" and len(found) < 2:
        form.wrong(first, _("Skriv minst två svarsalternativ.") if not scaled else _("Skriv minst två steg på skalan."))
    if scaled and len({one["value"] for one in found}) < len(found):
        form.wrong(first, _(_VALUE_IS_TWICE))
    return found


def _value(form: QuestionForm, n: int, entry: Entry, order: int) -> int:
    if not entry.value:
        return order + 1
    try:
        return int(entry.value.replace("−", "-"))
    except ValueError:
        form.wrong(f"choice-{n}-value", _("Skriv värdet som ett heltal, till exempel 3."))
        return order + 1


def _whole(form: QuestionForm, name: str, low: int, high: int) -> int | None:
    typed = form.numbers.get(name, "").replace("\u00a0", "").replace(" ", "")
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and low <= int(typed) <= high:
        return int(typed)
    form.wrong(name, _("Skriv ett heltal från %(low)s till %(high)s.", low=low, high=max(low, high)))
    return None


def _number_options(form: QuestionForm) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for name in ("min", "max"):
        typed = form.numbers.get(name, "").replace("\u00a0", "").replace(" ", "").replace(",", ".").replace("−", "-")
        if not typed:
            continue
        try:
            value = float(typed)
            if not abs(value) <= 10**9:
                raise ValueError
        except ValueError:
            form.wrong(name, _("Skriv ett tal, till exempel 10."))
            continue
        options[name] = int(value) if value.is_integer() else value
    if "min" in options and "max" in options and not options["min"] < options["max"]:
        form.wrong("min", _(_BOUNDS_ARE_WRONG))
    if decimals := _whole(form, "decimals", 0, 4):
        options["decimals"] = decimals
    if unit := {code: text for code, text in form.unit.items() if text}:
        options["unit"] = unit
    return options
