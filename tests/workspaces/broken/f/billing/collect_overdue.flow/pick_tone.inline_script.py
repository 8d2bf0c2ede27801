from datetime import date


def main(customer: dict, position: int):
    oldest = min(date.fromisoformat(i["due_on"]) for i in customer["invoices"])
    age = (date.today() - oldest).days
    if age > 60:
        tone = "final"
    elif age > 30:
        tone = "firm"
    else:
        tone = "friendly"
    print(f"#{position + 1} {customer['email']}: {age} days, {tone}")
    return {"tone": tone, "age": age}
