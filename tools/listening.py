"""Whether somebody listens at an address already. Standard library alone: start.py asks it before anything is set up."""

import socket


def is_taken(host: str, port: int) -> bool:
    """Say whether something answers there; of a name that is none the server tells."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except (OSError, UnicodeError):
        return False
    return True
