from typing import TypedDict


class stripe(TypedDict):
    token: str


def preprocessor(evt: dict) -> dict:
    """Take the alert out of the request."""
    body = evt["body"]
    return {"service": body["service"], "text": body.get("text", "")}


def main(service: str, text: str = "") -> str:
    return f"{service}: {text}"
