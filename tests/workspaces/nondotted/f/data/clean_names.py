import re
import unicodedata

SPACES = re.compile(r"\s+")


def clean(name: str) -> str:
    text = unicodedata.normalize("NFKC", name)
    return SPACES.sub(" ", text).strip().title()


def main(products: list[dict], max_length: int = 80):
    return [{**p, "name": clean(p["name"])[:max_length]} for p in products]
