-- Today's shape. Migrations to it are an append-only list in store.py, keyed by PRAGMA user_version.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  application TEXT,
  note TEXT,
  message_id TEXT,
  dedup TEXT UNIQUE,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX event_note ON event (note) WHERE note IS NOT NULL;
CREATE INDEX event_application ON event (application) WHERE application IS NOT NULL;
CREATE TABLE errand (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  type TEXT NOT NULL,
  body BLOB NOT NULL,
  raw BLOB NOT NULL,
  message_id TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before TEXT NOT NULL
) STRICT;
CREATE INDEX errand_open ON errand (account, id) WHERE state IN ('pending', 'attempting', 'data');
CREATE TABLE cursor (
  account TEXT NOT NULL,
  folder TEXT NOT NULL,
  uidvalidity INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  PRIMARY KEY (account, folder)
) STRICT;
CREATE TABLE attempt (
  account TEXT NOT NULL,
  folder TEXT NOT NULL,
  uidvalidity INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (account, folder, uidvalidity, uid)
) STRICT;
