from datetime import datetime, timezone


def gather(check: dict, service: str, labels: dict):
    now = datetime.now(timezone.utc)
    return {
        "service": service,
        "seen_at": now.isoformat(timespec="seconds"),
        "status": check["status"],
        "millis": check["millis"],
        "team": labels.get("team", "platform"),
        "office_hours": now.weekday() < 5 and 7 <= now.hour < 18,
    }
