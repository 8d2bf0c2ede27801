"""The table of goals: what was measured in all parts, one row a goal, one column a build of windmill-ls."""

from dataclasses import dataclass
from typing import Callable

from figures import short

LINT, TY, YAML = "wmill lint", "ty check", "yaml-language-server"


@dataclass
class Goal:
    """One row: `figure` finds it in the report for a build by name; less is better in all of them."""

    title: str
    most: float | None
    figure: Callable


def processor_share(other):
    return lambda report, us: (report["check"]["tools"][us]["processor_s"]
                               / report["check"]["tools"][other]["processor_s"])


def wall_share(other):
    return lambda report, us: (report["check"]["tools"][us]["wall_s"]["median"]
                               / report["check"]["tools"][other]["wall_s"]["median"])


def served(part, kind, key, share=None):
    """A figure of a server in one measurement of a part."""
    def figure(report, us):
        value = report[part][kind]["servers"][us][key]
        return value[share] if share else value
    return figure


def over(part, kind, key, share, other):
    """The same as a share of what another server takes."""
    mine = served(part, kind, key, share)
    return lambda report, us: mine(report, us) / mine(report, other)


def grown(report, us):
    large, small = (report["large"][size]["servers"][us]["findings_ms"]["p50"]
                    for size in ("large", "small"))
    return large / small


def start_share(report, us):
    mine = report["large"]["large"]["servers"][us]["start_ms"]["p50"]
    return mine / report["large"]["others"]["servers"]["ty"]["start_ms"]["p50"]


GOALS = [
    Goal("check ÷ wmill lint, processor time", 0.2, processor_share(LINT)),
    Goal("check ÷ ty check, processor time", 0.25, processor_share(TY)),
    Goal("check ÷ bare parsing, own grammar, time", 1.25, wall_share("tree-sitter-flow")),
    Goal("check ÷ bare parsing, processor time", None, processor_share("tree-sitter-flow")),
    Goal("flow: letter until findings, p95 ms", 3, served("edit", "flow", "findings_ms", "p95")),
    Goal("  p50 ms", None, served("edit", "flow", "findings_ms", "p50")),
    Goal("  processor ms, all that follows", None, served("edit", "flow", "mean_processor_ms")),
    Goal("  ÷ yaml-language-server, p95", 0.02, over("edit", "flow", "findings_ms", "p95", YAML)),
    Goal("long flow: letter until findings, p95 ms", 15, served("edit", "long_flow", "findings_ms", "p95")),
    Goal("  p50 ms", None, served("edit", "long_flow", "findings_ms", "p50")),
    Goal("  processor ms, all that follows", None, served("edit", "long_flow", "mean_processor_ms")),
    Goal("Python: letter until findings, p95 ms", 4, served("edit", "python", "findings_ms", "p95")),
    Goal("  p50 ms", None, served("edit", "python", "findings_ms", "p50")),
    Goal("  processor ms, all that follows", 6, served("edit", "python", "mean_processor_ms")),
    Goal("  full of SDK calls: letter, p95 ms", None, served("edit", "sdk", "findings_ms", "p95")),
    Goal("  its processor ms", None, served("edit", "sdk", "mean_processor_ms")),
    Goal("shared script, large ÷ small, p50", 2, grown),
    Goal("  in the large workspace, p50 ms", None, served("large", "large", "findings_ms", "p50")),
    Goal("  its parameter, processor ms a letter", 25, served("large", "large", "typed_ms", "p50")),
    Goal("  the same with a rest after each", None, served("large", "large", "rested_ms", "p50")),
    Goal("flow: completion, p95 ms", 2, served("flow", "flow", "completion_ms", "p95")),
    Goal("long flow: completion, p95 ms", 10, served("flow", "long_flow", "completion_ms", "p95")),
    Goal("Python: completion, p95 ms", 3,
         served("python", "script", "completion_ms", "p95")),
    Goal("large: start to initialize, p50 ms", None, served("large", "large", "start_ms", "p50")),
    Goal("  ÷ ty's", 1, start_share),
    Goal("large: first completion, a step, p50 ms", 50, served("large", "large", "first_step_ms", "p50")),
    Goal("large: first completion, a path, p50 ms", 50, served("large", "large", "first_path_ms", "p50")),
    Goal("checkout: until the next answer, p50 ms", 100,
         served("large", "large", "next_answer_ms", "p50")),
    Goal("  until findings of an open file, p50 ms", None,
         served("large", "large", "next_findings_ms", "p50")),
    Goal("  until all findings, p50 ms", None, served("large", "large", "checkout_ms", "p50")),
    Goal("references of the shared script, p50 ms", 30, served("large", "large", "references_ms", "p50")),
    Goal("  its rename, p50 ms", 200, served("large", "large", "rename_ms", "p50")),
    Goal("symbols of the workspace, p50 ms", 20, served("large", "large", "symbols_ms", "p50")),
    Goal("large: memory at rest, MB", 120, served("large", "large", "rest_mb")),
    Goal("  highest, MB", None, served("large", "large", "peak_mb")),
]


def goals(report, builds):
    """The rows of what was measured: title, goal, the figure of each build in turn."""
    rows = []
    for goal in GOALS:
        figures = []
        for us in builds:
            try:
                figures.append(goal.figure(report, us))
            except KeyError:  # That part, or the other tool, did not run.
                figures.append(None)
        if any(figure is not None for figure in figures):
            rows.append({"title": goal.title, "goal": goal.most, "figures": figures})
    return rows


def print_goals(rows, builds):
    if not rows:
        return
    heads = [*builds, *(["new ÷ old"] if len(builds) == 2 else []), "goal"]
    print(f"\n{'Goals':42}" + "".join(f"{head:>20}" for head in heads))
    for row in rows:
        shown = [short(figure) for figure in row["figures"]]
        if len(builds) == 2:
            new, old = row["figures"]
            shown.append(f"{new / old:.2f}" if new is not None and old else "-")
        shown.append("" if row["goal"] is None else f"≤ {row['goal']:g}")
        print(f"{row['title']:42}" + "".join(f"{text:>20}" for text in shown))
