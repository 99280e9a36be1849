"""The registry of permissions. A view names one of them; a view that names none keeps the server from starting."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .reader import ALLOWED, PUBLIC, SIGNED_IN, Answer, Reader, refuse

REGISTRY: dict[str, Permission] = {}


@dataclass(frozen=True)
class Permission:
    """A name, the roles that hold it, and the sentence for those who do not."""

    name: str
    roles: frozenset[str]
    refusal: str | Promise

    def __call__(self, reader: Reader) -> Answer:
        return ALLOWED if reader.has(*self.roles) else refuse(self.refusal)


def permission(name: str, *roles: str, refusal: str | Promise = "") -> Permission:
    """Register a permission held by `roles`; raises ValueError when the name is taken or a refusal has no sentence."""
    if name in REGISTRY:
        raise ValueError(f"The permission {name} is registered twice.")
    if PUBLIC not in roles and not refusal:
        raise ValueError(f"The permission {name} needs the sentence that is said to those who lack it.")
    REGISTRY[name] = Permission(name, frozenset(roles), refusal)
    return REGISTRY[name]


read_public = permission("people.read_public", PUBLIC)
sign_in = permission("people.sign_in", PUBLIC)
own_account = permission("people.own_account", SIGNED_IN, refusal=_("Sign in to see your account."))
