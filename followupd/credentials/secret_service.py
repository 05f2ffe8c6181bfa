"""The Secret Service over D-Bus, read without ever raising a prompt (freedesktop.org Secret Service API 0.2)."""

import asyncio
import os
from typing import Any

from followupd.errors import CredentialProblem

SERVICE = "followupd"
LIMIT = 5.0
SAFE = ("keyring.backends.SecretService", "keyring.backends.libsecret", "keyring.backends.kwallet")


async def from_keyring(username: str) -> str:
    """What ``keyring set followupd USERNAME`` stored; bounded, never blocking the loop."""
    forced = os.environ.get("PYTHON_KEYRING_BACKEND", "")
    if forced and not forced.startswith(SAFE):
        text = f"PYTHON_KEYRING_BACKEND={forced} keeps nothing, or keeps it in plain text"
        raise CredentialProblem("keyring", "forbidden-backend", text)
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise CredentialProblem(
            "keyring", "no-bus", "there is no session bus here; use secret = credential, command or file"
        )
    from jeepney import DBusErrorResponse

    try:
        async with asyncio.timeout(LIMIT):
            return await _read(username)
    except TimeoutError:
        raise CredentialProblem("keyring", "timeout", f"no answer within {LIMIT:g} s", retry=True) from None
    except OSError as error:
        raise CredentialProblem("keyring", "no-bus", f"session bus: {error.strerror or error}", retry=True) from None
    except DBusErrorResponse as error:
        raise CredentialProblem("keyring", "no-service", error.name, retry=True) from None


async def _read(username: str) -> str:
    from jeepney import DBusAddress, DBusErrorResponse, MessageType, new_method_call
    from jeepney.io.asyncio import open_dbus_router

    service = DBusAddress("/org/freedesktop/secrets", "org.freedesktop.secrets", "org.freedesktop.Secret.Service")
    async with open_dbus_router(bus="SESSION") as router:

        async def call(method: str, signature: str, body: tuple[Any, ...]) -> Any:
            reply = await router.send_and_get_reply(new_method_call(service, method, signature, body))
            if reply.header.message_type is MessageType.error:
                raise DBusErrorResponse(reply)
            return reply.body

        open_items, locked = await call("SearchItems", "a{ss}", ({"service": SERVICE, "username": username},))
        if not open_items:
            if locked:
                raise CredentialProblem("keyring", "locked", "the keyring is locked; log in or unlock it", retry=True)
            raise CredentialProblem("keyring", "not-found", f"no entry: run keyring set {SERVICE} {username}")
        _, session = await call("OpenSession", "sv", ("plain", ("s", "")))
        (secrets,) = await call("GetSecrets", "aoo", (open_items[:1], session))
        return bytes(next(iter(secrets.values()))[2]).decode()
