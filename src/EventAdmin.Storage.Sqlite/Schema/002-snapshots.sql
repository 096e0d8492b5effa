-- A cache: losing a row loses nothing. Kept by the stream's name, since a snapshot may be saved in any order with the events.
CREATE TABLE snapshots (
    stream     TEXT    NOT NULL,
    reducer    TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    event_id   BLOB    NOT NULL,
    taken_at   INTEGER NOT NULL, -- 100 ns since 1970-01-01 UTC
    state_hash BLOB    NOT NULL,
    state      BLOB    NOT NULL,
    UNIQUE (stream, reducer)
) STRICT;
