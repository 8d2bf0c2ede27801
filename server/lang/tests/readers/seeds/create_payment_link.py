from typing import TypedDict

import stripe as stripe_sdk
import wmill


class stripe(TypedDict):
    token: str


def main(account: stripe, invoice_number: str, amount_cents: int, currency: str = "eur"):
    stripe_sdk.api_key = account["token"]
    success_url = wmill.get_variable("f/billing/payment_return_url")

    price = stripe_sdk.Price.create(
        currency=currency,
        unit_amount=amount_cents,
        product_data={"name": f"Invoice {invoice_number}"},
    )
    link = stripe_sdk.PaymentLink.create(
        line_items=[{"price": price.id, "quantity": 1}],
        after_completion={"type": "redirect", "redirect": {"url": success_url}},
        metadata={"invoice": invoice_number},
    )
    return {"id": link.id, "url": link.url}
