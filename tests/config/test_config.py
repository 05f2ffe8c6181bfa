"""All mistakes at once, each with its line and what is valid."""

from datetime import timedelta
from pathlib import Path

import pytest

from followupd.config import load
from followupd.errors import ConfigError
from followupd.policy import Policy, Span

GOOD = """\
[me]
name = "Alex Rivera"
email = "alex@home.example"
timezone = "Europe/Berlin"

[account.main]
provider = "fastmail"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text)
    return path


def test_three_keys_are_enough(tmp_path: Path) -> None:
    """Name, address and one account give a whole configuration, everything else by default."""
    config = load(write(tmp_path, GOOD))
    assert config.accounts[0].imap.host == "imap.fastmail.com"
    assert config.accounts[0].email == "alex@home.example"
    assert config.policy == Policy(owners=config.policy.owners)


def test_durations_are_words(tmp_path: Path) -> None:
    """Durations are read as people write them."""
    text = GOOD + '\n[nudge]\nafter = "7 business days"\ngap = "2 weeks"\n[approval]\nhold = "90s"\n'
    policy = load(write(tmp_path, text)).policy
    assert policy.nudge_after == Span(business_days=7)
    assert policy.nudge_gap == Span(timedelta(weeks=2))
    assert policy.hold == timedelta(seconds=90)


def test_every_mistake_in_one_report(tmp_path: Path) -> None:
    """Unknown keys, wrong types and impossible values come together, each with its line (fault 130)."""
    text = (
        GOOD.replace("Europe/Berlin", "Europe/Berlim")
        + '\n[nudge]\nlimmit = 3\nafter = "soon"\n\n[sending]\nweekends = "no"\n'
    )
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, text))
    said = {(p.key, p.line) for p in caught.value.problems}
    assert said == {("me.timezone", 4), ("nudge.limmit", 10), ("nudge.after", 11), ("sending.weekends", 14)}
    assert "did you mean limit?" in str(caught.value)


def test_no_plain_text_to_the_outside(tmp_path: Path) -> None:
    """Plain text is refused for every host but the loopback."""
    imap = 'imap = { host = "mail.example", port = 143, security = "plain" }'
    server = f'\n{imap}\nsmtp = {{ host = "127.0.0.1", security = "plain" }}\n'
    with pytest.raises(ConfigError, match="loopback") as caught:
        load(write(tmp_path, GOOD.replace('provider = "fastmail"', "") + server))
    assert [p.key for p in caught.value.problems] == ["account.main.imap.security"]
