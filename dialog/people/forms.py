"""Forms of the room: shape and messages. Rules are in `kinds`; what goes wrong in an operation is laid on the fields here."""

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, SelectMultipleField, StringField, widgets
from wtforms.validators import AnyOf, InputRequired

from dialog.base.problems import Problem
from dialog.people.kinds import OFFERED_ROLES, ROLE_WORDS
from dialog.web.forms import StaffForm
from dialog.web.language import LANGUAGES, lazy
from dialog.web.language import gettext as _


class SignInForm(StaffForm):
    """Address and password. Guarded by origin, as the forms for everyone are: there is no cookie yet."""

    email = StringField(lazy("E-postadress"), [InputRequired(lazy("Skriv din e-postadress."))])
    password = PasswordField(lazy("Lösenord"), [InputRequired(lazy("Skriv ditt lösenord."))])


class NewPasswordForm(StaffForm):
    """A password, written once: the page can show it while it is written. Guarded by origin: there is no cookie yet."""

    new_password = PasswordField(lazy("Nytt lösenord"), [InputRequired(lazy("Skriv ett lösenord."))])


class ConfirmForm(StaffForm):
    """The password once more, before what is dear."""

    password = PasswordField(lazy("Ditt lösenord"), [InputRequired(lazy("Skriv ditt lösenord."))])


class ChangePasswordForm(StaffForm):
    """The old password and the new one."""

    password = PasswordField(lazy("Lösenordet du har nu"), [InputRequired(lazy("Skriv lösenordet du har nu."))])
    new_password = PasswordField(lazy("Nytt lösenord"), [InputRequired(lazy("Skriv ett nytt lösenord."))])


class OwnForm(StaffForm):
    """What one decides about oneself."""

    language = StringField(lazy("Språk"), [AnyOf(LANGUAGES, lazy("Välj ett av språken."))])
    has_shortcuts = BooleanField(lazy("Använd kortkommandon med en enda tangent"))


class RolesField(SelectMultipleField):
    """Roles as rows of checkboxes, each with what it lets a person do."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def iter_choices(self) -> Any:
        """Yield value, label and hint."""
        held = [role for role in (self.data or []) if role in ROLE_WORDS and role not in OFFERED_ROLES]
        for code in (*OFFERED_ROLES, *held):
            yield code, _(ROLE_WORDS[code].name).capitalize(), _(ROLE_WORDS[code].allows)

    def pre_validate(self, form: Any) -> None:
        """Leave it to the operation: it knows the rule."""


class AccountForm(StaffForm):
    """A person and what they may do; `version` is what stood there when the page was opened."""

    email = StringField(lazy("E-postadress"))
    name = StringField(lazy("Namn"))
    roles = RolesField(lazy("Roller"))
    version = HiddenField()


class PartnerForm(StaffForm):
    """One who can be responsible."""

    name = StringField(lazy("Namn"))
    version = HiddenField()


def lay_out(form: Any, problem: Problem) -> list[tuple[str, str]]:
    """Put an operation's sentences on the fields they are about; return the page's list of errors."""
    for name, messages in problem.fields.items():
        if name in form:
            form[name].errors = [*form[name].errors, *(_(m) for m in messages)]
    return errors_of(form) or [("", _(problem.message))]


def errors_of(form: Any) -> list[tuple[str, str]]:
    """Return the page's list of errors: (id of the field, sentence)."""
    return [(field.id, str(error)) for field in form for error in field.errors]


def number_of(written: str | None) -> int:
    """Return a version as it was sent; what is none is a version that nothing has."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 10 else -1
