import re

FREE_MAIL = {"gmail.com", "outlook.com", "yahoo.com", "proton.me"}
GOOD_TITLES = re.compile(r"\b(head|director|vp|chief|owner|founder)\b", re.IGNORECASE)


def main(email: str, title: str, employees: int, budget: float):
    """Give a lead between 0 and 100 points."""
    points = 0
    reasons = []

    domain = email.rsplit("@", 1)[-1].lower()
    if domain not in FREE_MAIL:
        points += 25
        reasons.append("company address")

    if title and GOOD_TITLES.search(title):
        points += 25
        reasons.append("decision maker")

    match employees:
        case int(n) if n >= 250:
            points += 30
        case int(n) if n >= 50:
            points += 20
        case _:
            points += 5

    if budget and budget >= 10_000:
        points += 20
        reasons.append("budget")

    return {"points": points, "reasons": reasons, "domain": domain}
