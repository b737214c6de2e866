"""The blueprint of the room's pages for everyone."""

from flask import Blueprint

bp = Blueprint("walk_public", __name__)
