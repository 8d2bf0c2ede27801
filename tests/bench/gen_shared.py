"""A script of 60 lines that many flows use: what is edited in the large workspace."""

import gen_scripts
from gen_scripts import REQUIRED

PATH = "f/shared/settle_account"
# The parameter whose name is typed anew: every user gives it.
PARAMETER = "customer_id"
PARAMS = [(PARAMETER, "str", REQUIRED), ("region", "str", "eu"), ("limit", "int", 50),
          ("include_closed", "bool", False)]
FIELDS = [("status", "str"), ("count", "int"), ("total", "float"), ("rows", "list")]
TEXT = '''\
from datetime import datetime, timezone

import requests
import wmill

URL = "https://api.example.com/accounts"
PAGE = 25


def headers(region: str) -> dict:
    """What every request carries."""
    token = wmill.get_variable("f/billing/api_token")
    return {"Authorization": f"Bearer {token}", "X-Region": region}


def pages(customer_id: str, region: str, limit: int):
    """All entries of the account, page by page."""
    offset = 0
    while offset < limit:
        response = requests.get(
            f"{URL}/{customer_id}",
            params={"offset": offset, "limit": min(PAGE, limit - offset)},
            headers=headers(region),
            timeout=30,
        )
        response.raise_for_status()
        items = response.json()["items"]
        yield from items
        if len(items) < PAGE:
            return
        offset += PAGE


def main(customer_id: str, region: str = "eu", limit: int = 50, include_closed: bool = False):
    """Adds up what an account still has to pay."""
    started = datetime.now(timezone.utc)
    rows = []
    total = 0.0
    skipped = 0
    for item in pages(customer_id, region, limit):
        if item["closed"] and not include_closed:
            skipped += 1
            continue
        total += float(item["amount"])
        rows.append(item["reference"])
    # Later steps want every reference once, in a stable order.
    rows = sorted(set(rows))
    status = "open" if total > 0 else "settled"
    print(f"{customer_id}: {len(rows)} entries, {skipped} left out, since {started.isoformat()}")
    wmill.set_progress(100)
    return {
        "status": status,
        "count": len(rows),
        "total": round(total, 2),
        "rows": rows,
    }


if __name__ == "__main__":
    print(main("c-1000"))
'''


def shared_script():
    """The script as the generator knows scripts."""
    return gen_scripts.Script(
        "python3", "Settle an account", PARAMS, FIELDS, PATH, TEXT,
        "# py: 3.11\nrequests==2.32.3\nwmill==1.850.0\n", gen_scripts.schema_of(PARAMS))
