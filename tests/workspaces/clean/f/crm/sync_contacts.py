"""Copies changed contacts from the CRM into the billing database."""

import asyncio

import requests
import wmill
from wmill import task, workflow


@task
async def fetch_changes(since: str) -> list[dict]:
    crm = wmill.get_resource("f/crm/crm_api")
    response = requests.get(
        f"{crm['base_url']}/v2/contacts",
        params={"updated_since": since},
        headers={"X-Api-Key": crm["api_key"]},
        timeout=30,
    )
    response.raise_for_status()
    return response.json()["items"]


@task
async def store(batch: list[dict]) -> int:
    for contact in batch:
        wmill.run_script_by_path(
            "f/crm/upsert_contact",
            args={"crm": "$res:f/crm/crm_api", "contact": contact, "dry_run": True},
        )
    return len(batch)


@workflow
async def main(since: str, batch_size: int = 50):
    changes = await fetch_changes(since)
    batches = [changes[i : i + batch_size] for i in range(0, len(changes), batch_size)]
    stored = await asyncio.gather(*[store(batch) for batch in batches])
    return {"changed": len(changes), "stored": sum(stored)}
