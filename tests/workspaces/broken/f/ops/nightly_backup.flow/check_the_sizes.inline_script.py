import json


def main(dumps: list, expected: int):
    sizes = {}
    for dump in dumps:
        if dump is None:
            continue
        record = json.loads(dump) if isinstance(dump, str) else dump
        sizes[record["name"]] = record["bytes"]

    small = [name for name, size in sizes.items() if size < 1024]
    if small
        raise ValueError(f"suspiciously small dumps: {', '.join(small)}")
    return {"complete": len(sizes) == expected, "sizes": sizes}
