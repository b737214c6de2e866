"""What a resident is told before the questions: who asks and why, who reads, how long it is kept, whom to ring instead.

The survey's own texts go before the site's; what follows from its settings (police, diary number, months) is always said.
"""

from typing import Any

from markupsafe import Markup, escape

from dialog.survey.forms.sheet import paragraphs
from dialog.survey.queries import Asked
from dialog.web.language import gettext as _
from dialog.web.language import ngettext

Told = list[tuple[str, list[Markup]]]


def introduction(asked: Asked, site: Any, lang: str, *, is_paper: bool = False) -> Told:
    """Return what is told, as headings with their paragraphs, in the order that it is read; paper has no receipt."""

    def own(topic: str, of_the_site: str = "") -> list[Markup]:
        found = paragraphs(asked.texts.get(topic), lang)
        return found or (_of_site(site, of_the_site, lang) if of_the_site else [])

    told = [
        (_("Vem frågar, och varför"), own("asker") + own("purpose", "asks_why")),
        (_("Vad du kan påverka"), own("influence")),
        (_("Vem som läser"), readers(asked, site, lang)),
        (_("Vad vi sparar, och hur länge"), _kept(asked, own("kept", "kept_texts"), is_paper=is_paper)),
        (_("Det du skickar blir en allmän handling"), _public_record(asked)),
        (_("När du får veta vad det ledde till"), own("answer_back")),
        (_("Om du hellre pratar med någon"), own("contact", "help_text")),
    ]
    return [(heading, texts) for heading, texts in told if texts]


def readers(asked: Asked, site: Any, lang: str) -> list[Markup]:
    """Return who reads the answers; the police are named if they do."""
    texts = paragraphs(asked.texts.get("readers"), lang) or _of_site(site, "readers", lang)
    return [*texts, escape(_("Polisen läser också det du skriver."))] if asked.police_reads else texts


def _kept(asked: Asked, own: list[Markup], *, is_paper: bool) -> list[Markup]:
    months = ngettext(
        "Svaren sparas i %(num)s månad efter att enkäten har stängt.",
        "Svaren sparas i %(num)s månader efter att enkäten har stängt.",
        asked.keep_months,
    )
    told = own or [escape(months)]
    if is_paper:
        return [escape(_("Du behöver inte säga vem du är. Skriv inte ditt namn på papperet.")), *told]
    nothing = _(
        "Du behöver inte säga vem du är. Vi sparar inte din adress på nätet, vilken webbläsare du har eller vilken dag och tid du svarar, bara vilken vecka."
    )
    receipt = _("Du får en kvittokod. Med den kan du se vad som hände med dina svar, och ta tillbaka dem.")
    return [escape(nothing), *told, escape(receipt)]


def _public_record(asked: Asked) -> list[Markup]:
    told = _(
        "Den som ber kommunen om svaren kan få läsa dem, om de inte är hemliga enligt lag. Skriv därför inget som visar vem du är, eller vem någon annan är."
    )
    number = asked.registry_number.strip()
    return [escape(told), *([escape(_("Enkäten har diarienummer %(number)s.", number=number))] if number else [])]


def _of_site(site: Any, key: str, lang: str) -> list[Markup]:
    text_of = getattr(site, "text_of", None)
    if text_of is None:
        return []
    text, found = text_of(key)
    return paragraphs({found: text, "sv": text}, lang) if text else []
