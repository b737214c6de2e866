"""`dialog staff add`: the first administrator, and anyone after. Prints a link to choose a password, once."""

import sys

import click

from dialog.base.commands import group, writing
from dialog.base.problems import Problem
from dialog.base.settings import read_settings
from dialog.people.kinds import ROLE_WORDS, By, clean_email
from dialog.people.operations import add_account, make_link
from dialog.web.language import catalogue

_BY = By("dialog staff add")


def mount(dialog: click.Group) -> None:
    """Add `dialog staff add`."""
    group(dialog, "staff", "Those who work here.").add_command(add)


@click.command()
@click.argument("email")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(list(ROLE_WORDS)),
    help="May be given more than once.",
)
@click.option("--name", default="", help="Default: the part of the address before the @.")
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input instead of making a link.")
def add(email: str, roles: tuple[str, ...], name: str, password_stdin: bool) -> None:
    """Add EMAIL with a role and print a one-time link to choose a password."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    name = name or clean_email(email).partition("@")[0].replace(".", " ").title()
    try:
        with writing() as db:
            account = add_account(db, _BY, email, name, roles, password)
            token = make_link(db, _BY, account.id) if password is None else None
    except Problem as problem:
        raise click.ClickException(_in_words(problem)) from None
    if token is None:
        click.echo(f"added {account.email} ({', '.join(roles)})")
    else:
        base = read_settings().base_url or "http://127.0.0.1:8000"
        click.echo(f"{base}/admin/losenord/{token}")


def _in_words(problem: Problem) -> str:
    """Say what was wrong, field by field, in English as all commands do."""
    english = catalogue("en")
    told = (f"{name}: {' '.join(map(english.ugettext, words))}" for name, words in problem.fields.items())
    return "; ".join(told) or str(problem)
