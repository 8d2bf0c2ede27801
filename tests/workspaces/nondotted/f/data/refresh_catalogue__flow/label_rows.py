def main(rows: list[dict], supplier: str):
    seen = set()
    labelled = []
    for row in rows:
        if row["sku"] in seen:
            continue
        seen.add(row["sku"])
        labelled.append({**row, "supplier": supplier})
    return labelled
