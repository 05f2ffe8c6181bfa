"""followupd: thank-you notes and nudges for job interviews, approved in the owner's own mail client.

One sentence: gerunds are pure, nouns touch the world. Data walks one way::

    wire -- mailbox --Arrival--> reading --Finding--> deciding --Wanted--> writing --bytes--> outbox -- wire
               ^ cursor                                 ^   ^                                    |
               |                                  clock +   +------ outcome of an effect, as an event
               +----------- journal: event, effect, cursor, in one transaction

* words (errors, mail, findings, application, policy, events, notes, effects): frozen, standard library only.
* reading: bytes to findings. deciding: events to notes wanted. writing: notes to messages. Pure; they never import
  each other.
* wire: servers' dialects. mailbox: what comes in. outbox: what goes out. journal: SQLite, the only memory.
* training (beside the package): the text and the script that the reader's linear model is made of.
* bench: bounded child processes in which hostile letters are read. clock: the only clock.
* dispatcher: one event, one transaction: record, fold, plan, reconcile, write, store; then wake the outbox.
* account: one account's two connections and its passes; errands: what the journal asks for, walked to its end.
* daemon and cli: the composition roots. demo: an embedded mail server and the whole story on it.

The journal is the only memory: an application is the fold of its events. Deciding is level-triggered: ``plan`` says
which notes should exist now and when to look again; ``reconcile`` compares that with the notes that do exist. So
nothing is ever cancelled and no timer is state: a rejection stops the nudges because the plan wants none.

``tests/test_rooms.py`` enforces who may import whom.
"""

__version__ = "0.1.0"
