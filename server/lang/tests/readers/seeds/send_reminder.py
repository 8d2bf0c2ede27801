import smtplib
from email.message import EmailMessage
from typing import Literal, TypedDict

from f.shared.formatting import money, with_footer


class smtp(TypedDict):
    host: str
    port: int
    user: str
    password: str


SUBJECTS = {
    "friendly": "A reminder about invoice {number}",
    "firm": "Invoice {number} is overdue",
    "final": "Final notice for invoice {number}",
}


def main(
    mail_server: smtp,
    to: str,
    invoice_number: str,
    amount_cents: int,
    tone: Literal["friendly", "firm", "final"] = "friendly",
    currency: str = "EUR",
):
    message = EmailMessage()
    message["From"] = mail_server["user"]
    message["To"] = to
    message["Subject"] = SUBJECTS[tone].format(number=invoice_number)
    message.set_content(
        with_footer(f"The amount of {money(amount_cents, currency)} is still open.")
    )

    with smtplib.SMTP(mail_server["host"], mail_server["port"], timeout=20) as server:
        server.starttls()
        server.login(mail_server["user"], mail_server["password"])
        server.send_message(message)

    return {"sent_to": to, "tone": tone}
