import wmill

from f.shared.db import fetch_all, postgresql


def main(db: postgresql, queue: str, alert_at: int = 500):
    """Compare a queue's depth with that of the last run."""
    rows = fetch_all(db, "select count(*) as depth from jobs where queue = %s", (queue,))
    depth = rows[0]["depth"]

    last = wmill.get_state() or {}
    wmill.set_state({**last, queue: depth})

    return {
        "queue": queue,
        "depth": depth,
        "growth": depth - last.get(queue, 0),
        "alert": depth >= alert_at,
    }
