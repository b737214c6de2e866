"""A question's condition in words, for paper and for who has no scripts. No decisions: who sees what is `questionnaire`'s to say."""

from collections.abc import Iterable

from babel.lists import format_list

from dialog.base.i18n import N_
from dialog.survey.questionnaire import Choice, Question, Questionnaire
from dialog.web.language import gettext as _
from dialog.web.language import in_words

STATE_WORDS = {"dont_know": N_("Vet ej"), "no_answer": N_("Vill inte svara")}
LOCALES = {"sv": "sv_SE", "en": "en_GB"}


def text_of(choice: Choice, lang: str) -> str:
    """Return a choice in words; "" for a step of a scale that has only its number."""
    return in_words(dict(choice.text), lang)[0]


def only_if(questionnaire: Questionnaire, question: Question, lang: str) -> str:
    """Return a question's condition in words, for paper and for who has no scripts; "" where it has none."""
    sentences: list[str] = []
    for code, wanted in question.condition:
        earlier = questionnaire.by_code.get(code)
        if earlier is None:
            continue
        facts = {
            "answers": _either(_answers(earlier, wanted, lang), lang),
            "question": in_words(dict(earlier.text), lang)[0],
        }
        if sentences:
            sentences.append(_("Det gäller också bara om du svarade %(answers)s på frågan ”%(question)s”", **facts))
        else:
            sentences.append(_("Svara bara om du svarade %(answers)s på frågan ”%(question)s”", **facts))
    return " ".join(f"{sentence}." for sentence in sentences)


def _answers(earlier: Question, wanted: Iterable[str], lang: str) -> list[str]:
    texts = [text_of(choice, lang) or str(choice.value) for choice in earlier.choices if choice.code in wanted]
    return [*texts, *(_(words) for state, words in STATE_WORDS.items() if state in wanted)]


def _either(texts: list[str], lang: str) -> str:
    quoted = [_("”%(words)s”", words=text) for text in texts]
    return str(format_list(quoted, style="or", locale=LOCALES.get(lang, lang)))
