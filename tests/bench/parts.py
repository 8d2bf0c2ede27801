"""The parts of the benchmark: what each writes, which tools it compares on it, and what it prints."""

from arguments import ROOT
from bench_check import RunError, check_benchmark, findings, ours, print_check
from bench_edit import edit_benchmark, print_edit
from bench_flow import flow_benchmark, print_flow
from bench_large import large_benchmark, small_benchmark, start_benchmark
from bench_python import print_python, python_benchmark
from document import call_ends, flow_sites
from gen_python import ordinary_script, sdk_script, write_stubs, write_workspace
from generate import ONE_FLOW, generate
from print_large import print_large
from servers import Server
from tools import bin_of, yaml_settings

STUBS = ROOT / "grammars" / "python" / "sdk"
# Flows and scripts that make, with what every workspace has, about 120 files.
SMALL_FLOWS, SMALL_SCRIPTS = 14, 6
YAML = "yaml-language-server"


def run_check(args, work):
    folder = work / "check"
    what = generate(folder, flows=args.flows, scripts=args.flows, seed=args.seed)
    tools = {name: ours(binary, folder) for name, binary in args.builds.items()}
    if "check" in args.parts:
        tools["wmill lint"] = ["node", bin_of(args.npm, "windmill-cli", "wmill"), "lint"]
        if args.ty:
            typings = write_stubs(work / "check-typings", STUBS)
            tools["ty check"] = [str(args.ty), "check", "--exit-zero", "--quiet",
                                 "--extra-search-path", str(typings), "."]
    if "parse" in args.parts:
        if args.parser.exists():
            tools["tree-sitter-yaml"] = [str(args.parser), str(folder)]
            tools["tree-sitter-flow"] = [str(args.parser), str(folder), "--flow"]
        elif "check" in args.parts:
            print(f"note: without bare parsing, as {args.parser} is missing; build it with "
                  "`cargo build --release -p tree-sitter-flow --example parse_folder`")
        else:
            raise RunError(f"{args.parser}: no such file; build it with "
                           "`cargo build --release -p tree-sitter-flow --example parse_folder`")
    report = check_benchmark(tools, folder, args.runs, args.warmups)
    report["what"] = what.replace(f" in {folder}", "")
    report["python_files"] = sum(1 for _ in folder.rglob("*.py"))
    for binary in list(args.builds.values())[:1]:
        report["findings"] = findings(binary, folder)
    print_check(report, args.builds)
    return report


def run_edit(args, work):
    report = {}
    for kind, lines in (("flow", args.lines), ("long_flow", args.long_lines)):
        root, flow = one_flow(work / f"edit-{kind}", args, lines)
        servers = builds(args)
        if kind == "flow":
            servers[YAML] = yaml_server(args)
        sites = flow_sites(flow.read_text(encoding="utf-8"), 4)
        places = [(site.line, site.column + len(f"results.{site.name}")) for site in sites]
        report[kind] = edit_benchmark(servers, root, flow, "yaml", places, args, work)
        print_edit("A flow", report[kind])
    for kind, text in (("python", ordinary_script(args.script_lines, args.seed)),
                       ("sdk", sdk_script(args.script_lines, args.seed))):
        root = work / f"edit-{kind}"
        script = write_workspace(root, STUBS, text)
        servers = {**builds(args), **ty_server(args)}
        report[kind] = edit_benchmark(servers, root, script, "python", call_ends(text, 4), args, work)
        print_edit("A Python script" + " full of SDK calls" * (kind == "sdk"), report[kind])
    return report


def run_flow(args, work):
    report = {}
    for kind, lines in (("flow", args.lines), ("long_flow", args.long_lines)):
        root, flow = one_flow(work / kind, args, lines)
        servers = builds(args)
        if kind == "flow":
            servers[YAML] = yaml_server(args)
        report[kind] = flow_benchmark(servers, root, flow, args, work)
        print_flow(report[kind])
    if not args.schema.exists():
        print(f"without a schema for yaml-language-server: no {args.schema.name}")
    return report


def run_python(args, work):
    root = work / "python"
    script = write_workspace(root, STUBS, sdk_script(args.script_lines, args.seed))
    pyright = Server(["node", bin_of(args.npm, "pyright", "pyright-langserver"), "--stdio"])
    servers = {**builds(args), "pyright": pyright, **ty_server(args)}
    report = {"script": python_benchmark(servers, root, script, args, work)}
    print_python(report["script"])
    return report


def run_large(args, work):
    large, small = work / "large", work / "small"
    generate(large, flows=args.large_flows, scripts=args.large_scripts, seed=args.seed, users=args.users)
    generate(small, flows=SMALL_FLOWS, scripts=SMALL_SCRIPTS, seed=args.seed, users=SMALL_FLOWS)
    report = {"users": args.users, "large": large_benchmark(builds(args), large, args, work),
              "small": small_benchmark(builds(args), small, args, work),
              "others": start_benchmark(ty_server(args), large, args, work)}
    print_large(report)
    return report


def one_flow(root, args, lines):
    generate(root, seed=args.seed, one_flow=lines)
    return root, root / f"{ONE_FLOW}.flow" / "flow.yaml"


def builds(args):
    return {name: Server([str(binary), "--stdio"]) for name, binary in args.builds.items()}


def yaml_server(args):
    return Server(["node", bin_of(args.npm, YAML, YAML), "--stdio"], yaml_settings(args.schema))


def ty_server(args):
    return {"ty": Server([str(args.ty), "server"])} if args.ty else {}


RUN = {"check": run_check, "edit": run_edit, "flow": run_flow, "python": run_python, "large": run_large}
