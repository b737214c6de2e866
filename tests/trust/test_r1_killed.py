"""R1: the server is killed ten times during a thousand submissions. What was acknowledged is there, once."""

import random
import threading
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.trust.live import Sending, Server, receipt_in, served

MANY, KILLS, SENDERS = 1000, 10, 12


class Senders:
    """People who send until they see a receipt, and send the same again when nobody answered."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.left = [Sending(f"Synpunkt nummer {n}") for n in range(MANY)]
        self.receipts: dict[str, str] = {}
        self.under_way = 0
        self.odd: list[tuple[int, str]] = []
        self.lock = threading.Lock()

    def run(self) -> None:
        while True:
            with self.lock:
                if not self.left:
                    return
                sending = self.left.pop()
            while not self._send(sending):
                time.sleep(0.05)

    def _send(self, sending: Sending) -> bool:
        with self.lock:
            self.under_way += 1
        try:
            status, page = self.server.ask("POST", "/plats", sending.body)
        except Exception:  # cut off: whether it was kept, the sender cannot know
            return False
        finally:
            with self.lock:
                self.under_way -= 1
        if status == 200:
            self.receipts[sending.text] = receipt_in(page)
        elif status != 503:
            self.odd.append((status, page[:300]))
            return True
        return status == 200


def test_r1_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(backend: str, tmp_path: Path) -> None:
    dice = random.Random(7)
    with served(backend, tmp_path, "r1") as server:
        senders = Senders(server)
        threads = [threading.Thread(target=senders.run, daemon=True) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        with_requests_under_way = 0
        for n in range(KILLS):
            wanted = (n + 1) * MANY // (KILLS + 2)
            while len(senders.receipts) < wanted and any(t.is_alive() for t in threads):
                time.sleep(0.002)
            time.sleep(dice.random() * 0.02)
            with_requests_under_way += senders.under_way > 0
            server.kill()
            server.start()
        for thread in threads:
            thread.join(120)
        engine = create_engine(server.url)
        with engine.connect() as connection:
            kept = Counter(connection.scalars(text("SELECT text FROM remarks")))
            receipts = connection.scalar(text("SELECT count(*) FROM receipts"))
        engine.dispose()
    assert not senders.odd
    acknowledged = len(senders.receipts)
    lost = [one for one in senders.receipts if not kept[one]]
    doubled = [one for one, n in kept.items() if n > 1]
    assert (acknowledged, len(lost), len(doubled)) == (MANY, 0, 0)
    assert receipts == sum(kept.values()) == len(set(senders.receipts.values())) == MANY
    assert with_requests_under_way >= 5
