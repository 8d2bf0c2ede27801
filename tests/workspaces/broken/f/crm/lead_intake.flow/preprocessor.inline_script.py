import json


def preprocess(event: dict):
    """Accepts the web form (http), the partner's webhook and plain mail."""
    kind = event["kind"]
    if kind in ("http", "webhook"):
        body = event["body"]
        if isinstance(body, str):
            body = json.loads(body)
    elif kind == "email":
        parsed = event["parsed_email"]
        body = {
            "email": parsed["headers"]["From"],
            "full_name": "",
            "note": parsed["text_body"],
        }
    else:
        raise ValueError(f"no rule for events of kind {kind}")

    return {
        "email": body["email"],
        "full_name": body.get("full_name") or body.get("name", ""),
        "title": body.get("title", ""),
        "employees": int(body.get("employees") or 0),
        "budget": float(body.get("budget") or 0),
        "note": body.get("note", ""),
    }
