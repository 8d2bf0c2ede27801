"""Text helpers: amounts, dates and the footer of every mail."""

from datetime import date

FOOTER = "This message was sent by the billing desk."


def money(cents: int, currency: str = "EUR") -> str:
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole:,}.{rest:02d} {currency}"


def days_between(first: date, second: date) -> int:
    return (second - first).days


def with_footer(body: str) -> str:
    return f"{body.rstrip()}\n\n--\n{FOOTER}\n"
