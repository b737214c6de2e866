"""How long 400 remarks of the example take one person with the keyboard: a script that presses the keys, and a model of the hands and eyes.

The keys are pressed in Chromium on a served site, and counted; what the machine takes is measured from a key press to the next remark on the
screen. What a person takes is worked out, not measured: the keystroke-level model (Card, Moran and Newell, 1980) has 0.28 s a key
and 1.35 s to make up one's mind, and reading is 200 words a minute. A decision at the desk is one making up of the mind for each focus area and
one for the whole; in a pile one for each row that is wrong and one for the pile. Every twelfth row of a pile is taken out as wrong.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from dialog.tag.suggesting import suggest
from tests.bench import served
from tests.bench.table import Row
from tools.browser import find

REMARKS, READ = 400, 40
DATA = Path(__file__).parents[2] / "dialog/demo/data"
LABELLED = ("remarks-published.jsonl", "remarks-written.jsonl")
KEY, MIND, WORDS = 0.28, 1.35, 200 / 60  # seconds, seconds, words a second
WRONG_EVERY = 12
#: Each key that decides, to the next remark on the screen and to the word that it is saved. A key is counted once.
WATCH = """(() => { const desk = document.querySelector('.desk'); Object.assign(window, { took: [], kept: [] }); let at = 0, since = 0;
  document.addEventListener('keydown', (e) => { if (e.key === 'Enter' || e.key === 'v') at = since = performance.now(); }, true);
  new MutationObserver((seen) => {
    const begun = at;
    if (begun && seen.some((m) => [...m.addedNodes].some((n) => n.id === 'thing'))) {
      at = 0;
      requestAnimationFrame(() => window.took.push(performance.now() - begun));
    }
    if (since && desk.querySelector('[data-said]').textContent.startsWith('Sparat')) {
      window.kept.push(performance.now() - since);
      since = 0;
    }
  }).observe(desk, { childList: true, subtree: true }); })()"""


@dataclass
class Person:
    """Somebody at a keyboard: what has been pressed, read and made up."""

    page: Page
    keys: int = 0
    words: int = 0
    minds: int = 0
    tagged: int = 0
    in_piles: int = 0
    keys_in_piles: int = 0
    machine: list[float] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def seconds(self) -> float:
        """What all of it takes a person, with the machine's part."""
        return self.keys * KEY + self.minds * MIND + self.words / WORDS + sum(self.machine) / 1000


def piles(person: Person, url: str, most: int) -> None:
    """Accept piles, the greatest first, without every twelfth row, until there are none or enough is tagged."""
    page = person.page
    page.goto(f"{url}/admin/synpunkter/hogar")
    while person.tagged < most and page.locator("a[data-key='1']").count():
        page.wait_for_selector(".piles kbd:visible")  # the keys are listened to
        before = person.keys
        person.press("1")
        page.wait_for_selector("form.pile")
        texts = page.locator(".pile-row .text").all_inner_texts()
        person.words += sum(len(text.split()) for text in texts)
        wrong = len(texts) // WRONG_EVERY
        for _n in range(wrong):
            person.press(*["ArrowDown"] * WRONG_EVERY, "Space")
        person.minds += wrong + 1
        begun = time.monotonic()
        person.press("Enter")
        page.wait_for_selector(".notice")
        person.machine.append((time.monotonic() - begun) * 1000)
        person.tagged += len(texts) - wrong
        person.keys_in_piles += person.keys - before
    person.in_piles = person.tagged


def desk(person: Person, url: str, most: int) -> tuple[list[float], list[float]]:
    """Tag one by one until enough is tagged; return what each took from the key to the next on the screen, and to be saved, in milliseconds."""
    page = person.page
    page.goto(f"{url}/admin/synpunkter?lage=untagged")
    page.get_by_role("link", name="Börja tagga").click()
    page.wait_for_selector(".desk[data-running]")
    page.evaluate(WATCH)
    while person.tagged < most and page.locator("[data-next]").count():
        shown = page.locator("#thing .remark").first
        text = shown.inner_text() if shown.count() else ""
        person.words += len(text.split())
        made = [one for one in suggest(text).suggestions if page.locator(f"#fokus-{one.slug}[data-key]").count()][:3]
        for one in made:
            key = page.locator(f"#fokus-{one.slug}").get_attribute("data-key") or ""
            person.press(*key.split(), {"brist": "b", "positiv": "p", "forslag": "f"}[one.polarity])
        person.minds += len(made) + 1
        page.wait_for_timeout(250)  # quicker than anybody reads the next
        here, n = page.locator("#thing").get_attribute("data-url"), len(page.evaluate("window.took"))
        person.press(*(["Enter"] if made else ["v"]))
        page.wait_for_function("(u) => document.querySelector('#thing').dataset.url !== u", arg=here)
        page.wait_for_function("(n) => window.took.length > n", arg=n)
        person.tagged += 1
    page.wait_for_function("() => window.kept.length === window.took.length")
    took, kept = ([float(one) for one in page.evaluate(name)] for name in ("window.took", "window.kept"))
    person.machine += took
    return took, kept


def labels() -> dict[str, set[str]]:
    """Return what people have said the example's texts are about, by the text as its words alone."""
    rows = (json.loads(line) for name in LABELLED for line in (DATA / name).read_text(encoding="utf-8").splitlines())
    return {_plain(row["text"]): set(row["tags"]) for row in rows}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def by_hand(person: Person, url: str, most: int, known: dict[str, set[str]]) -> tuple[int, int, int]:
    """Tag as somebody who reads the page alone: what is suggested is taken with one key where it is what people have labelled the text,
    else changed by its keys. Return how many were read, how many suggestions were taken as they stood, and in how many both agreed."""
    page, read, taken, judged = person.page, 0, 0, 0
    page.goto(f"{url}/admin/synpunkter?lage=untagged")
    page.get_by_role("link", name="Börja tagga").click()
    page.wait_for_selector(".desk[data-running]")
    while read < most and page.locator("[data-next]").count():
        shown = page.locator("#thing .remark").first
        text = shown.inner_text() if shown.count() else ""
        offered = {one.get_attribute("data-suggestion") or "" for one in page.locator("[data-suggestion]").all()}
        meant = next((slugs for words, slugs in known.items() if words and words in _plain(text)), None)
        wanted = offered if meant is None else meant
        judged += meant is not None
        person.words += len(text.split())
        person.minds += 1
        if offered and wanted == offered:
            person.press("c")
            taken += meant is not None
        else:
            for slug in sorted(wanted):
                key = page.locator(f"#fokus-{slug}").get_attribute("data-key") or ""
                person.press(*key.split(), "b")
                person.minds += 1
        here = page.locator("#thing").get_attribute("data-url")
        person.press("Enter" if wanted else "v")
        page.wait_for_function("(u) => document.querySelector('#thing').dataset.url !== u", arg=here)
        read += 1
    return read, taken, judged


def play(page: Page, url: str, remarks: int = REMARKS) -> list[Row]:
    """Tag so many, three of four at most in piles first, and return the rows."""
    person = Person(page)
    piles(person, url, remarks * 3 // 4)
    in_piles = (person.in_piles, person.keys_in_piles, person.seconds() / 60)
    took, kept = desk(person, url, remarks - READ)
    one_by_one = person.tagged - person.in_piles
    each = (person.keys - person.keys_in_piles) / max(one_by_one, 1)
    reader = Person(page)
    read, taken, judged = by_hand(reader, url, READ, labels())
    late, late_kept = (statistics.quantiles(one, n=20)[-1] if len(one) > 1 else 0.0 for one in (took, kept))
    return [
        Row("–", f"{person.tagged} remarks by keyboard, worked out", f"{person.seconds() / 60:.0f} min, {person.keys} keys", "–", "≤ 60 min", person.seconds() <= 3600),
        Row("–", "of them in piles", f"{in_piles[0]} with {in_piles[1]} keys, {in_piles[2]:.0f} min", "–", "–", None),
        Row("–", "of them one by one at the desk", f"{one_by_one} with {each:.1f} keys each", "–", "–", None),
        Row("–", f"the last {READ}, read from the page and held against people's labels", f"{read} with {reader.keys / max(read, 1):.1f} keys each, {reader.seconds() / 60:.1f} min; {taken} of {judged} as suggested", "–", "–", None),
        Row("–", "key press to the next remark on the screen", f"median {statistics.median(took):.0f} ms, p95 {late:.0f} ms", "–", "≤ 100 ms", late <= 100),
        Row("–", "key press to the word that it is saved, the next remark being there", f"median {statistics.median(kept):.0f} ms, p95 {late_kept:.0f} ms", "–", "–", None),
    ]  # fmt: skip


def measure(folder: Path) -> list[Row]:
    """Make the example, serve it, and play."""
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'dialog.sqlite'}"
    run = [sys.executable, "-m", "dialog"]
    environment = {**os.environ, "DIALOG_DATA_DIR": str(folder), "DIALOG_DATABASE_URL": url}
    subprocess.run([*run, "db", "upgrade"], check=True, env=environment, capture_output=True)
    said = subprocess.run([*run, "demo"], check=True, env=environment, capture_output=True, text=True).stdout
    found = re.search(r"password (\S+)", said)
    assert found
    server = served.ours(url, folder)
    with served.running(server), sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        address = f"http://127.0.0.1:{server.port}"
        rows = play(signed_in(browser.new_page(), address, found[1]), address)
        browser.close()
    return rows


def signed_in(page: Page, url: str, password: str) -> Page:
    """Sign the example's tagger in."""
    page.goto(f"{url}/admin/logga-in")
    page.fill("input[type=email]", "handlaggare@exempel.se")
    page.fill("input[type=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin")
    return page
