import csv
import io

import requests


def main(url: str, delimiter: str = ";", skip_rows: int = 0) -> list[dict]:
    """Read a supplier's price list."""
    response = requests.get(url, timeout=60)
    response.raise_for_status()
    lines = response.text.splitlines()[skip_rows:]
    reader = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    return [
        {"sku": row["sku"].strip(), "name": row["name"], "price": float(row["price"])}
        for row in reader
        if row.get("sku")
    ]
