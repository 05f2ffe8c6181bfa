"""The example names every key and says the defaults."""

import dataclasses
import tomllib
from datetime import time
from pathlib import Path

from followupd.config import ACCOUNT, ME, TABLES, AccountConfig, load
from followupd.policy import Owner, Policy

EXAMPLE = Path(__file__).parent.parent.parent / "config.example.toml"
LATER = {"templates", "compose_command", "oauth2", "imap", "smtp", "me"}
"""Keys without a default worth writing down."""


def test_the_example_is_the_default() -> None:
    """Loaded as it stands, the example gives the same configuration as leaving everything out."""
    config = load(EXAMPLE)
    assert config.policy == Policy(owners=config.policy.owners)
    assert (config.notices_folder, config.digest, config.log_level) == ("INBOX", time(7, 30), "info")
    owner = config.accounts[0].owner
    expected = Owner("Your Name", "you@example.org", timezone=owner.timezone, also=owner.also)
    assert owner == expected
    for spec in dataclasses.fields(AccountConfig):
        if spec.default is not dataclasses.MISSING and spec.name != "username":
            assert getattr(config.accounts[0], spec.name) == spec.default, spec.name


def test_the_example_names_every_key() -> None:
    """No key is missing from the example, be it in a comment."""
    text = EXAMPLE.read_text("utf-8")
    data = tomllib.loads(text)
    for table, keys in {**TABLES, "me": ME}.items():
        for key in set(keys) - LATER:
            assert key in data[table] or f"# {key} =" in text, f"{table}.{key}"
    for key in set(ACCOUNT) - LATER:
        assert key in data["account"]["main"] or f"# {key} =" in text, key
