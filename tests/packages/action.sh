#!/usr/bin/env bash
# Runs what action.yml runs, with its inputs as environment: action.sh PROGRAM WORK
set -euo pipefail
program=$1 work=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
fail() { echo "action: $*" >&2; exit 1; }

mkdir -p "$work/bin"
ln -sf "$program" "$work/bin/windmill-ls"
export PATH=$work/bin:$PATH
act() {
  status=0
  : >"$work/summary"
  (cd "$root/tests/workspaces" && env GITHUB_STEP_SUMMARY="$work/summary" "$@" bash "$root/packages/action/run.sh") \
    >"$work/out" 2>"$work/err" || status=$?
}

act INPUT_PATHS=clean
[ "$status" = 0 ] || fail "exit status $status without findings"
grep -qx "No findings." "$work/summary" || fail "the summary does not say that nothing was found"

act INPUT_PATHS=$'clean\nbroken' INPUT_SARIF_FILE="$work/findings.sarif"
[ "$status" = 1 ] || fail "exit status $status with findings"
grep -q "^::error file=broken/" "$work/out" || fail "there are no annotations"
grep -qE '^\| +[0-9]+ \| `unknown-step` \|$' "$work/summary" || fail "the table has no unknown-step"
python3 -c 'import json, sys; assert json.load(open(sys.argv[1]))["runs"][0]["results"]' "$work/findings.sarif"

act INPUT_PATHS='clean; touch injected'
[ "$status" = 2 ] || fail "exit status $status for a path that is not there"
[ ! -e "$root/tests/workspaces/injected" ] || fail "an input is run as shell code"

# The problem matcher reads every line of `concise`.
(cd "$root/tests/workspaces" && windmill-ls --check --exit-zero --output-format concise broken) >"$work/concise"
python3 - "$root/packages/action/matcher.json" "$work/concise" <<'PY'
import json, re, sys
pattern = json.load(open(sys.argv[1]))["problemMatcher"][0]["pattern"][0]
lines = open(sys.argv[2]).read().splitlines()
assert lines
for line in lines:
    found = re.match(pattern["regexp"], line)
    assert found, line
    assert found[pattern["file"]].startswith("broken/"), line
PY
echo "action: annotations, summary, SARIF and matcher are right"
