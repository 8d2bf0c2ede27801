from dataclasses import dataclass
from typing import Optional, TypedDict

import requests


class c_crm_api(TypedDict):
    base_url: str
    api_key: str


@dataclass
class Contact:
    email: str
    full_name: str
    company: Optional[str] = None
    newsletter: bool = False


def main(crm: c_crm_api, contact: Contact, tags: list[str] = [], dry_run: bool = False):
    """Create the contact, or update the one with the same address."""
    payload = dict(contact) if isinstance(contact, dict) else vars(contact)
    payload["email"] = payload["email"].strip().lower()
    payload["tags"] = sorted(set(tags))
    if dry_run:
        return {"id": None, "created": False, "payload": payload}

    response = requests.put(
        f"{crm['base_url']}/v2/contacts/{payload['email']}",
        headers={"X-Api-Key": crm["api_key"]},
        json=payload,
        timeout=15,
    )
    response.raise_for_status()
    body = response.json()
    return {"id": body["id"], "created": response.status_code == 201, "payload": payload}
