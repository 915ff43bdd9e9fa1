"""The tables and how they came to be: one entry of `MIGRATIONS` for each step of `user_version`.

Rows are looked up by number, and numbers are never used twice (AUTOINCREMENT), so that a row found in a backup can
be told from a later one. Every table has a shape of its own (count and kinds of columns): `salvage` knows a row of a
damaged file by that shape alone. STRICT lets SQLite's own check find a value of the wrong kind. Keep all three when
adding a migration.
"""

from __future__ import annotations

PAGE_BYTES = 4096  # SQLite's own default; fixed here because a file with a broken header cannot say it any more

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE conversation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        created_ms INTEGER NOT NULL,
        updated_ms INTEGER NOT NULL,
        pinned INTEGER NOT NULL DEFAULT 0,
        leaf INTEGER,
        system_prompt TEXT NOT NULL DEFAULT '',
        draft TEXT NOT NULL DEFAULT '',
        deleted_ms INTEGER
    ) STRICT;
    CREATE INDEX conversation_recent ON conversation (deleted_ms, updated_ms);
    CREATE TABLE message (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
        parent INTEGER REFERENCES message ON DELETE CASCADE,
        role TEXT NOT NULL,
        text TEXT NOT NULL,
        reasoning TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL,
        created_ms INTEGER NOT NULL,
        error TEXT,
        receipt TEXT,
        card TEXT,
        writer TEXT
    ) STRICT;
    CREATE INDEX message_tree ON message (conversation, parent);
    CREATE INDEX message_parent ON message (parent);
    CREATE INDEX message_streaming ON message (state) WHERE state = 'streaming';
    CREATE TABLE attachment (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX attachment_message ON attachment (message);
    CREATE TABLE piece (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
        text TEXT NOT NULL,
        reasoning TEXT NOT NULL
    ) STRICT;
    CREATE INDEX piece_message ON piece (message);
    CREATE TABLE output (
        key TEXT NOT NULL UNIQUE,
        value BLOB NOT NULL,
        used_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX output_used ON output (used_ms);
    CREATE TABLE job (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        source TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        options TEXT NOT NULL,
        state TEXT NOT NULL,
        fraction REAL NOT NULL,
        conversation INTEGER REFERENCES conversation ON DELETE CASCADE,
        created_ms INTEGER NOT NULL,
        updated_ms INTEGER NOT NULL,
        error TEXT
    ) STRICT;
    CREATE INDEX job_source ON job (sha256);
    """,
    """
    CREATE TABLE output_use (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document TEXT NOT NULL,
        key TEXT NOT NULL REFERENCES output (key) ON DELETE CASCADE,
        UNIQUE (document, key)
    ) STRICT;
    CREATE INDEX output_use_key ON output_use (key);
    """,
    """
    CREATE TABLE controls (
        conversation INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
        value TEXT NOT NULL,
        changed_ms INTEGER NOT NULL
    ) STRICT;
    """,
    # `unindexed` are the messages that the index of words (see word_index) does not know as they are now. A statement's
    # own OR clause would reach into the triggers, so they look for themselves what is there already.
    """
    CREATE TABLE folder (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        system_prompt TEXT NOT NULL,
        deleted_ms INTEGER
    ) STRICT;
    CREATE TABLE in_folder (
        conversation INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
        folder INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX in_folder_folder ON in_folder (folder);
    CREATE TABLE unindexed (message INTEGER PRIMARY KEY) STRICT;
    INSERT INTO unindexed SELECT id FROM message;
    CREATE TRIGGER message_said AFTER INSERT ON message BEGIN
        INSERT INTO unindexed SELECT new.id WHERE new.id NOT IN (SELECT message FROM unindexed);
    END;
    CREATE TRIGGER message_changed AFTER UPDATE OF text ON message BEGIN
        INSERT INTO unindexed SELECT new.id WHERE new.id NOT IN (SELECT message FROM unindexed);
    END;
    CREATE TRIGGER message_gone AFTER DELETE ON message BEGIN
        INSERT INTO unindexed SELECT old.id WHERE old.id NOT IN (SELECT message FROM unindexed);
    END;
    """,
)

VERSION = len(MIGRATIONS)
