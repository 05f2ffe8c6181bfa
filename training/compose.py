"""Messages made of single sentences: greeting, what surrounds it, the decisive sentence, closing; slots filled in."""

import random
import re
from dataclasses import dataclass

from training.samples import Bank, Sample

NAMES = {
    "en": ["Jane Doe", "Tom Baker", "Priya Nair", "Sean Murphy", "Grace Lee", "Omar Haddad", "Ruth Klein", "Ada Obi"],
    "de": ["Jana Weber", "Tobias Kern", "Sabine Ulrich", "Mehmet Yildiz", "Frau Dr. Brandt", "Herr Lang", "Eva Moser"],
    "fr": ["Claire Dubois", "Marc Lefèvre", "Inès Garnier", "Mme Roux", "M. Blanchet", "Luc Tremblay", "Aya Diallo"],
    "es": ["Lucía Ortega", "Javier Molina", "Carmen Ruiz", "Sr. Vidal", "Ana Quiroga", "Pablo Ferrer", "Inés Rojas"],
}  # fmt: skip
COMPANIES = ["Acme", "Northwind", "Brightwater Ltd", "Halden & Sons", "Kestrel Labs", "Mara Foods", "Orbis GmbH",
             "Talleres Sur", "Groupe Valmy", "St Anne's Hospital", "City of Rowan", "Pinewood School"]  # fmt: skip
ROLES = {
    "en": ["Data Engineer", "Staff Nurse", "Warehouse Supervisor", "Paralegal", "Chemistry Teacher", "Buyer"],
    "de": ["Sachbearbeiter Einkauf", "Entwickler (m/w/d)", "Pflegefachkraft", "Bauleiterin", "Controller"],
    "fr": ["chargé de projet", "infirmière", "développeur", "assistante juridique", "acheteur"],
    "es": ["analista de datos", "enfermera", "jefe de obra", "contable", "desarrolladora"],
}
DATES = {
    "en": ["Tuesday, 3 March", "March 12", "12/03/2026", "Thursday"], "de": ["Dienstag, den 3. März", "12.03.2026"],
    "fr": ["mardi 3 mars", "le 12/03"], "es": ["martes 3 de marzo", "12/03/2026"],
}  # fmt: skip
TIMES = {
    "en": ["10:30 am", "2 pm", "14:00"], "de": ["14:30 Uhr", "9 Uhr"], "fr": ["14h30", "10 h"],
    "es": ["16:30", "las 10"],
}  # fmt: skip
SUBJECTS = ["{company}", "{role}", "Re: {role}", "{company}: {role}", "Update", ""]
DAYS = {"en": "Monday Tuesday Wednesday Thursday Friday", "de": "Montag Dienstag Mittwoch Donnerstag Freitag",
        "fr": "lundi mardi mercredi jeudi vendredi", "es": "lunes martes miércoles jueves viernes"}  # fmt: skip


@dataclass
class Composer:
    """Makes letters of the lines of one fold; the same seed gives the same letters."""

    bank: Bank
    language: str
    dice: random.Random

    def letter(self, kind: str, number: int) -> Sample | None:
        """One letter of this kind, or None where the bank has nothing decisive for it."""
        core = self.bank.lines.get((kind, "core"))
        if not core:
            return None
        texts = [self._some("generic", "greeting", 0.85)]
        body = [*self._before(kind), self.dice.choice(core)]
        if self.dice.random() < 0.25:
            body.append(self.dice.choice(core))
        body += [self._some(kind, "soft", 0.6), self._some(kind, "soft", 0.3), self._some("generic", "company", 0.15)]
        texts += self._paragraphs([b for b in body if b])
        footer = self._some("generic", "footer", 0.35)
        texts += [self._some("generic", "closing", 0.9), self._filled("{person}"), footer]
        subject = self._filled(self.dice.choice(SUBJECTS))
        facts = {"Id": f"made-{self.language}-{kind}-{number}", "Date": "2026-03-01T09:00:00+00:00",
                 "From": "People <people@employer.example>", "Subject": subject}  # fmt: skip
        return Sample(kind, facts, (), (("plain", self._filled("\n\n".join(t for t in texts if t)) + "\n"),), "made")

    def _before(self, kind: str) -> list[str]:
        if kind == "unrelated":
            return []
        return [self._some("generic", "thanks", 0.6), self._some(kind, "soft", 0.4)]

    def _some(self, kind: str, function: str, chance: float) -> str:
        lines = self.bank.lines.get((kind, function))
        return self.dice.choice(lines) if lines and self.dice.random() < chance else ""

    def _paragraphs(self, sentences: list[str]) -> list[str]:
        found: list[str] = []
        for sentence in sentences:
            if found and self.dice.random() < 0.55:
                found[-1] += " " + sentence
            else:
                found.append(sentence)
        return found

    def filled(self, line: str) -> str:
        """One line with its slots filled."""
        return self._filled(line)

    def _filled(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda m: self._slot(m.group(1)), text)

    def _slot(self, name: str) -> str:
        dice, language = self.dice, self.language
        match name:
            case "company":
                return dice.choice(COMPANIES)
            case "role":
                return dice.choice(ROLES[language])
            case "date":
                return dice.choice(DATES[language])
            case "time" | "end":
                return dice.choice(TIMES[language])
            case "weekday":
                return dice.choice(DAYS[language].split())
            case "days" | "minutes":
                return str(dice.choice([2, 3, 5, 10, 15, 30, 45]))
            case "link":
                return "https://meet.example/abc"
            case "phone":
                return "+44 20 7946 0000"
            case "zone":
                return dice.choice(["GMT", "CET", "EST", "Pacific"])
            case "place":
                return dice.choice(["Room 4", "Marktplatz 1", "12 High Street"])
            case "name":
                return "Alex"
            case _:
                return dice.choice(NAMES[language])
