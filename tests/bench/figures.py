"""Puts many measured values into few figures."""

import statistics


def times(values):
    """The middle, the 95th percentile and the highest of some times, and all of them as measured; without any,
    there are none."""
    if not values:
        return {"p50": None, "p95": None, "max": None, "all": []}
    ordered = sorted(values)
    return {"p50": statistics.median(ordered), "p95": percentile(ordered, 0.95), "max": ordered[-1],
            "all": values}


def percentile(ordered, share):
    """The smallest value that at least this share of the ordered values does not exceed."""
    rank = -(-len(ordered) * round(share * 1000) // 1000)
    return ordered[max(rank, 1) - 1]


def spread(values):
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


def short(value):
    """A value with three digits that count; `-` for what was not measured."""
    if value is None:
        return "-"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
