import wmill

from f.shared.formatting import money


def main(email: str, amount_cents: int):
    wmill.set_flow_user_state("rejected", True)
    print(f"rejected {money(amount_cents)} for {email}")
    return {"url": None, "rejected": True}
