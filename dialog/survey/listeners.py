"""What later rooms are told by `survey`."""

from dialog.base.signals import Deed

#: Called as (db, response_id, wave_id, week, channel, rows, districts) when a response is in: the rows of `answers` as they were
#: written, in the same transaction, and the districts that its places lie in. A resident waits for what is done here.
answered = Deed("survey.answered")
#: Called as (db, response_id) while the response and its answers are still there: uncount what is yours of it.
response_erased = Deed("survey.response_erased")
