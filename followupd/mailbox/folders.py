"""Which of the server's folders plays which role: SPECIAL-USE (RFC 6154), else the names that servers are known for."""

from collections.abc import Mapping
from dataclasses import dataclass

from followupd.mail import FOLLOWUP_FOLDERS, Folder
from followupd.wire import FolderName, ImapSession

SPECIAL_USE = {Folder.DRAFTS: "\\drafts", Folder.SENT: "\\sent", Folder.TRASH: "\\trash"}
MADE = {Folder.DRAFTS: "Drafts", Folder.SENT: "Sent"}
"""Folders without which nothing works, under the names that we give them where the server has none."""
UNWATCHED = frozenset({"\\all", "\\noselect", "\\nonexistent", "\\junk"})
"""A folder with one of these attributes plays no role: \\All would show every message twice."""

LOCALISED: dict[Folder, tuple[str, ...]] = {
    Folder.DRAFTS: (
        "drafts", "draft", "entwürfe", "entwurf", "brouillons", "brouillon", "borradores", "borrador", "rascunhos",
        "bozze", "concepten", "kladder", "kladde", "utkast", "luonnokset", "szkice", "kopie robocze", "koncepty",
        "rozepsané", "piszkozatok", "ciorne", "черновики", "чернетки", "чернови", "πρόχειρα", "taslaklar",
        "المسودات", "טיוטות", "下書き", "草稿", "草稿箱", "草稿夹", "임시보관함", "임시 보관함", "bản nháp", "ร่าง",
        "esborranys", "zirriborroak", "borradors", "melnraksti", "juodraščiai", "mustandid", "osnutki", "nacrti",
    ),
    Folder.SENT: (
        "sent", "sent items", "sent messages", "sent mail", "sent-mail", "gesendet", "gesendete elemente",
        "gesendete objekte", "gesendete nachrichten", "envoyés", "éléments envoyés", "messages envoyés",
        "courrier envoyé", "enviados", "elementos enviados", "mensajes enviados", "itens enviados",
        "e-mails enviados", "posta inviata", "inviata", "inviati", "elementi inviati", "verzonden",
        "verzonden items", "verzonden berichten", "sendt", "sendte elementer", "sendt post", "skickat",
        "skickade objekt", "skickat meddelanden", "lähetetyt", "wysłane", "elementy wysłane", "odeslané",
        "odeslaná pošta", "odoslané", "elküldött", "elküldött elemek", "trimise", "отправленные", "надіслані",
        "изпратени", "απεσταλμένα", "gönderilmiş öğeler", "gönderilmiş postalar", "العناصر المرسلة", "البريد المرسل",
        "נשלח", "פריטים שנשלחו", "送信済み", "送信済みメール", "送信済みアイテム",
        "已发送", "已发送邮件", "已傳送郵件", "寄件備份",
        "보낸편지함", "보낸 편지함", "thư đã gửi", "enviats", "nosūtītie", "išsiųsta", "saadetud", "poslano",
    ),
    Folder.TRASH: (
        "trash", "deleted items", "deleted messages", "deleted", "bin", "papierkorb", "gelöschte elemente",
        "gelöschte objekte", "corbeille", "éléments supprimés", "messages supprimés", "papelera",
        "elementos eliminados", "lixeira", "lixo", "itens excluídos", "itens eliminados", "cestino",
        "posta eliminata", "eliminata", "prullenbak", "prullenmand", "verwijderde items", "papirkurv",
        "slettet post", "slettede elementer", "papperskorg", "papperskorgen", "borttaget", "roskakori",
        "poistetut", "kosz", "elementy usunięte", "koš", "odstraněná pošta", "kôš", "lomtár", "kuka", "coș de gunoi",
        "корзина", "удаленные", "кошик", "видалені", "кошче", "κάδος απορριμμάτων", "çöp kutusu", "silinmiş öğeler",
        "المهملات", "العناصر المحذوفة", "אשפה", "ゴミ箱", "削除済みアイテム", "已删除邮件", "已刪除的郵件", "垃圾桶",
        "휴지통", "지운편지함", "thùng rác", "paperera", "atkritne", "šiukšlinė", "prügikast", "koš za smeće",
    ),
}  # fmt: skip
"""Casefolded last parts of folder names; for servers that do not advertise SPECIAL-USE (iCloud, Microsoft 365)."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The server's name for each role; ``missing``: roles that no folder plays."""

    names: Mapping[Folder, str]
    delimiter: str | None = None
    missing: tuple[Folder, ...] = ()


async def find_folders(session: ImapSession, overrides: Mapping[str, str], *, make: bool) -> Folders:
    """Find every role; with ``make`` create Drafts, Sent and the Followup folders where they are missing.

    ``overrides`` (role to name) are the owner's own words and win. CommandRefused where a folder can't be made.
    """
    listed = await session.folders()
    prefix, delimiter = await session.namespace()
    delimiter = delimiter or next((f.delimiter for f in listed if f.delimiter), None)
    names = {Folder.INBOX: "INBOX", Folder.NOTICES: "INBOX", **_by_use(listed), **_followup(prefix, delimiter)}
    names |= {Folder(role): name for role, name in overrides.items()}
    if make:
        await _make(session, names, prefix, {f.name for f in listed})
    missing = tuple(role for role in SPECIAL_USE if role not in names)
    return Folders(names, delimiter, missing)


def _by_use(listed: tuple[FolderName, ...]) -> dict[Folder, str]:
    found: dict[Folder, str] = {}
    usable = [f for f in listed if not f.attributes & UNWATCHED]
    for role, use in SPECIAL_USE.items():
        told = [f.name for f in usable if use in f.attributes]
        name = told[0] if told else _by_name(usable, role)
        if name:
            found[role] = name
    return found


def _by_name(usable: list[FolderName], role: Folder) -> str | None:
    """The best known name wins; among equals the one nearest to the root, as "Sent" before "Archive/2019/Sent"."""
    ranked = []
    for folder in usable:
        parts = folder.name.split(folder.delimiter) if folder.delimiter else [folder.name]
        leaf = parts[-1].strip().casefold()
        if leaf in LOCALISED[role] and "followup" not in folder.name.casefold():
            ranked.append((len(parts), LOCALISED[role].index(leaf), folder.name))
    return min(ranked)[2] if ranked else None


def _followup(prefix: str, delimiter: str | None) -> dict[Folder, str]:
    """``Followup/Approved``, or ``INBOX.Followup.Approved``, as the server counts; flat where it knows no levels."""
    return {role: f"{prefix}Followup{delimiter or '-'}{leaf}" for role, leaf in FOLLOWUP_FOLDERS.items()}


async def _make(session: ImapSession, names: dict[Folder, str], prefix: str, there: set[str]) -> None:
    for role, leaf in MADE.items():
        names.setdefault(role, f"{prefix}{leaf}")
    wanted = (*MADE, Folder.NOTICES, *FOLLOWUP_FOLDERS)
    for name in dict.fromkeys(names[role] for role in wanted):
        if name not in there and name.upper() != "INBOX":
            await session.create(name)
