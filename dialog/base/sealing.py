"""What a tablet has sealed, opened here: ECDH on P-256, HKDF-SHA-256 without salt, AES-256-GCM (`docs/offline.md`).

A walk has a pair of keys. The public one goes to the tablets; the private one is kept sealed under the site's secret and
never leaves the server. `cryptography` takes memory, so it is imported by whoever first needs it.
"""

import base64
import binascii
import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from dialog.base.keys import Keys

INFO = b"dialog/walk/1"
POINT, IV, TAG = 65, 12, 16  # bytes: an uncompressed point, what begins a message, what ends it
_PURPOSE = "walk-private-key"
_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
_NO_SALT = bytes(32)  # RFC 5869: none is as many zeros as the hash is long


class CannotOpen(ValueError):
    """What came cannot be opened with this key: sealed to another, changed on the way, or nothing that was sealed."""


def encode(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Return the bytes of base64url, with or without padding; CannotOpen for anything else."""
    bare = text.rstrip("=")
    if len(text) - len(bare) > 2 or not _ALPHABET.issuperset(bare):
        raise CannotOpen("not base64url")
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except (ValueError, binascii.Error) as error:
        raise CannotOpen("not base64url") from error


def new_pair(keys: Keys) -> tuple[str, str]:
    """Return a new pair for a walk: the public key as tablets get it, and the private one sealed under the site's secret."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    private = ec.generate_private_key(ec.SECP256R1())
    number = private.private_numbers().private_value.to_bytes(32, "big")
    public, iv = _point_of(private.public_key()), os.urandom(IV)
    sealed = iv + AESGCM(keys.key_for(_PURPOSE)).encrypt(iv, number, public)
    return encode(public), encode(sealed)


def open_item(keys: Keys, public_key: str, private_key: str, sealed: tuple[bytes, bytes, bytes], about: str) -> bytes:
    """Open (key, iv, data) that was sealed to a walk's public key; `about` is what the data was bound to. CannotOpen."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    point, iv, data = sealed
    if len(point) != POINT or len(iv) != IV or len(data) < TAG:
        raise CannotOpen("wrong length")
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)  # refuses what is not on the curve
        shared = _private(keys, public_key, private_key).exchange(ec.ECDH(), theirs)
        return AESGCM(derived(shared)).decrypt(iv, data, about.encode())
    except (ValueError, InvalidTag) as error:
        raise CannotOpen("not sealed to this key") from error


def parts_of(body: bytes) -> tuple[bytes, bytes, bytes]:
    """Return key, iv and data of a photo's body, which holds them one after the other."""
    return body[:POINT], body[POINT : POINT + IV], body[POINT + IV :]


def seal_item(public_key: str, data: bytes, about: str) -> tuple[bytes, bytes, bytes]:
    """Seal as a tablet does, under a key made for the item: for the example, the tests and the bench."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(public_key))
    mine, iv = ec.generate_private_key(ec.SECP256R1()), os.urandom(IV)
    key = derived(mine.exchange(ec.ECDH(), theirs))
    return _point_of(mine.public_key()), iv, AESGCM(key).encrypt(iv, data, about.encode())


def derived(shared: bytes) -> bytes:
    """Return the key of a message from the shared secret (RFC 5869, one block)."""
    extracted = hmac.digest(_NO_SALT, shared, hashlib.sha256)
    return hmac.digest(extracted, INFO + b"\x01", hashlib.sha256)


def _point_of(key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    point: bytes = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return point


@lru_cache(maxsize=16)
def _private(keys: Keys, public_key: str, private_key: str) -> Any:
    """Return the walk's private key, opened; remembered, since a sync opens five hundred items with it."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    kept = decode(private_key)
    number = AESGCM(keys.key_for(_PURPOSE)).decrypt(kept[:IV], kept[IV:], decode(public_key))
    return ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())
