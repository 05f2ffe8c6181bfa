"""Findings and events to notes wanted. Pure: no clock, no random, no waiting; same state and now, same plan."""

from followupd.deciding.absent import Absence, absences
from followupd.deciding.correlate import Ambiguous, assign
from followupd.deciding.fold import fold
from followupd.deciding.plan import Plan, plan
from followupd.deciding.reconcile import Claim, Decision, GiveUp, Retract, Say, Tidy, Write, held_back, reconcile
from followupd.deciding.search import Search
from followupd.deciding.sending import send_at

__all__ = [
    "Absence",
    "Ambiguous",
    "Claim",
    "Decision",
    "GiveUp",
    "Plan",
    "Retract",
    "Say",
    "Search",
    "Tidy",
    "Write",
    "absences",
    "assign",
    "fold",
    "held_back",
    "plan",
    "reconcile",
    "send_at",
]
