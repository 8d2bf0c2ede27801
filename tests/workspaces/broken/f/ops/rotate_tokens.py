from typing import Any, Dict, Optional

import wmill

KEEP_DAYS = 30


def main(
    tokens: Dict[str, Any],
    keep_days: int = KEEP_DAYS,
    note: Optional[str] = None,
    *,
    dry_run: bool = False,
) -> list[str]:
    """Replace the tokens that are older than some days."""
    import requests

    secret = wmill.get_secret("f/ops/pager_key")
    old = [name for name, age in tokens.items() if age > keep_days]
    for name in old:
        if not dry_run:
            requests.post(f"https://tokens.example.com/{name}", auth=("ops", secret), timeout=30)
    wmill.set_state(value=old, expires=keep_days)
    wmill.run_script(path="f/ops/archive_report", args={"name": "tokens", "report": {"old": old}})
    return old


print(main({}))
