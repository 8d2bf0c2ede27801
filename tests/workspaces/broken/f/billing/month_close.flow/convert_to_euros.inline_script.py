from decimal import ROUND_HALF_EVEN, Decimal


def main(invoices: list[dict], rates: dict):
    total = Decimal(0)
    skipped = []
    for invoice in invoices:
        rate = rates.get(invoice["currency"])
        if not rate:
            skipped.append(invoice["number"])
            continue
        total += Decimal(invoice["amount_cents"]) / Decimal(str(rate))
    cents = int(total.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
    return {"open_cents": cents, "count": len(invoices) - len(skipped), "skipped": skipped}
