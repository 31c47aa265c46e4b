"""Generate keys of GitHub Apps, so that none is stored."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


@cache
def app_keys() -> tuple[str, str]:
    """Return a private key and its public key, in PEM. It is the same pair for every caller."""
    return new_app_keys()


def new_app_keys() -> tuple[str, str]:
    """Return a new private key and its public key, in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return private.decode(), key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
