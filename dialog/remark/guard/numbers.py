"""Numbers and signs that belong to one person: personnummer, phone, mail, plate, user name; told from their look-alikes."""

import re
from collections.abc import Iterator
from datetime import date

from dialog.remark.guard.kinds import Find, holds, spans

_PERSONAL = re.compile(
    r"(?<![\d-])(?P<century>1[89]|20)?(?P<day>\d{6})(?P<mark>[-+–]|\s)?(?P<last>\d{4}|[xX*]{4})(?![\d-])"
)
#: With spaces: "1964 08 23-3234", "64-08-23-3234".
_PERSONAL_APART = re.compile(
    r"(?<![\d-])(?P<century>1[89]|20)?(?P<y>\d\d)[ -](?P<m>\d\d)[ -](?P<d>\d\d)(?: ?[-+–] ?| )(?P<last>\d{4})(?![\d-])"
)
_SAYS_PERSONAL = re.compile(r"person(?:al)?[- ]?n(?:umme)?r|pers\.?nr|\bpnr|\bpnummer|samordningsn|\bfödd\b", re.I)
_SAYS_OTHER = re.compile(
    r"(?:ärende|anmäl|felanmäl|rapport|jobb|dnr|diarie|faktura|order|referens|\bref|\bid|mål|kvitto|serie|OCR|bankgiro|\bbg|plusgiro|konto|org\.?)\w*[ .:-]*(?:nr|nummer|är)?[ .:]*$",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w/.:+-])(?:(?:\+|00)46[\s-]?(?:\(0\)[\s-]?)?|\(?0)(?P<area>7[02369]|8|\d{2,3}|[1-9])\)?(?P<mark>[\s–/-]{0,3})(?P<rest>\d{2,4}(?:[\s–-]?\d{2,3}){1,3})(?![\w-])"
)
#: Digits two by two, and numbers of other countries.
_PHONE_APART = re.compile(
    r"(?<![\w/.:+-])(?:0[ -]?7[ -]?[02369](?:[ -]?\d){7}|07[02369]\s?\d?\s[–-]\s\d(?:[ -]?\d){5,6}|07[02369]\s?\.\s?\d{2,3}\s?\.\s?\d{2}\s?\.\s?\d{2}|\+(?!46)\d{2,3}(?:[ -]?\d){7,10}|00(?!46)\d{2}(?:[ -]?\d){8,10})(?![\w-])"
)
_PHONE_IN_WORDS = re.compile(
    r"\bnoll[ -]?sju(?:[ ,-]+(?:noll|nolla|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|[a-zåäö]*(?:ton|tio|ttio|tjugo)[a-zåäö]*)){4,}\b",
    re.I,
)
_DATE = re.compile(r"\d{1,2}[-/ ]\d{1,2}[-/ ]\d{2,4}$|\d{4}[-/]\d{1,2}[-/]\d{1,2}$")
_NO_PHONE = re.compile(r"(?:stolp|lamp|linje|buss|ärende|dnr|faktura|nr|nummer|\bid|skåp|konto|koord)\w*[ .:]*$", re.I)
#: Numbers that belong to an office: free numbers, and what everybody may ring.
_OFFICE_AREAS = ("20", "77", "771", "770", "775", "200", "900", "939")
_MAIL = re.compile(
    r"[\w.+-]{1,64}(?:@|\s@\s|\s?(?:\(at\)|\[at\]|\(a\)|\bsnabel-?a\b))\s?[\w-]{1,63}(?:\.[\w-]{1,63})*\.[a-zA-Z]{2,24}",
    re.I,
)
_MAIL_IN_WORDS = re.compile(
    r"\b(?:[\w.+-]{1,64} punkt ){0,3}[\w.+-]{1,64} (?:at|snabel-?a|snabela) [\w-]{1,63} (?:punkt|dot) (?:se|com|nu|org|net)\b",
    re.I,
)
_OFFICE = re.compile(
    r"(?:info|kontakt|kontaktcenter|kommun\w*|registrator|kundtjanst|kundservice|post|support|felanmalan|medborgar\w*|servicecenter|reception|noreply)@",
    re.I,
)
_PLATE = re.compile(r"(?<![\w-])[A-HJ-PR-UW-Z]{3}[ -]?\d{2}[A-HJ-PR-UW-Z\d](?![\w-])")
_ANY_PLATE = re.compile(r"(?<![\w-])[a-hj-pr-uw-z]{3}[ -]?\d{2}[a-hj-pr-uw-z\d](?![\w-])", re.I)
#: The last letter apart: "NGB 45 U", near a car.
_PLATE_APART = re.compile(r"(?<![\w-])[A-HJ-PR-UW-Z]{3} \d{2} [A-HJ-PR-UW-Z](?![\w-])")
#: Without these there is no number, no address of mail or user's name, and no address in words.
_DIGIT = re.compile(r"\d")
_AT_NEEDS, _DOT_NEEDS, _OWN_PLATE_NEEDS = (
    ("@", "(a", "[a", "snabel"),
    ("punkt", "dot"),
    ("reg", "nummerplåt", "skylten", "plåten"),
)
_OWN_PLATE = re.compile(
    r"(?:reg(?:istrerings)?\.?(?:nr|nummer|plåt\w*|skylt\w*)?|nummerplåt\w*|skylten|plåten)(?:\s+\w+){0,3}?[ :.]+[\"'”]?(?P<plate>[A-ZÅÄÖ\d]{2,7})(?![\w:-])"
)
#: What stands where a plate made to order could: other signs, other words in capitals.
_NO_OWN_PLATE = frozenset(
    "EPA STOP STOPP OBS VARNING INGEN INGET INTE VET EJ LOSS BORTA SAKNAS OK OKÄND OKÄNT VÄJ HUVUDLED TAXI POLIS BUSS MC MOPED BIL SVART VIT RÖD SER SÅG".split()
)
_CAR = re.compile(
    r"\breg\b|\breg\.|regnr|regnum|registrering|nummerplåt|\bskylt|plåten|\bbil(?:en|ar)?\b|volvo|\bbmw\b|\baudi\b|saab|toyota|mercedes|merca|tesla|\bkia\b|skoda|\bvw\b|golf|passat|\bford\b|opel|\bepa|traktor|moped|\bmc\b|motorcykel|skåpbil|lastbil|\bkör(?:de|t|s)?\b|parker(?:ar|ad|at)|körkort|krock",
    re.I,
)
_NO_PLATE = frozenset(
    "BUS RAL LED LSS BRF ICA MAX TEL HUS SEK DNR NYA DET DEN DOM MED SOM HAR KAN MIN MAN OCH BOR UTE TUR TAG LAG KRL CSN SCB ISO ISS DIN HEM RUM ALL ART PAR SKA KOD UPP TAR DAG MER MAR APR MAJ JUN JUL AUG SEP OKT NOV DEC EUR USD PCB KAP ADR NED DAR NAR OSS AKT LUX".split()
)
_HANDLE = re.compile(
    r"(?i:(?<![\w.@])@(?!(?:kommun|polis|region|stad|trafik|media|alla\b))(?P<name>[A-Za-zÅÄÖåäö0-9_.]{3,30})(?<!\.))"
)
_HANDLE_ON = re.compile(
    r"(?:insta(?:gram)?|snap(?:chat)?|tiktok|facebook|telegram|kik|discord|steam|användarnamn\w*|signaturen|kontot|nicket)(?:\s+(?:är|heter|hos|under|som|med namnet))?\s*[:=]?\s+[\"'”]?(?P<name>[a-zåäö0-9]+[_.\d][\w.]{1,28})",
    re.I,
)
#: A page of one's own: "instagram.com/nisse.x".
_HANDLE_PAGE = re.compile(
    r"(?:instagram|facebook|fb|tiktok|snapchat|youtube|twitter|x|t)\.(?:com|me|nu)/(?:add/|@)?(?P<name>[\w.]{3,40})",
    re.I,
)
#: "fluffan_99 på snap".
_HANDLE_AT = re.compile(
    r"(?<![\w.@])(?P<name>(?=[\w.]*[a-zåäö])(?=[\w.]*[_\d])[\w.]{4,30})\spå\s(?:insta|snap|tiktok|telegram|discord|kik\b|facebook|fb\b)",
    re.I,
)
_HANDLE_IS = re.compile(
    r"(?:heter|kallar sig|kallas|går under)\s+[\"'”]?(?P<name>[\w.]{3,30})[\"'”]?\s+på\s+(?:insta|snap|tiktok|facebook|fb|telegram|discord|kik|nätet)",
    re.I,
)


_HANDLE_ON_NEEDS = tuple(
    "insta snap tiktok facebook telegram kik discord steam användarnamn signaturen kontot nicket".split()
)
_HANDLE_AT_NEEDS = tuple(
    f"på {one}" for one in ("insta", "snap", "tiktok", "telegram", "discord", "kik", "facebook", "fb")
)
_HANDLE_IS_NEEDS = ("heter", "kallar", "kallas", "går under")


def find(text: str) -> list[Find]:
    """Return numbers and signs of persons."""
    low = text.lower()
    has_digit, has_at = bool(_DIGIT.search(text)), holds(low, _AT_NEEDS)  # most texts have neither, and are read faster
    mails = [m for m in _MAIL.finditer(text) if not _OFFICE.match(m[0])] if has_at else []
    in_words = _MAIL_IN_WORDS.finditer(text) if holds(low, _DOT_NEEDS) else ()
    return [
        *(_personal(text) if has_digit else ()),
        *(_personal_apart(text) if has_digit else ()),
        *(_phones(text) if has_digit else ()),
        *(spans("telefon", _PHONE_APART.finditer(text)) if has_digit else ()),
        *(spans("telefon", _PHONE_IN_WORDS.finditer(text)) if "noll" in low else ()),
        *spans("epost", mails),
        *spans("epost", in_words),
        *_plates(text, has_digit=has_digit),
        *(spans("anvandarnamn", _HANDLE.finditer(text)) if has_at else ()),
        *(spans("anvandarnamn", _HANDLE_PAGE.finditer(text), "name") if "/" in text else ()),
        *(spans("anvandarnamn", _HANDLE_ON.finditer(text), "name") if holds(low, _HANDLE_ON_NEEDS) else ()),
        *(spans("anvandarnamn", _HANDLE_AT.finditer(text), "name") if holds(low, _HANDLE_AT_NEEDS) else ()),
        *(spans("anvandarnamn", _HANDLE_IS.finditer(text), "name") if holds(low, _HANDLE_IS_NEEDS) else ()),
    ]


def luhn(digits: str) -> bool:
    """Tell whether the last of ten digits is the check digit of those before it."""
    total = 0
    for i, digit in enumerate(digits):
        twice = int(digit) * (2 - i % 2)
        total += twice // 10 + twice % 10
    return total % 10 == 0


def _is_day(day: str, century: str | None) -> bool:
    year = int((century or "20") + day[:2])
    try:
        date(year, int(day[2:4]), int(day[4:]))
    except ValueError:
        return False
    return True


def _personal_apart(text: str) -> Iterator[Find]:
    """Written with spaces it must have the right check digit: dates and other numbers look so too."""
    for m in _PERSONAL_APART.finditer(text):
        day = m["y"] + m["m"] + m["d"]
        if _is_day(day, m["century"]) and luhn(day + m["last"]):
            yield Find("personnummer", m.start(), m.end())


def _personal(text: str) -> Iterator[Find]:
    """A day that exists and a check digit; with a hyphen, or said to be one, a wrong check digit is a slip of the pen."""
    for m in _PERSONAL.finditer(text):
        day, before = m["day"], text[max(0, m.start() - 30) : m.start()]
        is_coordination = day[4:].isdigit() and int(day[4:]) > 60
        real = f"{day[:4]}{int(day[4:]) - 60:02}" if is_coordination else day
        if not _is_day(real, m["century"]) or _SAYS_OTHER.search(before):
            continue
        is_checked = m["last"].isdigit() and luhn(day + m["last"])
        is_written_so = (m["mark"] or " ") in "-+–" or bool(m["century"])
        if is_checked or is_written_so or _SAYS_PERSONAL.search(before):
            yield Find("samordningsnummer" if is_coordination else "personnummer", m.start(), m.end())


#: Said beside a number of an office; a mobile number is somebody's own all the same.
_OFFICE_PHONE = re.compile(
    r"växel|kommunens|kundtjänst|kundservice|felanmälan|\bjour(?:en|nummer|telefon)?\b|receptionen|vårdcentral|servicecenter|störningsjour|polisen",
    re.I,
)


def _phones(text: str) -> Iterator[Find]:
    for m in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", re.sub(r"^(?:\+|00)46", "0", m[0]).replace("(0)", ""))
        area = re.sub(r"\D", "", m["area"])
        before = text[max(0, m.start() - 24) : m.start()]
        if (
            not 8 <= len(digits) <= 11
            or area in _OFFICE_AREAS
            or digits[1:4] in _OFFICE_AREAS
            or digits.startswith("020")
            or (not digits.startswith("07") and _OFFICE_PHONE.search(text[max(0, m.start() - 40) : m.end() + 40]))
        ):
            continue
        if _DATE.match(m[0]) or (
            _NO_PHONE.search(before) and not re.search(r"tele|mobil|tfn|telefonn|hemn|jobbn|mitt n|min n", before, re.I)
        ):
            continue
        yield Find("telefon", m.start(), m.end())


def _plates(text: str, *, has_digit: bool) -> Iterator[Find]:
    has_car = has_digit and bool(_CAR.search(text))
    for m in (_ANY_PLATE if has_car else _PLATE).finditer(text) if has_digit else ():
        if m[0][:3].upper() not in _NO_PLATE and (
            m[0][:3].isupper() or " " not in m[0] or m[0][:3].upper() == m[0][:3] or _near_car(text, m.start())
        ):
            yield Find("regnr", m.start(), m.end())
    if has_car:
        yield from spans("regnr", (m for m in _PLATE_APART.finditer(text) if m[0][:3] not in _NO_PLATE))
    if holds(text, _OWN_PLATE_NEEDS):
        yield from spans("regnr", (m for m in _OWN_PLATE.finditer(text) if _is_own(m)), "plate")


def _is_own(m: re.Match[str]) -> bool:
    """Tell whether a plate made to order is meant: with digits, or after words that mean a car's plate and no other sign."""
    plate, said = m["plate"], m[0].lower()
    if plate.isdigit() or plate in _NO_OWN_PLATE:
        return False
    return (
        not plate.isalpha()
        or said.startswith(("reg", "nummerpl"))
        or (said.startswith("plåten") and said[-len(plate) - 1] in "\"'”")
    )


def _near_car(text: str, at: int) -> bool:
    """Tell whether what stands just before says that a plate in small letters follows."""
    return bool(
        re.search(
            r"(?:reg|regnr|nummer|nr|plåt\w*|skylt\w*|är|\b(?:bil|moped|mc|motorcykel|motorcykl|epa|traktor|skåpbil|lastbil|volvo|saab|bmw|audi|skoda|merca)\w*)[ :.]*$",
            text[max(0, at - 20) : at],
            re.I,
        )
    )
