"""Who vouches for the sender: the account's own Authentication-Results (RFC 8601), failing closed."""

import re
from email.message import Message

from followupd.mail import Letter


def authentic(head: "Message[str, str]", letter: Letter, authserv: str | None) -> bool | None:
    """True on aligned DKIM, aligned SPF, or DMARC pass; None where the account's server never stamps any."""
    if authserv is None:
        return None
    if letter.sender is None or len(head.get_all("From", [])) != 1:
        return False
    for value in head.get_all("Authentication-Results", []):
        flat = re.sub(r"\([^()]{0,500}\)", " ", " ".join(str(value).split()))[:8000]
        name, _, results = flat.partition(";")
        if name.split(" ")[0].strip().casefold() == authserv.casefold():
            return _passes(results, letter.sender.domain)
    return False


def _passes(results: str, domain: str) -> bool:
    for result in results.casefold().split(";"):
        method = re.match(r"\s*(dmarc|dkim|spf)\s*=\s*(\w+)", result)
        if not method or method.group(2) != "pass":
            continue
        names = re.findall(r"(?:header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*\S*?@?([\w.-]+)(?=\s|$)", result)
        if any(domain == n or domain.endswith("." + n) or n.endswith("." + domain) for n in names if "." in n):
            return True
    return False
