import wmill


async def main (queue: str, limit: int = 100) -> int:
    """Throw away the oldest messages of a queue."""
    state = wmill.get_state() or {}
    return min(limit, state.get(queue, 0))
