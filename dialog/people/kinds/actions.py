"""What the log's short codes mean, as the page of the log says them. A new code gets a line here, or in its room's `wire()`."""

from dialog.base.i18n import N_

ACTIONS: dict[str, str] = {
    "account.sign_in": N_("loggade in"),
    "account.sign_out": N_("loggade ut"),
    "account.held_back": N_("inloggning spärrad en stund efter många försök"),
    "account.add": N_("lade till en person"),
    "account.change": N_("ändrade en person eller dess roller"),
    "account.stop": N_("stängde av en person"),
    "account.open": N_("släppte in en avstängd person igen"),
    "account.link": N_("gjorde en länk för att välja lösenord"),
    "account.password": N_("valde ett nytt lösenord"),
    "account.own": N_("ändrade sina egna inställningar"),
    "account.end_sessions": N_("avslutade sina andra inloggningar"),
    "partner.add": N_("lade till en som kan ansvara"),
    "partner.rename": N_("bytte namn på en som kan ansvara"),
    "partner.retire": N_("tog bort en som kan ansvara"),
    "partner.restore": N_("tog tillbaka en som kan ansvara"),
    "site.change": N_("ändrade webbplatsens texter"),
    "log.read": N_("läste loggen"),
    # What later rooms record.
    "district.import": N_("läste in områden"),
    "district.first": N_("valde vilken områdesindelning som är först"),
    "district.remove": N_("tog bort en områdesindelning"),
    "place.import": N_("läste in namn på gator och platser"),
    "remark.list": N_("läste en lista med synpunkter"),
    "remark.read": N_("läste en synpunkt"),
    "remark.tag": N_("taggade en synpunkt"),
    "remark.undo": N_("ångrade en taggning"),
    "survey.results": N_("såg en enkäts resultat"),
    "export.remarks": N_("hämtade ut synpunkter"),
    "export.responses": N_("hämtade ut enkätsvar"),
}


def name_actions(words: dict[str, str]) -> None:
    """Make a room's own codes known: code → msgid."""
    ACTIONS.update(words)


def action_words(code: str) -> str:
    """Return the msgid of a code, or the code itself where no room has named it."""
    return ACTIONS.get(code, code)
