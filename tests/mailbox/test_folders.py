"""Folders by role: by SPECIAL-USE, by their names in the owner's language, by his own word."""

import pytest

from followupd.mail import Folder
from followupd.mailbox import find_folders
from followupd.wire import FolderName
from tests.servers.hosts import Host


class Listed:
    """A server that lists what it is given; a fault produced on purpose: no SPECIAL-USE, odd names."""

    def __init__(self, *folders: FolderName, prefix: str = "", delimiter: str | None = "/") -> None:
        self.listed, self.prefix, self.delimiter = folders, prefix, delimiter
        self.made: list[str] = []

    async def folders(self) -> tuple[FolderName, ...]:
        return self.listed

    async def namespace(self) -> tuple[str, str | None]:
        return self.prefix, self.delimiter

    async def create(self, name: str) -> None:
        self.made.append(name)


def named(*names: str) -> list[FolderName]:
    return [FolderName(name, "/", frozenset()) for name in names]


@pytest.mark.parametrize(
    ("names", "drafts", "sent", "trash"),
    [
        (["Entwürfe", "Gesendete Objekte", "Papierkorb"], "Entwürfe", "Gesendete Objekte", "Papierkorb"),
        (["Brouillons", "Éléments envoyés", "Corbeille"], "Brouillons", "Éléments envoyés", "Corbeille"),
        (["Drafts", "Sent Items", "Deleted Items"], "Drafts", "Sent Items", "Deleted Items"),
        (["下書き", "送信済みメール", "ゴミ箱"], "下書き", "送信済みメール", "ゴミ箱"),
        (["Archive/2019/Sent", "Sent", "Drafts", "Trash"], "Drafts", "Sent", "Trash"),
    ],
    ids=["german", "french", "outlook", "japanese", "nearest-to-the-root"],
)
async def test_localised_names(names: list[str], drafts: str, sent: str, trash: str) -> None:
    """Without SPECIAL-USE the names of many languages are known (fault 56)."""
    found = await find_folders(Listed(*named(*names)), {}, make=False)  # type: ignore[arg-type]
    assert (found.names[Folder.DRAFTS], found.names[Folder.SENT], found.names[Folder.TRASH]) == (drafts, sent, trash)


async def test_special_use_wins_and_all_mail_is_never_watched() -> None:
    """The server's own word wins over names; \\All and what can't be opened play no role."""
    listed = Listed(
        FolderName("[Gmail]/Drafts", "/", frozenset({"\\all", "\\drafts"})),
        FolderName("Drafts", "/", frozenset({"\\noselect"})),
        FolderName("[Gmail]/Entwürfe", "/", frozenset({"\\drafts"})),
        FolderName("Sent", "/", frozenset()),
        FolderName("[Gmail]/Gesendet", "/", frozenset({"\\sent"})),
    )
    found = await find_folders(listed, {}, make=False)  # type: ignore[arg-type]
    assert found.names[Folder.DRAFTS] == "[Gmail]/Entwürfe"
    assert found.names[Folder.SENT] == "[Gmail]/Gesendet"
    assert found.missing == (Folder.TRASH,)


async def test_prefix_delimiter_and_flat_servers() -> None:
    """Followup/Approved is written as the server counts."""
    dotted = await find_folders(Listed(prefix="INBOX.", delimiter="."), {}, make=True)  # type: ignore[arg-type]
    assert dotted.names[Folder.APPROVED] == "INBOX.Followup.Approved"
    assert dotted.names[Folder.DRAFTS] == "INBOX.Drafts"
    flat = await find_folders(Listed(delimiter=None), {}, make=True)  # type: ignore[arg-type]
    assert flat.names[Folder.APPROVED] == "Followup-Approved"


async def test_the_owners_word_wins() -> None:
    """A folder named in the configuration is that one, whatever the server says."""
    listed = Listed(FolderName("Drafts", "/", frozenset({"\\drafts"})))
    found = await find_folders(listed, {"drafts": "Meine Entwürfe", "notices": "Hinweise"}, make=True)  # type: ignore[arg-type]
    assert found.names[Folder.DRAFTS] == "Meine Entwürfe"
    assert {"Meine Entwürfe", "Hinweise", "Sent"} <= set(listed.made)


async def test_they_are_made_on_a_real_server(imap_host: Host) -> None:
    """The Followup folders are made once, below the server's own prefix."""
    user = await imap_host.add_user()
    session = await imap_host.session(user)
    for _ in range(2):
        found = await find_folders(session, {}, make=True)
    there = {f.name for f in await session.folders()}
    assert {imap_host.folder(f"Followup/{leaf}") for leaf in ("Approved", "Stop", "Withdraw", "Interview")} <= there
    assert found.names[Folder.DRAFTS] == imap_host.folder("Drafts")
    await session.logout()
