"""Prints what was measured in the large workspace."""

from figures import short

LINES = [
    ("start to initialize, ms", lambda row: row["start_ms"]["p50"]),
    ("first completion of a step, ms", lambda row: row["first_step_ms"]["p50"]),
    ("first completion of a path, ms", lambda row: row["first_path_ms"]["p50"]),
    ("until all is checked, ms", lambda row: row["loaded_ms"]["p50"]),
    ("memory at rest, MB", lambda row: row["rest_mb"]),
    ("highest memory, MB", lambda row: row["peak_mb"]),
    ("letter until findings, p50 ms", lambda row: row["findings_ms"]["p50"]),
    ("letter until findings, p95 ms", lambda row: row["findings_ms"]["p95"]),
    ("letter, processor ms", lambda row: row["mean_processor_ms"]),
    ("parameter, processor ms a letter", lambda row: row["typed_ms"]["p50"]),
    ("the same, a rest after each", lambda row: row["rested_ms"]["p50"]),
    ("checkout until a hover, ms", lambda row: row["next_answer_ms"]["p50"]),
    ("checkout until own findings, ms", lambda row: row["next_findings_ms"]["p50"]),
    ("checkout until all findings, ms", lambda row: row["checkout_ms"]["p50"]),
    ("references of the script, ms", lambda row: row["references_ms"]["p50"]),
    ("its rename, ms", lambda row: row["rename_ms"]["p50"]),
    ("symbols of the workspace, ms", lambda row: row["symbols_ms"]["p50"]),
]


def print_large(report):
    """One column a build; the servers that only start come last."""
    large, small, others = report["large"], report["small"], report["others"]
    print(f"\nLarge: {large['files']} files, {large['rounds']} sessions, {large['letters']} letters in a "
          f"script that {report['users']} flows use, {large['checkout']} files in a checkout")
    print(f"{'':34}" + "".join(f"{name:>20}" for name in large["servers"]))
    for title, value in LINES:
        print(f"{title:34}" + "".join(f"{short(value(row)):>20}" for row in large["servers"].values()))
    for title, pick in (("among {} files: until findings, p50 ms", lambda row: row["findings_ms"]["p50"]),
                        ("among {} files: processor ms", lambda row: row["mean_processor_ms"])):
        print(f"{title.format(small['files']):34}"
              + "".join(f"{short(pick(row)):>20}" for row in small["servers"].values()))
    for name, row in large["servers"].items():
        right, asked = row["first_answers_right"], row["first_answers"]
        if right < asked:
            print(f"note: {right} of {asked} first completions of {name} offered what stood there")
    for name, row in others["servers"].items():
        print(f"{name}, start to initialize, ms: {short(row['start_ms']['p50'])}")
