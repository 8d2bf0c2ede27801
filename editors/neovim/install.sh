#!/usr/bin/env bash
# Installs windmill-ls for Neovim, with the colours of flows: editors/neovim/install.sh
# It writes into a folder of its own, from which Neovim loads packages. Run it again after an update.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}/${NVIM_APPNAME:-nvim}
package=$data/site/pack/windmill-ls/start/windmill-ls
rm -rf "$package"
mkdir -p "$package"
cp -r "$here/lsp" "$here/lua" "$here/queries" "$package/"
"$here/../../grammars/tree-sitter-flow/build" "$package/parser/flow.so"
echo "installed: $package"
echo "Say require('windmill_ls').setup() in init.lua; :checkhealth windmill_ls shows whether all is there."
