#!/usr/bin/env bash
# Installs windmill-ls for Helix, with the colours of flows: editors/helix/install.sh
# Run it again after an update: it replaces what it wrote, and leaves the rest of languages.toml alone.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
config=${XDG_CONFIG_HOME:-$HOME/.config}/helix
"$here/../../grammars/tree-sitter-flow/build" "$config/runtime/grammars/flow.so"
mkdir -p "$config/runtime/queries"
rm -rf "$config/runtime/queries/windmill-flow"
cp -r "$here/queries/windmill-flow" "$config/runtime/queries/"

begin='# windmill-ls: begin (written by editors/helix/install.sh)'
end='# windmill-ls: end'
languages=$config/languages.toml
touch "$languages"
if grep -q '^language *=' "$languages"; then
  echo "$languages has languages as a list, which takes no more of them: add editors/helix/languages.toml by hand" >&2
  exit 1
fi
if grep -qxF "$begin" "$languages" && ! grep -qxF "$end" "$languages"; then
  echo "$languages: the line '$end' is missing; remove what stands after '$begin' and run this again" >&2
  exit 1
fi
others=$(sed "\\|^$begin\$|,\\|^$end\$|d" "$languages" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}')
{
  [ -z "$others" ] || printf '%s\n\n' "$others"
  echo "$begin"
  cat "$here/languages.toml"
  echo "$end"
} >"$languages.new"
cat "$languages.new" >"$languages" # a link stays a link
rm "$languages.new"
echo "installed: $config/runtime and $languages"
echo "hx --health windmill-flow shows whether all is there."
