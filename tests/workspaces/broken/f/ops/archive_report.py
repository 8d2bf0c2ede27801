import json
from datetime import datetime, timezone

import wmill
from wmill import S3Object


def main(name: str, report: dict) -> S3Object:
    """Keep a report in the workspace's object store."""
    stamp = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    target = S3Object(s3=f"reports/{stamp}/{name}.json")
    text = json.dumps(report, indent=2, default=str)
    return wmill.write_s3_file(target, text.encode(), content_type="application/json")
