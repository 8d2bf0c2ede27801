from typing import TypedDict

import requests


class CrmApi(TypedDict):
    base_url: str
    api_key: str


def main(crm: CrmApi, email: str):
    response = requests.get(
        f"{crm['base_url']}/v2/contacts/{email.strip().lower()}",
        headers={"X-Api-Key": crm["api_key"]},
        timeout=15,
    )
    if response.status_code == 404:
        return {"found": False}
    response.raise_for_status()
    return {"found": True, "contact": response.json()}
