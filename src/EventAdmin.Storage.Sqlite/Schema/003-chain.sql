-- Every event carries the hash of its stream's history up to and with itself, and the one before it, so that each row proves itself and
-- the rows of a stream prove one another. The program computes them: see Chain/.
CREATE TABLE chained (
    position       INTEGER PRIMARY KEY,  -- dense from 1, given by the writer
    stream         INTEGER NOT NULL REFERENCES streams (id),
    version        INTEGER NOT NULL,
    type           INTEGER NOT NULL REFERENCES types (id),
    recorded_at    INTEGER NOT NULL,     -- never decreases with the position
    occurred_at    INTEGER,              -- null: as recorded
    stream_bytes   INTEGER NOT NULL,     -- bytes of data in the stream up to and with this event
    append_index   INTEGER NOT NULL,
    append_count   INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    event_id       BLOB    NOT NULL,
    append_id      BLOB    NOT NULL,
    content_type   TEXT,                 -- null: application/json
    correlation_id TEXT,
    causation_id   TEXT,
    actor          TEXT,
    source         TEXT,
    extensions     TEXT,                 -- JSON object: name to the JSON text of the value, as a string
    codec          INTEGER,              -- null: data as given
    key_ref        TEXT,                 -- null: not encrypted
    previous_hash  BLOB,                 -- 32 bytes; of version 0: the seed, made of the stream's name
    hash           BLOB,                 -- 32 bytes
    data           BLOB    NOT NULL
) STRICT;

INSERT INTO chained (
    position, stream, version, type, recorded_at, occurred_at, stream_bytes, append_index, append_count, schema_version, event_id, append_id,
    content_type, correlation_id, causation_id, actor, source, extensions, data)
SELECT
    position, stream, version, type, recorded_at, occurred_at, stream_bytes, append_index, append_count, schema_version, event_id, append_id,
    content_type, correlation_id, causation_id, actor, source, extensions, data
FROM events ORDER BY position;

DROP TABLE events;
ALTER TABLE chained RENAME TO events;

CREATE UNIQUE INDEX events_by_stream ON events (stream, version);
CREATE UNIQUE INDEX events_by_id ON events (event_id);
CREATE UNIQUE INDEX events_by_append ON events (append_id) WHERE append_index = 0;
CREATE INDEX events_by_type ON events (type);
CREATE INDEX events_by_correlation ON events (correlation_id) WHERE correlation_id IS NOT NULL;
CREATE INDEX events_by_causation ON events (causation_id) WHERE causation_id IS NOT NULL;

-- A snapshot stands for a history: it counts only while the stream's hash at its version is this one. Older ones are taken anew.
DROP TABLE snapshots;

CREATE TABLE snapshots (
    stream       TEXT    NOT NULL,
    reducer      TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    event_id     BLOB    NOT NULL,
    history_hash BLOB    NOT NULL,
    taken_at     INTEGER NOT NULL, -- 100 ns since 1970-01-01 UTC
    state_hash   BLOB    NOT NULL,
    state        BLOB    NOT NULL,
    UNIQUE (stream, reducer)
) STRICT;

-- Streams with a damaged event take no appends until an operator has looked. By name, since numbers may be what is damaged.
CREATE TABLE quarantined (
    stream   TEXT    NOT NULL UNIQUE,
    version  INTEGER NOT NULL,
    damage   TEXT    NOT NULL,
    found_at INTEGER NOT NULL -- 100 ns since 1970-01-01 UTC
) STRICT;

-- Which store this is: its head file names it.
CREATE TABLE store (
    id      BLOB    NOT NULL,
    made_at INTEGER NOT NULL -- 100 ns since 1970-01-01 UTC
) STRICT;

INSERT INTO store (id, made_at) VALUES (randomblob(16), unixepoch('now') * 10000000);
