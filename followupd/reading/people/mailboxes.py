"""Addresses that no single person reads: robots, and mailboxes of many."""

import re

ROBOT = re.compile(
    r"no-?_?reply|do-?not-?reply|mailer|daemon|notification|automated|bounce|noresponder|nepasrepondre|ne-pas-repondre|"
    r"nicht-?antworten|keine-?antwort|system@|calendar-|resource\.|^reply\+|unmonitored",
    re.IGNORECASE,
)
MAILBOX = re.compile(
    r"^(?:team|hr|jobs?|careers?|karriere|bewerbung(?:en)?|recruit(?:ing|ment|er)?|talent|hiring|people|info|hello|contact|"
    r"office|kontakt|personal(?:abteilung)?|recrutement|rh|candidatures?|emploi|carrieres?|empleo|rrhh|seleccion|talento|"
    r"support|admin|mail|scheduling|interviews?|apply|applications?|candidates?|room[\w.-]*|conf[\w.-]*|meeting[\w.-]*)"
    r"(?:[._+-][^@]{0,80})?@",
    re.IGNORECASE,
)


def personal(email: str) -> bool:
    """Whether an address may be one person's own."""
    return not ROBOT.search(email) and not MAILBOX.search(email)
