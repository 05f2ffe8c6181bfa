"""The lexicon of employers and roles, as data."""

import tomllib
from functools import cache
from importlib import resources


@cache
def data() -> dict[str, object]:
    """The lexicon of employers and roles."""
    return tomllib.loads(resources.files("followupd.reading").joinpath("lexicon/company.toml").read_text("utf-8"))


@cache
def listed(name: str) -> frozenset[str]:
    """One list of the lexicon: words, or phrases between bars."""
    value = data()[name]
    if isinstance(value, list):
        return frozenset(str(v) for v in value)
    text = str(value)
    return frozenset(" ".join(p.split()) for p in text.split("|")) if " | " in text else frozenset(text.split())
