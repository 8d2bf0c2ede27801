from typing import TypedDict

import requests


class c_crm_api(TypedDict):
    base_url: str
    api_key: str


def main(crm: c_crm_api, page: int, page_size: int):
    response = requests.get(
        f"{crm['base_url']}/v2/contacts",
        params={"page": page, "per_page": page_size},
        headers={"X-Api-Key": crm["api_key"]},
        timeout=30,
    )
    response.raise_for_status()
    items = response.json()["items"]
    return {"items": items, "last": len(items) < page_size}
