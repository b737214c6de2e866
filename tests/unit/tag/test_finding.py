"""Searching in Swedish: stems and compounds, what may be written, what is marked; and both databases against the plain rule."""

import string
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from dialog.remark.masking import hidden_in, of
from dialog.remark.models import Concern, Mask, Remark
from dialog.tag.filters import RemarkFilter
from dialog.tag.finding import entry, found_in, marked, read_search
from dialog.tag.finding.reading import parts, shown, words
from dialog.tag.finding.stems import stem
from dialog.tag.operations import compare, index_masked, is_damaged, reindex
from dialog.tag.queries import count, counted, list_page, matching, searching
from tests.build import Builder

FAMILIES = Path(__file__).with_name("families.txt").read_text(encoding="utf-8").splitlines()
#: What is looked for, a text that has it, and a text that looks alike but has not.
PAIRS = [
    ("belysning", "Bättre gatubelysningen!", "belysta gator"), ("lampa", "gatlampor", "lampett"), ("cykel", "på cykelvägen", "cykliskt"),
    ("väg", "en gångväg", "vägrar"), ("väg", "på Solrosvägen", "avväga"), ("gata", "Högbergsgatan", "frågat"), ("ljus", "elljusspåret", "ljud"), ("cykel", "elcyklar", "recykla"), ("skola", "förskolan", "förskona"), ("park", "parkbänkarna", "parkering"), ("park", "stadsparken", "parkera bilen"), ("rån", "personrån", "från"),
    ("buss", "busshållplatsen", "abbus"), ("hållplats", "vid busshållplatsen", "hålla plats"), ("trygghet", "trygghetsvandring", "otrygg"),
    ("rädd", "av rädsla", "räddning"), ("åka", "jag åkte", "aka"), ("mörk", "i mörkret", "morkt"), ("måla", "målade", "mala"), ("hål", "hålen", "hal"),
    ("station", "återvinningsstationen", "prestation"), ("lysarmatur", "lysarmaturen", "armatur"), ("armatur", "lysarmaturen", "armatör"),
    ("bil", "lastbilar", "bild"), ("BARN", "barnens", "barsk"), ("e4", "vid E4:an", "e 4"), ("a-traktor", "en A-traktor", "a b traktor"),
    ('"gång- och cykelväg"', "Gång- och cykelvägar", "cykelväg och gång"), ("lampa -trasig", "lamporna", "trasiga lampor"), ("-park", "torget", "parkbänk"),
    ('gata -"inte bra"', "gatan är bra", "gatan är inte bra"), ('"mörk gata', "mörka gator", "gatan är mörk"), ("lampa mörkt", "mörkt, lampan", "mörkt"),
]  # fmt: skip
HOSTILE = ["", "-", '"', '""', '-"', "*", "NEAR(a b)", 'NEAR("a', "AND", "a AND b OR NOT", "a*", "^a", "{stems}: a", "stems:a", "(", "'; DROP TABLE remarks", "😀", "-😀", "a" * 10_000, "a\0b", "\0", "·", "%", "_", "\\", "ﬁ", "İ", "a\u0301" * 50, "\ud800", "مرحبا"]  # fmt: skip
LETTERS = string.ascii_letters + 'åäöÅÄÖ0 -"".,é·*😀\u0301\n'
some_words = st.sampled_from([w for pair in PAIRS for t in pair for w in t.split()] + ["det är", "på", "mörkt"])
said = st.lists(some_words, max_size=8).map(" ".join) | st.text(LETTERS, max_size=40)
sought = st.lists(st.tuples(st.sampled_from(["", "-", '"', '-"']), some_words | st.text(LETTERS, max_size=9)), max_size=4).map(
    lambda terms: " ".join(f"{sign}{word}{sign[-1:] if sign.endswith(chr(34)) else ''}" for sign, word in terms)
)  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_all_forms_of_a_word_have_one_stem(family: str) -> None:
    assert len({stem(form) for form in family.split()}) == 1, {form: stem(form) for form in family.split()}


@pytest.mark.parametrize(("written", "there", "not_there"), PAIRS)
def test_a_word_is_found_in_its_forms_and_compounds_and_not_in_what_looks_alike(
    written: str, there: str, not_there: str
) -> None:
    assert found_in([there], read_search(written)) and not found_in([not_there], read_search(written))


def test_letters_with_dots_are_never_those_without() -> None:
    assert len({stem(w) for w in ("här", "har", "hår")}) == 3
    assert {stem("gåta"), stem("gata"), stem("gäta")} == {"gåt", "gat", "gät"}


@given(said, sought)
def test_marking_loses_nothing_and_marks_where_something_is_found(told: str, written: str) -> None:
    cut, search = marked(told, written), read_search(written)
    assert "".join(part for part, _ in cut) == told
    if search.wanted and found_in([told], search):
        assert any(is_found for _, is_found in cut)


def test_what_is_marked_is_the_word_as_it_stands() -> None:
    cut = marked("Gatubelysningen är släckt. Ny gång- och  cykelväg.", 'belysning "gång och cykelväg"')
    assert [part for part, is_found in cut if is_found] == ["Gatubelysningen", "gång- och  cykelväg"]


@given(st.text(max_size=60))
def test_what_is_kept_of_a_text_is_words_with_spaces_between(told: str) -> None:
    kept = entry([told, told])
    for word in (*kept.stems.split(" "), *kept.parts.split()):
        assert word == "·" or (word and not any(c.isspace() or (c.isascii() and not c.isalnum()) for c in word))
    assert (
        all(0 <= w.start < w.end <= len(told) and len(w.stem) <= 40 for w in words(told))
        and len(parts(told[:200])) < 200
    )


def _found(db: Session, written: str) -> set[str]:
    return set(db.scalars(select(Remark.text).where(*matching(RemarkFilter(words=written)))))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(said, said, said), min_size=1, max_size=6), st.lists(sought, min_size=1, max_size=8))
def test_the_database_finds_what_the_rule_finds(
    db: Session, build: Builder, told: list[tuple[str, str, str]], asked: list[str]
) -> None:
    before = set(db.scalars(select(Remark.id)))
    texts = {build.remark(a, suggestion=b, place_words=c[:300]).id: (a, b, c[:300]) for a, b, c in told}
    for written in asked:
        chosen, search = RemarkFilter(words=written), read_search(written)
        rows = {row.id for row in list_page(db, chosen, most=10_000).rows} - before
        right = {one for one, three in texts.items() if found_in(three, search) and (search or not written)}
        assert rows == right, written
        assert set(db.scalars(select(Remark.id).where(*matching(chosen)))) - before == right
        assert count(db, chosen) == len(list_page(db, chosen, most=10_000).rows)
    # Every other remark gets a stretch of its text masked, and every third accuses somebody: nothing masked is found by who sees no more.
    hidden = {one: (len(a) // 3, len(a) - len(a) // 3) for one, (a, _, _) in list(texts.items())[::2] if len(a) > 2}
    db.add_all(Mask(remark_id=one, field="text", begins=s, ends=e, kind="namn") for one, (s, e) in hidden.items())
    accusing = set(list(texts)[::3])
    db.add_all(Concern(remark_id=one, kind="accusation") for one in accusing)
    db.flush()
    index_masked(db, list(texts))
    stretches = {one: found.of("text", texts[one][0]) for one, found in hidden_in(db, of(texts)).items()}
    seen = {one: [*shown(a, [(s.start, s.end) for s in stretches.get(one, ())]), b] for one, (a, b, _) in texts.items()}
    for written in asked:
        search = read_search(written)
        for sight in ("masked", "few", "all"):
            chosen = RemarkFilter(words=written, sight=sight)
            masked = set(texts) if sight == "masked" else accusing if sight == "few" else set()
            right = {
                one
                for one in texts
                if found_in(seen[one] if one in masked else texts[one], search) and (search or not written)
            }
            assert {row.id for row in list_page(db, chosen, most=10_000).rows} - before == right, (sight, written)
            assert count(db, chosen) == len(list_page(db, chosen, most=10_000).rows)
    db.execute(delete(Mask))
    db.execute(delete(Concern))
    index_masked(db, list(texts))


@pytest.mark.parametrize(("first", "nearest"), [(1, 3), (2, 4), (3, 100), (100, 100)])
def test_a_page_is_the_same_however_far_is_looked_before_the_index_is_asked(
    db: Session, build: Builder, monkeypatch: pytest.MonkeyPatch, first: int, nearest: int
) -> None:
    """On PostgreSQL the nearest are looked through one by one; each page and each count is what the whole list says."""
    for name, many in (("_FIRST", first), ("_NEAREST", nearest), ("_PROMISING", 1)):
        monkeypatch.setattr(searching, name, many)
    monkeypatch.setattr(counted, "NEAREST_COUNTED", nearest)
    for n in range(9):
        build.remark(f"Lampan {n} är trasig" if n % 4 else "Ingenting här", week=202640 - n // 2)
    for written, sight in product(
        ("lampan", '"lampan 2"', "trasig -5", "ingenting", "finnsinte"), ("all", "few", "masked")
    ):
        chosen = RemarkFilter(words=written, sight=sight)
        whole = list_page(db, chosen, most=10_000).rows
        assert whole or written == "finnsinte"
        for at, row in enumerate(whole):
            assert list_page(db, chosen, older_than=row.number, most=2).rows == whole[at + 1 : at + 3]
            assert list_page(db, chosen, newer_than=row.number, most=2).rows == whole[max(at - 2, 0) : at]
        assert list_page(db, chosen, most=2).rows == whole[:2]
        assert [count(db, chosen, most) for most in range(4)] == [min(len(whole), most + 1) for most in range(4)]


@pytest.mark.parametrize("written", HOSTILE)
def test_anything_may_be_looked_for(db: Session, build: Builder, written: str) -> None:
    build.remark("a b NEAR AND stems")
    for words_ in (written, f"b {written}", f"-{written}"):
        chosen = RemarkFilter(words=words_)
        assert count(db, chosen) == len(list_page(db, chosen).rows)


def test_a_phrase_never_reaches_from_one_text_into_the_next(db: Session, build: Builder) -> None:
    build.remark("Det är mörkt", suggestion="vid parken", place_words="vid torget")
    assert _found(db, '"vid parken"') and not _found(db, '"mörkt vid"') and not _found(db, '"parken vid"')


def test_reindexing_says_what_differed_and_mends_it(db: Session, build: Builder) -> None:
    for told in ("Trasig lampa", "Mörk park", "Tyst"):
        build.remark(told)
    assert reindex(db).is_none
    rows = db.execute(text("SELECT number FROM remark_words ORDER BY number")).scalars().all()
    db.execute(text("DELETE FROM remark_words WHERE number = :n"), {"n": rows[0]})
    db.execute(text("UPDATE remark_words SET stems = '· fel', parts = '' WHERE number = :n"), {"n": rows[1]})
    seen = compare(db)
    assert (seen.remarks, seen.missing, seen.other, seen.of_none) == (len(rows), 1, 1, 0) and not seen.is_none
    assert not reindex(db).is_none and reindex(db).is_none
    assert _found(db, "lampor") == {"Trasig lampa"} and _found(db, "fel") == set()


def test_a_damaged_full_text_index_is_seen_and_made_anew(db: Session, build: Builder) -> None:
    if db.get_bind().dialect.name != "sqlite":
        return
    made = build.remark("Trasig lampa")
    db.execute(text("INSERT INTO remark_search (remark_search, rowid, stems, parts, more, more_parts) SELECT 'delete', number, stems, parts, more, more_parts FROM remark_words WHERE number = :n"), {"n": made.number})  # fmt: skip
    assert _found(db, "lampor") == set()
    assert is_damaged(db) and reindex(db).is_damaged and reindex(db).is_none
    assert _found(db, "lampor") == {"Trasig lampa"}
