"""Who works in the example municipality, and what its pages say of it: every text says that it is an example."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.people.kinds import By
from dialog.people.models import Account, SiteField
from dialog.people.operations import add_account, set_example
from dialog.tag.operations.codebook import PARTS, write_entry

COORDINATOR = "samordnare@exempel.se"
LEADER = "vandringsledare@exempel.se"
TAGGER = "handlaggare@exempel.se"
STAFF = (
    ("admin@exempel.se", "Astrid Admin", ("admin",)),
    (COORDINATOR, "Sam Samordnare", ("coordinator",)),
    (TAGGER, "Hanna Handläggare", ("tagger",)),
    ("analytiker@exempel.se", "Anders Analytiker", ("analyst",)),
    (LEADER, "Vera Vandringsledare", ("walk_leader",)),
)
FIELDS = {
    "municipality": "Exempelkommunen",
    "name": "Trygghetsdialog",
    "controller": "Kommunstyrelsen i Exempelkommunen",
    "controller_contact": "Exempelkommunen, Storgatan 1, 000 00 Exempelstad. Telefon 0000-00 00 00.",
    "help_phone": "0000-00 00 00",
    "help_email": "trygghet@exempel.se",
    "dso_contact": "Dataskyddsombudet, dataskydd@exempel.se, telefon 0000-00 00 01",
    "registry_contact": "Registrator, registrator@exempel.se",
    "kept_logs": "Två år.",
    "place_retention_decision": "Exempelnämnden 2026-08-20 § 12",
    "place_registry_number": "EX 2026/48",
    "access_status": "partly",
    "access_assessed": "2026-11-20",
    "asks_why": "Kommunen och polisen vill veta var invånare är trygga och otrygga, och varför, så att vi gör rätt saker först.",
    "readers": "Två handläggare på kommunens trygghetsenhet läser texterna. Polisen får siffror och sammanfattningar, inte texterna.",
    "legal_ground": "Uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen), med stöd av lagen (2023:196) om kommuners ansvar för brottsförebyggande arbete.",
    "kept_texts": "Två år. Siffrorna sparas.",
    "transfers": "Uppgifterna stannar på kommunens egen server i Sverige.",
    "access_faults": "Kartan går att använda med tangentbord, men har inte prövats med alla skärmläsare.",
    "access_method": "Egen granskning med automatiska tester och med tangentbord.",
    "access_contact": "trygghet@exempel.se, telefon 0000-00 00 00",
    "worry_report": "Socialtjänstens mottagning, telefon 0000-00 00 02 dagtid. Kvällar, nätter och helger: socialjouren, telefon 0000-00 00 03.",
    "security_contact": "mailto:sakerhet@exempel.se",
}
#: What residents read, in English too. The rest are names and addresses.
IN_ENGLISH = {
    "controller": "The Municipal Executive Board of Exempelkommunen",
    "controller_contact": "Exempelkommunen, Storgatan 1, 000 00 Exempelstad. Telephone 0000-00 00 00.",
    "dso_contact": "The data protection officer, dataskydd@exempel.se, telephone 0000-00 00 01",
    "registry_contact": "The registrar, registrator@exempel.se",
    "kept_logs": "Two years.",
    "asks_why": "The municipality and the police want to know where residents feel safe and unsafe, and why, so that we do the right things first.",
    "readers": "Two officers at the municipality's safety unit read the texts. The police get figures and summaries, not the texts.",
    "legal_ground": "A task in the public interest (Article 6(1)(e) of the GDPR), under the Swedish act (2023:196) on municipalities' responsibility for crime prevention.",
    "kept_texts": "Two years. The figures are kept.",
    "transfers": "The data stay on the municipality's own server in Sweden.",
    "access_faults": "The map can be used by keyboard, but has not been tried with every screen reader.",
    "access_method": "Our own review with automatic tests and by keyboard.",
    "access_contact": "trygghet@exempel.se, telephone 0000-00 00 00",
}
#: What the code book says of some focus areas: what belongs, what does not, and examples that somebody has made up.
CODEBOOK = {
    "belysning": (
        "Trasiga, släckta eller svaga lampor, mörka stråk och portar. Också beröm för ljus.",
        "Ljus som stör, till exempel en skylt som blinkar in i sovrummet: Övrigt.",
        "”Tre lampor är döda längs ån.”",
    ),
    "nedskrapning": (
        "Skräp, överfulla papperskorgar, glas, hundbajs och stank.",
        "Klotter: Skadegörelse och klotter. Buskar som växer över: Skymd sikt.",
        "”Det luktar kiss i trappan ner till torget.”",
    ),
    "ungdomsgang": (
        "Grupper som skrämmer, hindrar eller hånar den som går förbi.",
        "Unga som bara umgås. Vuxna som dricker: Alkohol och berusade personer.",
        "”Man får gå omvägar när de står i gången.”",
    ),
    "polisnarvaro": (
        "Att polis, väktare eller kameror saknas, behövs eller gör nytta.",
        "Ett brott i sig: välj det fokusområde som brottet hör till.",
        "”Tryggare sedan värdarna började gå här.”",
    ),
}
_SYLLABLES = [
    "lind",
    "gran",
    "berg",
    "sten",
    "björk",
    "asp",
    "vik",
    "holm",
    "dal",
    "ros",
    "klint",
    "ek",
    "lund",
    "sund",
    "alm",
    "torp",
    "hav",
    "äng",
    "sjö",
    "mo",
    "by",
    "rud",
    "fors",
]


def add_staff(db: Session) -> tuple[str, list[tuple[str, str]]]:
    """Add an account a role; return the password they share, new for each example, and (address, roles) of each."""
    password = "-".join(secrets.choice(_SYLLABLES) for _ in range(6))
    for email, name, roles in STAFF:
        add_account(db, By("dialog demo"), email, name, roles, password)
    return password, [(email, ", ".join(roles)) for email, _, roles in STAFF]


def write_codebook(db: Session) -> None:
    """Let the coordinator have begun on the code book."""
    who = db.scalars(select(Account).where(Account.email == COORDINATOR)).one()
    for slug, texts in CODEBOOK.items():
        write_entry(
            db, By(who.name, who.id), slug, 0, {part: {"sv": text} for part, text in zip(PARTS, texts, strict=True)}
        )


def tell_about_site(db: Session) -> None:
    """Fill in the site's own texts, and mark it as the example on every page."""
    for key, value in FIELDS.items():
        db.merge(SiteField(key=key, lang="sv", value=value))
    for key, value in IN_ENGLISH.items():
        db.merge(SiteField(key=key, lang="en", value=value))
    set_example(db)
