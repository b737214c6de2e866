"""The site's own texts: which there are, which the law wants, and what stands there until the municipality writes its own.

A key is also an attribute of `SiteTexts` (`site.help_phone`). The texts themselves are rows of `SiteField`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialog.base.i18n import N_
from dialog.people.kinds.defaults import DEFAULTS

#: The groups, in the order of the page: code → heading.
GROUPS = {
    "who": N_("Vem som frågar"),
    "help": N_("Hjälp till den som svarar"),
    "data": N_("Personuppgifter och arkiv"),
    "access": N_("Tillgänglighet"),
    "technical": N_("Säkerhet och karta"),
}
LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class Field:
    """One text. `law`: no survey is published while it is empty. `same`: the same in every language, asked once."""

    key: str
    group: str
    label: str
    hint: str = ""
    is_multiline: bool = False
    law: bool = False
    same: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def default(self) -> Mapping[str, str]:
        """Return what stands there until something is written, per language."""
        return DEFAULTS.get(self.key, {})


def _many(key: str, group: str, label: str, hint: str = "", **more: Any) -> Field:
    return Field(key, group, label, hint, is_multiline=True, **more)


FIELDS: tuple[Field, ...] = (
    Field("municipality", "who", N_("Kommunens namn"), N_("Till exempel Växjö kommun."), law=True),
    Field("name", "who", N_("Webbplatsens namn"), N_("Står överst på varje sida.")),
    Field("controller", "who", N_("Personuppgiftsansvarig"), N_("Den nämnd eller styrelse som ansvarar, till exempel Kommunstyrelsen i Växjö kommun."), law=True),
    Field("controller_contact", "who", N_("Adress till den personuppgiftsansvariga"), N_("Postadress, telefon och e-post."), law=True),
    _many("asks_why", "who", N_("Varför ni frågar"), N_("Två eller tre meningar: vad ni vill veta och vad svaren kan påverka."), law=True),
    _many("readers", "who", N_("Vilka som läser det som skrivs"), N_("Nämn avdelningar och roller. Säg om polisen läser, och vad."), law=True),
    _many("about", "who", N_("Mer om dialogen"), N_("Visas på sidan Om.")),
    Field("help_phone", "help", N_("Telefon till den som kan hjälpa"), N_("Står på samma plats på varje sida."), same=True),
    Field("help_email", "help", N_("E-post till den som kan hjälpa"), same=True),
    Field("help_text", "help", N_("Andra sätt att få hjälp eller svara"), N_("Till exempel ett besök på biblioteket eller medborgarkontoret.")),
    _many("talk_to", "help", N_("Vem man kan prata med"), N_("En rad för varje, med telefonnummer. Är fältet tomt visas Bris och Kvinnofridslinjen.")),
    _many("worry_report", "help", N_("Så gör man en orosanmälan för ett barn"), N_("Telefon dagtid och jour, och gärna adressen till e-tjänsten. Visas när någon skriver om ett barn som kan fara illa.")),
    Field("neutral_url", "help", N_("Sidan som ”Lämna sidan” går till"), N_("En vardaglig sida som inte väcker frågor, till exempel vädret."), same=True),
    Field("greeting_ar", "help", N_("Hälsning på arabiska"), N_("Skriv på ditt eget språk, en människa läser det."), same=True),
    Field("greeting_so", "help", N_("Hälsning på somaliska"), N_("Skriv på ditt eget språk, en människa läser det."), same=True),
    Field("greeting_fi", "help", N_("Hälsning på finska"), N_("Skriv på ditt eget språk, en människa läser det."), same=True),
    _many("legal_ground", "data", N_("Rättslig grund"), N_("Stäm av med juristen."), law=True),
    Field("dso_contact", "data", N_("Dataskyddsombud"), N_("Namn eller funktion, telefon och e-post."), law=True),
    Field("registry_contact", "data", N_("Registrator"), N_("Dit den vänder sig som vill ta del av allmänna handlingar."), law=True),
    _many("kept_texts", "data", N_("Hur länge texter och platser sparas"), N_("Till exempel: texterna tas bort två år efter att enkäten stängdes. Siffrorna bevaras."), law=True),
    Field("kept_logs", "data", N_("Hur länge loggen över personalens arbete sparas"), N_("Till exempel: två år."), law=True),
    Field("place_retention_decision", "data", N_("Beslut om gallring för synpunkter om platser"), N_("Diarienummer och datum. Utan beslut tas det som någon tar tillbaka undan, men tas inte bort."), same=True),
    Field("place_registry_number", "data", N_("Diarienummer för synpunkter om platser"), same=True),
    _many("transfers", "data", N_("Vilka som får uppgifterna, och var de finns"), N_("Till exempel den som sköter servern, och i vilket land den står."), law=True),
    Field("access_status", "access", N_("Hur väl webbplatsen följer lagen"), N_("Välj först när ni har prövat den."), law=True, same=True, choices=(("full", N_("Helt förenlig")), ("partly", N_("Delvis förenlig")), ("not", N_("Inte förenlig")))),
    _many("access_faults", "access", N_("Kända brister"), N_("En rad för varje: vad som brister, för vem, och varför. Skriv ”Inga kända brister” om det är så."), law=True),
    Field("access_assessed", "access", N_("Dagen då webbplatsen bedömdes"), N_("Skriv dagen så här: 2026-11-30."), law=True, same=True),
    _many("access_method", "access", N_("Hur webbplatsen bedömdes"), N_("Till exempel självskattning, eller granskning av någon utifrån."), law=True),
    Field("access_contact", "access", N_("Dit man anmäler brister"), N_("E-post och telefon. Även den som behöver innehållet i annan form vänder sig hit."), law=True),
    _many("access_burden", "access", N_("Undantag för oskäligt betungande anpassning"), N_("Vad som undantas, och varför.")),
    Field("map_source", "technical", N_("Källa till kartan"), N_("Står på varje karta, till exempel © Lantmäteriet eller © Växjö kommun. Är fältet tomt står OpenStreetMap för ett kartpaket, och annars den server som kartan kommer från."), same=True),
    Field("security_contact", "technical", N_("Dit man anmäler säkerhetshål"), N_("En e-postadress eller webbadress. Visas i security.txt."), same=True),
)  # fmt: skip
BY_KEY = {f.key: f for f in FIELDS}
#: Kept beside the texts, and no text: that all is made up (set by a command), and whether `/plats` takes what residents tell.
EXAMPLE, PLACES_OPEN = "is_example", "places_open"
ON, OFF = "1", "0"


@dataclass(frozen=True)
class SiteTexts:
    """The texts in one language, each an attribute; what is not written in it falls back to Swedish, then to the default.

    `given` is key → language → text. `is_example` says that all on this site is made up.
    """

    language: str
    given: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __getattr__(self, key: str) -> str:
        if key not in BY_KEY:
            raise AttributeError(key)
        return self.text_of(key)[0]

    def text_of(self, key: str) -> tuple[str, str]:
        """Return a text and the language that it is in."""
        found = BY_KEY[key]
        given = self.given.get(key, {})
        wanted = LANGUAGES[0] if found.same else self.language
        for texts in (given, found.default):
            for language in (wanted, LANGUAGES[0]):
                if texts.get(language, "").strip():
                    return texts[language], self.language if found.same else language
        return "", self.language

    @property
    def is_example(self) -> bool:
        """Say whether this is the example municipality."""
        return self._is_on(EXAMPLE)

    @property
    def takes_places(self) -> bool:
        """Say whether residents can tell of a place at `/plats`."""
        return self._is_on(PLACES_OPEN)

    def _is_on(self, flag: str) -> bool:
        return self.given.get(flag, {}).get("sv") == ON

    @property
    def exit_url(self) -> str:
        """Return where "Lämna sidan" goes."""
        return self.text_of("neutral_url")[0]

    @property
    def greetings(self) -> list[tuple[str, str, str]]:
        """Return the sentences in other languages: code, direction, sentence."""
        found = ((code, self.text_of(f"greeting_{code}")[0]) for code in ("ar", "so", "fi"))
        return [(code, "rtl" if code == "ar" else "ltr", text) for code, text in found if text]


def missing(given: Mapping[str, Mapping[str, str]], *, law_only: bool = True) -> list[Field]:
    """Return the fields that have no text in Swedish: those that the law wants, or all.

    A default does not stand in for what the law wants: somebody at the municipality must have read and saved it.
    """

    def is_missing(f: Field) -> bool:
        return not given.get(f.key, {}).get("sv", "").strip() and (f.law or not f.default.get("sv"))

    return [f for f in FIELDS if (f.law or not law_only) and is_missing(f)]
