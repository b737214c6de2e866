"""Verbs that decide what remarks are about, one or many at once, and that change the vocabulary."""

from dialog.tag.operations.alike import tag_alike
from dialog.tag.operations.areas import (
    AreaFields,
    add_area,
    change_area,
    merge_area,
    next_look,
    reactivate_area,
    retire_area,
)
from dialog.tag.operations.codebook import write_entry
from dialog.tag.operations.deciding import checked_note, conflict, tag_remark, undo
from dialog.tag.operations.following import forget
from dialog.tag.operations.indexing import (
    Difference,
    compare,
    forget_words,
    index,
    index_again,
    index_masked,
    is_damaged,
    reindex,
)
from dialog.tag.operations.many import WAYS, tag_many, undo_batch
from dialog.tag.operations.piles import Accepted, accept_pile
from dialog.tag.operations.together import close_sample, draw_sample, hold, let_go, note_difference, read_second, settle
from dialog.tag.operations.training import train, train_aside, train_soon
from dialog.tag.operations.wording import checked_words, write_words

__all__ = [
    "WAYS",
    "Accepted",
    "AreaFields",
    "Difference",
    "accept_pile",
    "add_area",
    "change_area",
    "checked_note",
    "checked_words",
    "close_sample",
    "compare",
    "conflict",
    "draw_sample",
    "forget",
    "forget_words",
    "hold",
    "index",
    "index_again",
    "index_masked",
    "is_damaged",
    "let_go",
    "merge_area",
    "next_look",
    "note_difference",
    "reactivate_area",
    "read_second",
    "reindex",
    "retire_area",
    "settle",
    "tag_alike",
    "tag_many",
    "tag_remark",
    "train",
    "train_aside",
    "train_soon",
    "undo",
    "undo_batch",
    "write_entry",
    "write_words",
]
