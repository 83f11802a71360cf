"""PanDA's tables in memory: what JEDI's own SQL, written for Oracle, says and reads.

The dialect is translated by a few rules; a table or a column exists as soon as somebody names it, without a type but
for file names: a sequence number is one too, and JEDI reads it back as text. Locks
and transactions are dropped: there is one process.
"""

import functools
import re
import sqlite3

RULES = [
    (re.compile(r"\b(?:ATLAS_\w+|DOMA_\w+)\.(?=\w)"), ""),
    (re.compile(r"/\*.*?\*/", re.DOTALL), " "),
    (re.compile(r"\bFOR UPDATE(?: OF \S+)?(?: NOWAIT| SKIP LOCKED)?\b", re.I), ""),
    (re.compile(r"(\w+)\.nextval\b", re.I), r"nextval('\1')"),
    (re.compile(r"(\w+)\.currval\b", re.I), r"currval('\1')"),
    (
        re.compile(r"\(\s*SELECT\s+level\s+FROM\s+dual\s+CONNECT\s+BY\s+level\s*<=\s*(:\w+)\s*\)", re.I),
        r"(WITH RECURSIVE n(level) AS (SELECT 1 UNION ALL SELECT level+1 FROM n WHERE level<\1) SELECT level FROM n)",
    ),
    (re.compile(r"\bFROM\s+dual\b", re.I), ""),
    (re.compile(r"\b(?:WHERE|AND)\s+rownum\s*<=\s*(:\w+|\d+)", re.I), r"LIMIT \1"),
    (re.compile(r"\b(?:WHERE|AND)\s+rownum\s*<\s*(\d+)", re.I), r"LIMIT \1"),
    (re.compile(r"\bCURRENT_DATE\b|\bSYSDATE\b", re.I), "CURRENT_TIMESTAMP"),
    (re.compile(r"\bNVL\(", re.I), "IFNULL("),
    (re.compile(r"\s+MINUS\s+"), " EXCEPT "),
    (re.compile(r"\bscj\.data\.(\w+)"), r"scj.\1"),  # a column of JSON
]
TEXTS = ("lfn",)
RETURNING = re.compile(r"\bRETURNING\s+(\w+)\s+INTO\s+:(\w+)", re.I)
NO_TABLE = re.compile(r"no such table: (?:main\.)?(\w+)")
NO_COLUMN = re.compile(r"(?:no such column: |has no column named )(?:(\w+)\.)?(\w+)")


@functools.cache
def translate(sql):
    for pattern, instead in RULES:
        sql = pattern.sub(instead, sql)
    return sql


class Variable:
    """Where Oracle puts what RETURNING gives back."""

    value = None


class Connection:
    def __init__(self):
        self.base = sqlite3.connect(":memory:", isolation_level=None)
        self.sequences = {}
        self.base.create_function("nextval", 1, self.next_value)
        self.base.create_function("currval", 1, self.sequences.get)
        self.base.create_function("LEAST", 2, lambda a, b: None if None in (a, b) else min(a, b))
        self.base.create_function("GREATEST", 2, lambda a, b: None if None in (a, b) else max(a, b))

    def next_value(self, name):
        self.sequences[name] = self.sequences.get(name, 0) + 1
        return self.sequences[name]

    def empty(self):
        """All rows gone and every sequence at its beginning; tables stay as they have grown."""
        self.sequences.clear()
        for (table,) in self.base.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall():
            self.base.execute(f"DELETE FROM {table}")

    def begin(self):
        pass

    commit = rollback = begin

    def create(self, table, columns):
        typed = (f"{name} TEXT" if name.lower() in TEXTS else name for name in columns)
        self.base.execute(f"CREATE TABLE {table} ({', '.join(typed)})")
        if "fileID" in columns:
            self.base.execute(f"CREATE INDEX {table}_index ON {table} (jediTaskID, datasetID, fileID)")


class Cursor:
    """The interface of panda-server's WrappedCursor, as far as the driven code uses it."""

    arraysize = 1

    def __init__(self, connection):
        self.connection = connection
        self.cursor = connection.base.cursor()

    def execute(self, sql, values=None):
        given = {name.lstrip(":"): value for name, value in (values or {}).items()}
        text = translate(sql)
        returned = RETURNING.search(text)
        if returned:
            text = RETURNING.sub(r"RETURNING \1", text)
        bound = {name: None if isinstance(value, Variable) else value for name, value in given.items()}
        self.run(text, bound)
        if returned:
            given[returned[2]].value = self.cursor.fetchone()[0]
        return self

    def executemany(self, sql, rows):
        """The first alone: it is the one that may name a new column."""
        if not rows:
            return
        first, *others = rows
        self.execute(sql, first)
        self.cursor.executemany(translate(sql), ({name[1:]: value for name, value in row.items()} for row in others))

    def run(self, text, bound):
        for _ in range(200):
            try:
                return self.cursor.execute(text, bound)
            except sqlite3.OperationalError as error:
                if not self.grow(str(error), text):
                    raise RuntimeError(f"{error} in {text}") from error
        raise RuntimeError(f"more than 200 columns are missing in {text}")

    def grow(self, complaint, text):
        """A table or column that is named for the first time."""
        table = NO_TABLE.search(complaint)
        if table:
            self.connection.create(table[1], ["shrek_unused"])
            return True
        column = NO_COLUMN.search(complaint)
        if not column:
            return False
        for name in self.tables_of(column[1], complaint, text):
            known = {row[1].lower() for row in self.connection.base.execute(f"PRAGMA table_info({name})")}
            if column[2].lower() not in known:
                self.connection.base.execute(f"ALTER TABLE {name} ADD COLUMN {column[2]}")
                return True
        return False

    def tables_of(self, alias, complaint, text):
        into = re.search(r"table (\w+) has no column", complaint)
        if into:
            return [into[1]]
        named = re.findall(r"\b(\w+)\b(?=(?:\s+(\w+))?)", text)
        tables = {row[0].lower() for row in self.connection.base.execute("SELECT name FROM sqlite_master")}
        return [
            table
            for table, other in named
            if table.lower() in tables and (alias is None or alias.lower() in (table.lower(), other.lower()))
        ]

    def var(self, _):
        return Variable()

    def getvalue(self, variable):
        return variable.value

    def fetchall(self):
        return self.cursor.fetchall()

    def fetchone(self):
        return self.cursor.fetchone()

    def fetchmany(self, number):
        return self.cursor.fetchmany(number)

    def __iter__(self):
        return iter(self.cursor)

    @property
    def rowcount(self):
        return self.cursor.rowcount

    @property
    def description(self):
        return self.cursor.description
