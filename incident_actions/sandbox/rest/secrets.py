"""Routes that set secrets, which come encrypted for the repository's key, and variables."""

import base64
import binascii
import hashlib
import re

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from incident_actions.sandbox.rest.actions import PUSH_ACCESS
from incident_actions.sandbox.rest.call import NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import invalid, not_found, wrong
from incident_actions.sandbox.shapes.formats import stamp
from incident_actions.sandbox.state.role import RepositoryRole

WRONG_NAME = (
    "Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not"
    " allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_)."
)
_NAME = re.compile(r"(?!GITHUB_)[A-Z_][A-Z0-9_]*", re.ASCII | re.IGNORECASE)


def get_public_key(call: Call) -> ApiResponse:
    """Return the key with which a secret is encrypted: https://docs.github.com/en/rest/guides/encrypting-secrets-for-the-rest-api."""
    call.require(RepositoryRole.WRITE, PUSH_ACCESS)
    key = base64.b64encode(bytes(_private_key(call).public_key)).decode()
    return ApiResponse(json={"key_id": _key_id(call), "key": key})


def get_secret(call: Call) -> ApiResponse:
    """Return the name of a secret, never its value."""
    call.require(RepositoryRole.WRITE, PUSH_ACCESS)
    made = stamp(call.repository.created_at)
    return ApiResponse(json={"name": _existing(call), "created_at": made, "updated_at": made})


def put_secret(call: Call) -> ApiResponse:
    """Set a secret, which the sandbox's jobs get: 201 for a new one, else 204."""
    name, known = call.parts["secret_name"].upper(), call.repository.settings.secrets
    if not _NAME.fullmatch(name):
        raise invalid(WRONG_NAME)
    if call.text("key_id", "Secret") != _key_id(call):
        raise invalid("The key_id is not that of the repository's current public key.")
    call.host.secrets[name] = _decrypted(call, call.text("encrypted_value", "Secret"))
    if name in known:
        return NO_CONTENT
    known.append(name)
    return ApiResponse(201, {})


def delete_secret(call: Call) -> ApiResponse:
    """Delete a secret."""
    name = _existing(call)
    call.repository.settings.secrets.remove(name)
    call.host.secrets.pop(name, None)
    return NO_CONTENT


def create_variable(call: Call) -> ApiResponse:
    """Create a variable."""
    name, known = call.text("name", "Variable").upper(), call.repository.settings.variables
    if name in known:
        raise wrong("Variable", "name", "already_exists")
    if not _NAME.fullmatch(name):
        raise invalid(WRONG_NAME.replace("Secret", "Variable"))
    known[name] = call.text("value", "Variable")
    return ApiResponse(201, {})


def edit_variable(call: Call) -> ApiResponse:
    """Change a variable's value or name."""
    name, known = call.parts["name"].upper(), call.repository.settings.variables
    if name not in known:
        raise not_found()
    value = call.text("value", "Variable", known.pop(name))
    known[call.text("name", "Variable", name).upper()] = value
    return NO_CONTENT


def delete_variable(call: Call) -> ApiResponse:
    """Delete a variable."""
    if call.repository.settings.variables.pop(call.parts["name"].upper(), None) is None:
        raise not_found()
    return NO_CONTENT


def _existing(call: Call) -> str:
    name = call.parts["secret_name"].upper()
    if name not in call.repository.settings.secrets:
        raise not_found()
    return name


def _private_key(call: Call) -> PrivateKey:
    """Return the repository's key, which is the same at each start; it protects nothing."""
    return PrivateKey(hashlib.sha256(f"secrets of {call.repository.id}".encode()).digest())


def _key_id(call: Call) -> str:
    return hashlib.sha256(bytes(_private_key(call).public_key)).hexdigest()[:20]


def _decrypted(call: Call, encrypted: str) -> str:
    try:
        return SealedBox(_private_key(call)).decrypt(base64.b64decode(encrypted)).decode()
    except (binascii.Error, CryptoError, ValueError):
        raise invalid("The encrypted_value could not be decrypted with the repository's key.") from None


_ACTIONS = "/repos/{owner}/{repo}/actions"
_SECRET, _VARIABLE = f"{_ACTIONS}/secrets/{{secret_name}}", f"{_ACTIONS}/variables/{{name}}"
_SECRETS, _VARIABLES = ("secrets",), ("actions_variables",)
ROUTES = (
    Route("GET", f"{_ACTIONS}/secrets/public-key", get_public_key, permissions=_SECRETS, guarded=True),
    Route("GET", _SECRET, get_secret, permissions=_SECRETS, guarded=True),
    Route("PUT", _SECRET, put_secret, RepositoryRole.WRITE, permissions=_SECRETS),
    Route("DELETE", _SECRET, delete_secret, RepositoryRole.WRITE, permissions=_SECRETS),
    Route("POST", f"{_ACTIONS}/variables", create_variable, RepositoryRole.WRITE, permissions=_VARIABLES),
    Route("PATCH", _VARIABLE, edit_variable, RepositoryRole.WRITE, permissions=_VARIABLES),
    Route("DELETE", _VARIABLE, delete_variable, RepositoryRole.WRITE, permissions=_VARIABLES),
)
