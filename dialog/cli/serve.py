"""`dialog serve`: the production server. It refuses a database that is behind, and says which command mends it."""

import gc
import socket

import click

from dialog.base import logs, schema
from dialog.base.commands import open_database
from dialog.base.problems import Problem
from dialog.base.settings import read_settings
from dialog.web import relief

#: Connections that are let in before anybody has to wait at the door: who is let in is told when there is no time for them.
_MOST_WAITING = 4096


#: Seconds that a worker has to finish what it is at once it is told to end. One that is told while it starts may not hear it.
_ENDS_WITHIN = 10


def mount(dialog: click.Group) -> None:
    """Add `dialog serve`."""
    dialog.add_command(serve)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Default: one on SQLite, two on PostgreSQL.")
def serve(host: str, port: int, workers: int | None) -> None:
    """Serve the site. No access log is kept."""
    from granian import Granian
    from granian.constants import Interfaces

    settings = read_settings()
    state = schema.state(settings.database_url)
    if not state.is_current:
        raise Problem("unavailable", "the database is not at today's version; run: dialog db upgrade")
    database = open_database(settings)
    database.check()
    database.close()
    _refuse_taken(host, port)
    address = _address(host, port)
    workers = workers or (1 if settings.database_url.startswith("sqlite") else 2)
    _prepare_to_fork()
    relief.served_at(address, port)
    _let_in_many()
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"serving on http://{shown}:{port} with {workers} worker{'s' if workers > 1 else ''}")
    Granian(
        "dialog.app:create_app",
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=16,
        backlog=_MOST_WAITING,
        backpressure=_MOST_WAITING,
        log_access=False,
        log_dictconfig=logs.CONFIG,
        respawn_failed_workers=True,
        workers_kill_timeout=_ENDS_WITHIN,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()


def _let_in_many() -> None:
    """Let a worker hold as many connections as it lets in, where the system's own first limit (often 1,024) is lower."""
    try:
        import resource
    except ImportError:  # not a limit elsewhere
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * _MOST_WAITING
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _prepare_to_fork() -> None:
    """Load what every worker needs before they come to be, and leave it out of what is looked through for garbage: the workers share
    it for as long as nobody writes on it (`docs/speed.md`, G14), and a start need not look through it again and again (G15).
    """
    from dialog.app import doors

    gc.disable()
    doors()
    gc.freeze()
    gc.enable()


def _address(host: str, port: int) -> str:
    """Return the address of this machine that a name means; Problem where nobody can listen there."""
    try:
        # IPv4 before IPv6, as one expects of localhost.
        family, *_, where = min(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), key=lambda one: one[0])
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if hasattr(socket, "SO_REUSEPORT"):  # what listens already is told of apart
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            probe.bind(where)
    except (OSError, UnicodeError) as fault:  # the latter: no name at all, like a..b
        raise Problem(
            "unavailable", f"cannot listen on {host}:{port}: {getattr(fault, 'strerror', '') or fault}"
        ) from None
    return str(where[0])


def _refuse_taken(host: str, port: int) -> None:
    """Say so where something listens already: the server shares its port, and two sites would take turns to answer."""
    try:
        with socket.create_connection((host, port), timeout=1):
            taken = port != 0
    except (OSError, UnicodeError):  # `_address` tells of a name that is none
        taken = False
    if taken:
        raise Problem("unavailable", f"something listens on {host}:{port} already; choose another with --port")
