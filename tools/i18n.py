"""The catalogues: extract, update, fold, check, compile. The Swedish sentence is the msgid, so Swedish has no catalogue of its own.

`python3 start.py i18n` does the first three and says what is missing; lint runs `check`; setup runs `compile`. Catalogues carry no line
numbers and no dates, so that only a changed sentence changes them. A room that is being built keeps its words in
translations/parts/<room>.<language>.json, `{"Swedish": "English", "Swedish singular": ["one", "many"]}`: folded in, then removed.
"""

import io
import json
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from dialog.web.language import LANGUAGES, SOURCE

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"
PARTS = FOLDER / "parts"
METHODS = [("dialog/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy": None, "_l": None}
# Dates and names that would change a catalogue in which no sentence changed.
RESTLESS = re.compile(
    r'^"(POT-Creation-Date|Report-Msgid-Bugs-To|PO-Revision-Date|Last-Translator|Language-Team|Generated-By)[^\n]*\n',
    re.MULTILINE,
)
VARIABLE = re.compile(r"%\((\w+)\)")
Words = dict[str, str | list[str]]


def languages() -> list[str]:
    """Return the codes of the languages that need a catalogue."""
    return [code for code in LANGUAGES if code != SOURCE]


def path_of(code: str) -> Path:
    """Return where a language's catalogue lies."""
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


def extract() -> Catalog:
    """Return every sentence that code and templates show."""
    found = Catalog(project="Trygghetsdialog", charset="utf-8", header_comment="# Words of Trygghetsdialog.")
    options = {"templates/**.html": {"silent": "false"}, "templates/**.txt": {"silent": "false"}}
    for folder in ("dialog", "templates"):
        here = [
            (pattern.removeprefix(f"{folder}/"), method) for pattern, method in METHODS if pattern.startswith(folder)
        ]
        given = {pattern.removeprefix(f"{folder}/"): option for pattern, option in options.items()}
        for _, _, message, notes, context in extract_from_dir(
            ROOT / folder, here, given, KEYWORDS, comment_tags=("I18N:",), strip_comment_tags=True
        ):
            found.add(message, auto_comments=notes, context=context)
    return found


def read(path: Path, code: str | None = None) -> Catalog:
    """Return a catalogue, empty if there is no file."""
    if not path.exists():
        return Catalog(
            locale=code, project="Trygghetsdialog", charset="utf-8", header_comment="# Words of Trygghetsdialog."
        )
    with path.open("rb") as file:
        return read_po(file, locale=code)


def as_text(catalogue: Catalog) -> str:
    """Return a catalogue as it stands in its file."""
    file = io.BytesIO()
    catalogue.fuzzy = False
    write_po(file, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    return RESTLESS.sub("", file.getvalue().decode()).rstrip() + "\n"


def update() -> list[str]:
    """Bring the template and each catalogue up to the code, fold the parts in, and return what is missing."""
    FOLDER.mkdir(exist_ok=True)
    template = extract()
    TEMPLATE.write_text(as_text(template), encoding="utf-8")
    problems = []
    for code in languages():
        catalogue = read(path_of(code), code)
        catalogue.update(template, no_fuzzy_matching=True)
        words, clashes = parts(code)
        problems += clashes + [f"{code}: no page says {msgid!r}" for msgid in fold(catalogue, words)]
        path_of(code).parent.mkdir(parents=True, exist_ok=True)
        path_of(code).write_text(as_text(catalogue), encoding="utf-8")
        problems += faults(catalogue, code)
    return problems


def parts(code: str) -> tuple[Words, list[str]]:
    """Return the words of the parts for a language, and where two of them differ (the first stands)."""
    words: Words = {}
    clashes = []
    for path in sorted(PARTS.glob(f"*.{code}.json")):
        for msgid, given in json.loads(path.read_text(encoding="utf-8")).items():
            if words.setdefault(msgid, given) != given:
                clashes.append(f"{code}: {path.name} has {given!r} for {msgid!r}, another part {words[msgid]!r}")
    return words, clashes


def fold(catalogue: Catalog, words: Words) -> list[str]:
    """Put words into a catalogue and return those that it has no place for."""
    unplaced = []
    # A plural is known by its singular, or by both, whichever way round a room wrote them.
    plurals = {name: m for m in catalogue if m.pluralizable for name in (*m.id, " ".join(m.id), " ".join(m.id[::-1]))}
    for msgid, given in words.items():
        message = plurals.get(msgid) or catalogue.get(msgid)
        if message is None:
            unplaced.append(msgid)
        elif message.pluralizable:
            others = list(message.string or ())[
                1:
            ]  # a sentence that stands alone elsewhere too says nothing of the plural
            message.string = tuple(given) if isinstance(given, list) else (given, *others)
        else:
            message.string = given if isinstance(given, str) else given[-1]
    return unplaced


def faults(catalogue: Catalog, code: str) -> list[str]:
    """Return what is missing, uncertain or has lost a variable in a catalogue, a line each."""
    return [f"{code}: {fault}: {message.id!r}" for message in catalogue if message.id for fault in _faults(message)]


def _faults(message: Message) -> list[str]:
    ids = (message.id,) if isinstance(message.id, str) else message.id
    given = (message.string,) if isinstance(message.string, str) else message.string or ()
    strings = [string for string in given if string]
    wanted = set(VARIABLE.findall(" ".join(ids)))
    found = []
    if len(strings) < max(1, len(given)):
        return ["missing"]
    if message.fuzzy:
        found.append("fuzzy")
    if {name for string in strings for name in VARIABLE.findall(string)} != wanted:
        found.append("its variables differ")
    return found


def check() -> list[str]:
    """Return why the catalogues are not complete for every listed language, a line each."""
    template = extract()
    found = []
    if not TEMPLATE.exists() or TEMPLATE.read_text(encoding="utf-8") != as_text(template):
        found.append("translations/messages.pot is not today's; run: python3 start.py i18n")
    for code in languages():
        catalogue = read(path_of(code), code)
        faulty = faults(catalogue, code)
        catalogue.update(template, no_fuzzy_matching=True)
        if not path_of(code).exists() or path_of(code).read_text(encoding="utf-8") != as_text(catalogue):
            found.append(f"{code}: the catalogue is not today's; run: python3 start.py i18n")
        found += faulty
    if left := sorted(path.name for path in PARTS.glob("*.json")):
        found.append(f"words wait to be folded in ({', '.join(left)}); run: python3 start.py i18n")
    return found


def compile_all() -> int:
    """Compile each catalogue beside itself; return how many."""
    done = 0
    for path in FOLDER.glob("*/LC_MESSAGES/messages.po"):
        half = path.with_suffix(".half")
        with half.open("wb") as file:
            write_mo(file, read(path, path.parts[-3]))
        half.replace(path.with_suffix(".mo"))
        done += 1
    return done


def main(verb: str) -> int:
    """Run `update`, `check` or `compile`; 0 if nothing is wanting."""
    if verb == "compile":
        print(f"{compile_all()} catalogue(s) compiled")
        return 0
    problems = update() if verb == "update" else check()
    print("\n".join(problems) or "translations are complete: " + ", ".join(LANGUAGES))
    if verb == "update":
        compile_all()
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
