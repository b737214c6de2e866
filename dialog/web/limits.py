"""How often something may be done by one address, held in memory alone (TRUST D19).

An address is never kept: what stands in memory is a hash of it with a key that is thrown away each hour, with all counts. Each
worker counts for itself.
"""

import hashlib
import hmac
import os
import threading
from collections import Counter

from flask import request

from dialog.base.clock import now

_HOUR = 3600


class Limit:
    """At most `many` times in `seconds` for each address; `seconds` divides an hour."""

    def __init__(self, many: int, seconds: int) -> None:
        self.many, self.seconds = many, seconds
        self._lock = threading.Lock()
        self._key, self._hour, self._slot = b"", -1, -1
        self._counts: Counter[bytes] = Counter()

    def _whose(self) -> bytes:
        moment = int(now().timestamp())
        if moment // _HOUR != self._hour:
            self._key, self._hour = os.urandom(32), moment // _HOUR
        if moment // self.seconds != self._slot:
            self._counts.clear()
            self._slot = moment // self.seconds
        return hmac.digest(self._key, (request.remote_addr or "").encode(), hashlib.sha256)[:12]

    def is_reached(self) -> bool:
        """Say whether the address of this request has done it as often as it may."""
        with self._lock:
            return self._counts[self._whose()] >= self.many

    def count(self) -> None:
        """Note that it was done."""
        with self._lock:
            self._counts[self._whose()] += 1
