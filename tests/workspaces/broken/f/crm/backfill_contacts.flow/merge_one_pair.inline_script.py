from typing import TypedDict

import requests


class c_crm_api(TypedDict):
    base_url: str
    api_key: str


def main(crm: c_crm_api, keep: str, merge: str) -> dict:
    response = requests.post(
        f"{crm['base_url']}/v2/contacts/{keep}/merge",
        headers={"X-Api-Key": crm["api_key"]},
        json={"other": merge},
        timeout=30,
    )
    response.raise_for_status()
    return {"kept": keep, "gone": merge}
