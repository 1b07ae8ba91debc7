-- One project. Chroma, adapters and builds can be made again from what is here.
CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);  -- value is JSON

CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY,           -- hash of the name: stable over versions of the file
    name TEXT NOT NULL UNIQUE,     -- file name, or doc_id of an imported question folder
    title TEXT NOT NULL,
    sha256 TEXT NOT NULL,          -- of the bytes (or text) last given
    bytes INTEGER NOT NULL,
    status TEXT NOT NULL,          -- 'indexed' or 'failed'
    error TEXT,                    -- why it failed, shown as it stands
    pages INTEGER NOT NULL DEFAULT 0,
    passages INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,   -- parse + embed + index
    warnings TEXT NOT NULL DEFAULT '[]',
    added_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS passages (
    id TEXT PRIMARY KEY,           -- hash of document id, position and text
    document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    page INTEGER NOT NULL,         -- from 1
    text TEXT NOT NULL,
    tokens INTEGER NOT NULL,       -- in the embedder's tokens
    embedding BLOB NOT NULL        -- float32, unit length
);
-- For the passages of a text that is stored already; whole texts would double the file.
DROP INDEX IF EXISTS passages_by_beginning;
CREATE INDEX IF NOT EXISTS passages_by_ends
    ON passages(length(text) || substr(text, 1, 24) || substr(text, -24));
CREATE INDEX IF NOT EXISTS passages_of_document ON passages(document_id, position);

CREATE TABLE IF NOT EXISTS questions (
    id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    answers TEXT NOT NULL,         -- JSON list; [] only where kind is 'unanswerable'
    kind TEXT NOT NULL,
    split TEXT NOT NULL,           -- train, dev, test
    "group" TEXT NOT NULL,         -- the unit that is split and resampled on
    document TEXT,                 -- name of the source document where known
    extra TEXT NOT NULL DEFAULT '{}',  -- JSON: answers_v2, changed, target ...
    position INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,            -- index, remove, rebuild, import, generate, train, evaluate, selftest,
                                   -- freshness, judge, measure
    state TEXT NOT NULL,           -- queued, running, done, failed, cancelled, interrupted
    settings TEXT NOT NULL,        -- JSON
    done REAL NOT NULL DEFAULT 0,
    total REAL NOT NULL DEFAULT 0,
    message TEXT NOT NULL DEFAULT '',
    error TEXT,
    result TEXT,                   -- JSON
    pid INTEGER, pid_created REAL, -- the training child, to tell it from a later process
    created_at TEXT NOT NULL, started_at TEXT, ended_at TEXT
);

CREATE TABLE IF NOT EXISTS evaluations (
    id TEXT PRIMARY KEY,
    job_id TEXT NOT NULL,
    card TEXT NOT NULL,            -- the run card, JSON, fixed before the first answer
    card_hash TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS answers (
    evaluation_id TEXT NOT NULL REFERENCES evaluations(id) ON DELETE CASCADE,
    question_id TEXT NOT NULL,
    arm TEXT NOT NULL,             -- an arm's key, of a further seed 'tuned#2', or 'retrieval'
    answer TEXT NOT NULL,          -- JSON: core.evaluation.answering.Answer
    PRIMARY KEY (evaluation_id, question_id, arm)
);

CREATE TABLE IF NOT EXISTS votes (
    id TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    cards TEXT NOT NULL,           -- JSON, in the order shown: [{key, text, arms}]
    winners TEXT NOT NULL,         -- JSON list of arms; [] where no answer was found good
    fingerprints TEXT NOT NULL,    -- JSON by arm: what produced its answer
    created_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS judges (
    evaluation_id TEXT NOT NULL REFERENCES evaluations(id) ON DELETE CASCADE,
    hash TEXT NOT NULL,            -- over the card
    card TEXT NOT NULL,            -- JSON: core.evaluation.judge.judge_card
    begun_at TEXT NOT NULL,
    PRIMARY KEY (evaluation_id, hash)
);

CREATE TABLE IF NOT EXISTS judgements (
    evaluation_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    arm TEXT NOT NULL,
    judge TEXT NOT NULL,           -- the judge's hash
    correct INTEGER,               -- 1, 0; NULL where the reply was no verdict
    reply TEXT NOT NULL,           -- as it came
    judged_at TEXT NOT NULL,
    PRIMARY KEY (evaluation_id, question_id, arm, judge),
    FOREIGN KEY (evaluation_id, question_id, arm)
        REFERENCES answers(evaluation_id, question_id, arm) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS labels (
    evaluation_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    arm TEXT NOT NULL,
    correct INTEGER NOT NULL,      -- 1 or 0, as a person saw it without knowing the arm
    labelled_at TEXT NOT NULL,
    PRIMARY KEY (evaluation_id, question_id, arm),
    FOREIGN KEY (evaluation_id, question_id, arm)
        REFERENCES answers(evaluation_id, question_id, arm) ON DELETE CASCADE
);
