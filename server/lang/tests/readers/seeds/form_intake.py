import wmill


def preprocessor(event: dict):
    """Turn the web form's request into the arguments of main."""
    if event["kind"] not in ("http", "webhook"):
        raise ValueError(f"unexpected event: {event['kind']}")

    body = event["body"]
    return {
        "email": body["email"],
        "full_name": f"{body.get('first_name', '')} {body.get('last_name', '')}".strip(),
        "message": body.get("message", ""),
        "source": event.get("headers", {}).get("referer", "direct"),
    }


def main(email: str, full_name: str, message: str = "", source: str = "direct"):
    job_id = wmill.run_flow_async(
        "f/crm/lead_intake",
        args={
            "email": email,
            "full_name": full_name,
            "title": "",
            "employees": 0,
            "budget": 0,
            "note": f"{message}\n(from {source})",
        },
    )
    return {"accepted": True, "job": job_id}
