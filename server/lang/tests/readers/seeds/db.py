"""Resource types and small query helpers shared by the reporting scripts."""

from typing import TypedDict

import psycopg2
import psycopg2.extras


class postgresql(TypedDict):
    host: str
    port: int
    user: str
    dbname: str
    password: str
    sslmode: str


def connect(db: postgresql):
    """Open a connection; the caller closes it."""
    return psycopg2.connect(
        host=db["host"],
        port=db["port"],
        user=db["user"],
        dbname=db["dbname"],
        password=db["password"],
        sslmode=db.get("sslmode", "prefer"),
    )


def fetch_all(db: postgresql, query: str, args: tuple = ()) -> list[dict]:
    """Run one SELECT and give its rows as plain dictionaries."""
    conn = connect(db)
    try:
        with conn.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cur:
            cur.execute(query, args)
            return [dict(row) for row in cur.fetchall()]
    finally:
        conn.close()
