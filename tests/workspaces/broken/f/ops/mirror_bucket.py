from typing import TypedDict

import slack


class slack(TypedDict):
    token: str


def main(channel: str = "#ops", account: slack, target: c_bucket) -> str:
    client = slack.WebClient(token=account["token"])
    client.chat_postMessage(channel=channel, text=f"mirrored to {target['name']}")
    return target["name"]


class c_bucket(TypedDict):
    name: str
