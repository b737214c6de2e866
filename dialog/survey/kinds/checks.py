"""What is wrong with a definition, as codes of SENTENCES. Never raises, whatever it is given. Pure."""

from collections.abc import Iterable
from typing import Any

from dialog.survey.kinds.known import (
    CODE,
    FEELINGS,
    KINDS,
    LARGEST_NUMBER,
    MOST_CHOICES,
    MOST_ROWS,
    OWN_OPTIONS,
    STATES,
    Definition,
)


def problems_of(question: Definition) -> list[str]:
    """Return what is wrong with a question's definition, as codes of SENTENCES. Never raises, whatever it is given."""
    found: list[str] = []
    if not (isinstance(question.code, str) and CODE.fullmatch(question.code)):
        found.append("code_is_wrong")
    found += _problems_of_words(question.text, "text_is_missing")
    if question.hint and not _is_words(question.hint):
        found.append("words_are_wrong")
    if question.kind not in KINDS:
        return [*found, "kind_is_unknown"]
    if question.kind == "info" and question.is_required:
        found.append("required_info")
    options = question.options if isinstance(question.options, dict) else {"": None}
    if set(options) - OWN_OPTIONS[question.kind] - set(STATES):
        found.append("option_is_unknown")
    if any(not isinstance(options.get(state, False), bool) for state in STATES):
        found.append("option_is_wrong")
    found += _CHECKS[question.kind](options)
    found += _problems_of_condition(question.condition)
    return list(dict.fromkeys(found))


def terms_of(condition: Any) -> list[tuple[str, frozenset[str]]]:
    """Return a condition's terms as (question code, codes that make it true); ValueError for what is no condition."""
    if not condition:
        return []
    if not isinstance(condition, dict) or set(condition) != {"all"} or not isinstance(condition["all"], list):
        raise ValueError("no condition")
    terms = []
    for term in condition["all"]:
        if not isinstance(term, dict) or set(term) != {"question", "is"}:
            raise ValueError("no term")
        code, wanted = term["question"], term["is"]
        if not isinstance(code, str) or not isinstance(wanted, list) or not wanted:
            raise ValueError("no term")
        if not all(isinstance(one, str) for one in wanted):
            raise ValueError("no term")
        terms.append((code, frozenset(wanted)))
    return terms


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items())


def _problems_of_words(value: Any, when_missing: str) -> list[str]:
    if not _is_words(value):
        return ["words_are_wrong"]
    return [] if value.get("sv", "").strip() else [when_missing]


def _entries(value: Any) -> list[dict[str, Any]] | None:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        return None
    return value


def _problems_of_entries(entries: Iterable[dict[str, Any]], *, may_be_silent: bool) -> list[str]:
    found, seen = [], set()
    for entry in entries:
        code = entry.get("code")
        if not isinstance(code, str) or not CODE.fullmatch(code) or code in STATES:
            found.append("choice_code_is_wrong")
        elif code in seen:
            found.append("choice_code_is_twice")
        else:
            seen.add(code)
        words = entry.get("text", {})
        missing = _problems_of_words(words, "choice_text_is_missing")
        found += [m for m in missing if not (may_be_silent and m == "choice_text_is_missing")]
    return found


def _check_choices(options: dict[str, Any]) -> list[str]:
    entries = _entries(options.get("choices"))
    if entries is None or len(entries) < 2:
        return ["choices_are_few"]
    found = ["choices_are_many"] if len(entries) > MOST_CHOICES else []
    found += _problems_of_entries(entries, may_be_silent=False)
    if any(not isinstance(e.get(flag, False), bool) for e in entries for flag in ("is_other", "is_exclusive")):
        found.append("option_is_wrong")
    if sum(bool(e.get("is_other")) for e in entries) > 1:
        found.append("option_is_wrong")
    return found


def _check_several(options: dict[str, Any]) -> list[str]:
    found = _check_choices(options)
    most = options.get("most") or 0
    if not _is_int(most) or (most and not 2 <= most <= len(_entries(options.get("choices")) or [])):
        found.append("most_is_wrong")
    return found


def _check_scale(options: dict[str, Any]) -> list[str]:
    entries = _entries(options.get("choices"))
    if entries is None or len(entries) < 2:
        return ["choices_are_few"]
    found = ["choices_are_many"] if len(entries) > MOST_CHOICES else []
    found += _problems_of_entries(entries[1:-1], may_be_silent=True)
    found += _problems_of_entries([entries[0], entries[-1]], may_be_silent=False)
    codes = [e.get("code") for e in entries if isinstance(e.get("code"), str)]
    if len(set(codes)) < len(codes):
        found.append("choice_code_is_twice")
    values = [e.get("value") for e in entries]
    if not all(_is_int(v) for v in values):
        found.append("value_is_missing")
    elif len(set(values)) < len(values):
        found.append("value_is_twice")
    return found


def _check_matrix(options: dict[str, Any]) -> list[str]:
    rows = _entries(options.get("rows"))
    if not rows:
        return ["rows_are_missing", *_check_scale(options)]
    found = ["choices_are_many"] if len(rows) > MOST_ROWS else []
    return found + _problems_of_entries(rows, may_be_silent=False) + _check_scale(options)


def _check_number(options: dict[str, Any]) -> list[str]:
    low, high, found = options.get("min"), options.get("max"), []
    if any(bound is not None and not _is_number(bound) for bound in (low, high)):
        found.append("option_is_wrong")
    elif low is not None and high is not None and not low < high:
        found.append("bounds_are_wrong")
    decimals = options.get("decimals") or 0
    if not _is_int(decimals) or not 0 <= decimals <= 4:
        found.append("option_is_wrong")
    if options.get("unit") and not _is_words(options["unit"]):
        found.append("words_are_wrong")
    return found


def _check_text(options: dict[str, Any]) -> list[str]:
    letters = options.get("most_letters")
    is_wrong = letters is not None and not (_is_int(letters) and 1 <= letters <= 20_000)
    is_wrong |= options.get("feeling") not in (None, *FEELINGS)
    is_wrong |= not isinstance(options.get("is_remark") or False, bool)
    is_wrong |= not isinstance(options.get("stretch") or False, bool)
    is_wrong |= not isinstance(options.get("when") or False, bool)
    return ["option_is_wrong"] if is_wrong else []


def _check_nothing(_options: dict[str, Any]) -> list[str]:
    return []


def _problems_of_condition(condition: Any) -> list[str]:
    try:
        terms_of(condition)
    except ValueError:
        return ["condition_is_wrong"]
    return []


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER


_CHECKS = {
    "one": _check_choices,
    "several": _check_several,
    "scale": _check_scale,
    "matrix": _check_matrix,
    "number": _check_number,
    "short": _check_text,
    "text": _check_text,
    "place": _check_text,
    "info": _check_nothing,
}
