#!/usr/bin/env bash
# What action.yml runs. Its inputs come as INPUT_…; nothing of them is taken for shell code.
set -euo pipefail

if ! command -v windmill-ls >/dev/null; then
  venv=$(mktemp -d)/venv
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "windmill-ls${INPUT_VERSION:+==$INPUT_VERSION}"
  PATH=$venv/bin:$PATH
fi

# One path a line, or several with spaces between.
paths=()
while IFS= read -r line; do
  read -ra some <<<"$line"
  paths+=("${some[@]}")
done <<<"${INPUT_PATHS:-.}"

check=(--check)
[ -z "${INPUT_SINCE:-}" ] || check+=(--since "$INPUT_SINCE")
[ -z "${INPUT_BASELINE:-}" ] || check+=(--baseline "$INPUT_BASELINE")
more=()
[ "${INPUT_ERROR_ON_WARNING:-false}" != true ] || more+=(--error-on-warning)

status=0
windmill-ls "${check[@]}" "${more[@]}" --output-format github -- "${paths[@]}" || status=$?

# Exit status 2 and above: nothing was checked, and stderr says why.
if [ "$status" -le 1 ]; then
  if [ -n "${INPUT_SARIF_FILE:-}" ]; then
    windmill-ls "${check[@]}" --quiet --exit-zero --output-format sarif --output-file "$INPUT_SARIF_FILE" -- "${paths[@]}"
  fi
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    {
      echo "### windmill-ls"
      counts=$(windmill-ls "${check[@]}" --quiet --exit-zero --statistics -- "${paths[@]}")
      if [ -z "$counts" ]; then
        echo "No findings."
      else
        echo "| findings | rule |"
        echo "|---:|---|"
        while read -r count rule; do
          echo "| $count | \`$rule\` |"
        done <<<"$counts"
      fi
    } >>"$GITHUB_STEP_SUMMARY"
  fi
fi
exit "$status"
