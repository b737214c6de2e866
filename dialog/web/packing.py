"""Pages for everyone leave compressed, since many read them on a slow line. Pages behind sign-in never do.

A compressed page that holds both a secret and words that another site chose can be made to tell the secret by its length
(BREACH). A page for everyone holds none that outlives the visit; a staff page holds the session's token.
"""

import gzip

from flask import Flask, Response, request

from dialog.web.security import is_for_all

SMALLEST = 1024  # bytes; less gains nothing
LEVEL = 5


def init_app(app: Flask) -> None:
    """Compress what everyone reads."""
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if response.mimetype != "text/html" or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    return pack(response) if is_for_all() else response


def pack(response: Response, level: int = LEVEL) -> Response:
    """Compress an answer where the browser takes it; for what holds no secret beside words that somebody else chose."""
    response.vary.add("Accept-Encoding")
    if "gzip" in request.headers.get("Accept-Encoding", "") and (response.content_length or 0) >= SMALLEST:
        response.set_data(gzip.compress(response.get_data(), level, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
