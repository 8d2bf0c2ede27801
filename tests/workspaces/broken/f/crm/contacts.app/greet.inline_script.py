def main(day: int, whom: str = ""):
    return {"day": day, "whom": whom}
