#!/usr/bin/env bash
# Gives reports to readers that others wrote: formats.sh PROGRAM PYTHON WORK
#   PYTHON  has junitparser; sarif-multitool comes from this folder's package.json
set -euo pipefail
program=$1 python=$2 work=$3
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$work"

for folder in clean broken; do
  for format in sarif junit; do
    "$program" --check --exit-zero --output-format $format --output-file "$work/$folder.$format" "$root/tests/workspaces/$folder"
  done
  # Warnings are advice, and one is about a page on the web that is not there yet.
  "$root/tests/packages/node_modules/.bin/sarif-multitool" validate "$work/$folder.sarif" >"$work/validated" ||
    { cat "$work/validated" >&2; exit 1; }
  ! grep -E ': (error|note) ' "$work/validated" >&2 || exit 1
  grep -q "Analysis completed successfully" "$work/validated"
done
"$python" - "$work" <<'PY'
import sys
from junitparser import Failure, JUnitXml

for folder, some in [("clean", False), ("broken", True)]:
    report = JUnitXml.fromfile(f"{sys.argv[1]}/{folder}.junit")
    cases = [case for suite in report for case in suite]
    failures = [case for case in cases if any(isinstance(result, Failure) for result in case.result)]
    assert (report.tests, report.failures) == (len(cases), len(failures)), (report.tests, len(cases), report.failures, len(failures))
    assert bool(failures) == some, (folder, len(failures))
PY
echo "formats: SARIF passes its validator, JUnit is read"
