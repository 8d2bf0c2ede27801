from collections import defaultdict


def main(invoices: list[dict], max_reminders: int):
    by_email: dict[str, list[dict]] = defaultdict(list)
    for invoice in invoices[:max_reminders]:
        by_email[invoice["customer_email"]].append(invoice)

    customers = [
        {
            "email": email,
            "name": items[0]["customer_name"],
            "invoices": items,
            "open_cents": sum(item["amount_cents"] for item in items),
        }
        for email, items in by_email.items()
    ]
    customers.sort(key=lambda c: c["open_cents"], reverse=True)
    return {"customers": customers, "skipped": max(0, len(invoices) - max_reminders)}
