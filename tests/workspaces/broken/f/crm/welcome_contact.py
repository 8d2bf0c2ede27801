"""Welcomes a new contact, and asks after a week how it goes."""

from datetime import datetime

import wmill
from wmill import sleep, task, workflow


@task
async def write(email: str, template: str) -> bool:
    mail = wmill.get_resource("f/shared/mail_server")
    print(f"{template} to {email} by {mail['host']}")
    return True


@workflow
async def main(email: str):
    sent_at = datetime.now().isoformat()
    write(email, "welcome")
    try:
        await sleep(7 * 24 * 3600)
        await write(email, "how_is_it_going")
    except:
        print("not asked")
    return {"sent_at": sent_at}
