# requirements:
# requests==2.31.0
# polars >= 1.0
import wmill
from windmill import get_state

from f.shared.formating import footer


def main(limit: int = 100):
    return footer(get_state(), wmill.get_resource("f/ops/pager"), limit)
