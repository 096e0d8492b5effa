-- Names are kept once and referred to by number. Text compares byte by byte over UTF-8 (BINARY), which is the catalogue's order.
CREATE TABLE categories (
    id      INTEGER PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,
    streams INTEGER NOT NULL DEFAULT 0, -- streams that have events
    events  INTEGER NOT NULL DEFAULT 0, -- events that count
    last_at INTEGER                     -- recorded time of the newest event that counts
) STRICT;

-- The head of a stream is its newest event, so an append touches no row here but that of a new stream.
CREATE TABLE streams (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    category      INTEGER NOT NULL REFERENCES categories (id),
    first_version INTEGER NOT NULL, -- the first version that counts; the next version when the stream was deleted
    first_at      INTEGER NOT NULL  -- recorded time of the first event ever
) STRICT;

CREATE UNIQUE INDEX streams_by_category ON streams (category, name);

CREATE TABLE types (
    id     INTEGER PRIMARY KEY,
    name   TEXT    NOT NULL UNIQUE,
    events INTEGER NOT NULL DEFAULT 0 -- events ever stored with it
) STRICT;

-- Times are 100 ns since 1970-01-01 UTC; ids are 16 bytes in big-endian order, so that version-7 ids sort by time.
-- What scans look at stands first, the data last: a scan by position reads no overflow page.
CREATE TABLE events (
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
    content_hash   BLOB,
    hash           BLOB,
    data           BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX events_by_stream ON events (stream, version);
CREATE UNIQUE INDEX events_by_id ON events (event_id);
CREATE UNIQUE INDEX events_by_append ON events (append_id) WHERE append_index = 0;
CREATE INDEX events_by_type ON events (type);
CREATE INDEX events_by_correlation ON events (correlation_id) WHERE correlation_id IS NOT NULL;
CREATE INDEX events_by_causation ON events (causation_id) WHERE causation_id IS NOT NULL;
CREATE INDEX streams_with_deletions ON streams (id) WHERE first_version > 0;
