"""Verbs of remarks: they come in, are sent once, and are taken back."""

from dialog.remark.operations.opening import close_page, open_page
from dialog.remark.operations.recording import place_again, record_placed, record_remark, record_remarks
from dialog.remark.operations.submitting import Accepted, accept_submission, key_in, submit_remark
from dialog.remark.operations.taking_back import (
    TOMBSTONES,
    TakenBack,
    bury,
    erase_remark,
    erase_remarks,
    read_set_aside,
    set_aside,
    take_back,
)

__all__ = [
    "TOMBSTONES",
    "Accepted",
    "TakenBack",
    "accept_submission",
    "bury",
    "close_page",
    "erase_remark",
    "erase_remarks",
    "key_in",
    "open_page",
    "place_again",
    "read_set_aside",
    "record_placed",
    "record_remark",
    "record_remarks",
    "set_aside",
    "submit_remark",
    "take_back",
]
