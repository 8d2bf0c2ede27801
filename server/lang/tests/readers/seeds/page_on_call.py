from typing import Literal, TypedDict

import requests


class c_pager(TypedDict):
    routing_key: str
    endpoint: str


def main(
    pager: c_pager,
    title: str,
    severity: Literal["info", "warning", "critical"],
    details: dict = {},
) -> dict:
    response = requests.post(
        pager["endpoint"],
        json={
            "routing_key": pager["routing_key"],
            "event_action": "trigger",
            "payload": {
                "summary": title,
                "severity": severity,
                "source": "windmill",
                "custom_details": details,
            },
        },
        timeout=10,
    )
    response.raise_for_status()
    return {"incident": response.json()["dedup_key"]}
