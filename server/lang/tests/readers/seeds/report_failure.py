from typing import Optional

import requests
import wmill


def main(flow_name: str, message: str, step_id: Optional[str] = None, channel: str = "#ops-alerts"):
    """Tell the team which flow failed and where.

    Args:
        flow_name: Name to show at the head of the message.
        message: The error's text.
        step_id: The step that failed, when it is known.
        channel: Channel the message goes to.
    """
    slack = wmill.get_resource("f/shared/team_slack")
    where = f" in step `{step_id}`" if step_id else ""
    response = requests.post(
        "https://slack.com/api/chat.postMessage",
        headers={"Authorization": f"Bearer {slack['token']}"},
        json={"channel": channel, "text": f"*{flow_name}* failed{where}: {message}"},
        timeout=10,
    )
    response.raise_for_status()
    return {"notified": channel, "workspace": wmill.get_workspace()}
