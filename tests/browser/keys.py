"""What a hand on a keyboard does: it presses keys, and Tab until what it looks for has the focus."""

from playwright.sync_api import Page


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> list[str]:
    """Return what the focus can be known by: its id, its value, its label or words."""
    found: list[str] = page.evaluate(
        "(() => { const e = document.activeElement; const value = e.type === 'radio' || e.type === 'checkbox' ? e.value : '';"
        " return [e.id, value, e.getAttribute('aria-label') ?? '', e.textContent.trim(),"
        " ...[...(e.labels ?? [])].map((l) => l.textContent.trim())] })()"
    )
    return found


def tab_to(page: Page, what: str, most: int = 150) -> None:
    """Press Tab until what has this id, value, name or words has the focus."""
    for _n in range(most):
        page.keyboard.press("Tab")
        if what in focused(page):
            return
    raise AssertionError(f"Tab never came to {what}; it is at {focused(page)}")
