from typing import Literal, Optional

from f.shared.db import fetch_all, postgresql

QUERY = """
    select i.id, i.number, i.amount_cents, i.currency, i.due_on::text as due_on,
           c.email as customer_email, c.name as customer_name
      from invoices i
      join customers c on c.id = i.customer_id
     where i.paid_at is null
       and i.due_on < current_date - %s
       and (%s::text is null or i.currency = %s)
     order by {order}
     limit %s
"""


def main(
    db: postgresql,
    min_days: int = 14,
    currency: Optional[str] = None,
    order: Literal["oldest", "largest"] = "oldest",
    limit: int = 200,
) -> list[dict]:
    """List unpaid invoices that are past their due date.

    Args:
        db: The billing database.
        min_days: Days past the due date before an invoice counts.
        currency: Only invoices in this currency.
        order: Which invoices come first.
        limit: Upper bound on the number of rows.
    """
    column = "i.due_on" if order == "oldest" else "i.amount_cents desc"
    query = QUERY.replace("{order}", column)
    rows = fetch_all(db, query, (min_days, currency, currency, limit))
    print(f"{len(rows)} overdue invoices")
    return rows
