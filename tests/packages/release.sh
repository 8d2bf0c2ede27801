#!/usr/bin/env bash
# Makes a release of what can be built here, from a wheel, and looks into all of it: release.sh WHEEL LICENCES WORK
set -euo pipefail
wheel=$1 licences=$2 work=$3
root=$(cd "$(dirname "$0")/../.." && pwd)
fail() { echo "release: $*" >&2; exit 1; }

target=$(rustc -vV | sed -n 's/^host: //p')
version=$("$root/packages/release/version")
mkdir -p "$work/built/$target"
cp "$wheel" "$work/built/$target"
"$root/packages/release/collect" "$work/built" "$licences" "$work/out"
files=$work/out/files

(cd "$files" && sha256sum --check --quiet --strict SHA256SUMS) || fail "a sum is wrong"
[ "$(wc -l <"$files/SHA256SUMS")" = "$(($(find "$files" -type f | wc -l) - 1))" ] || fail "SHA256SUMS does not have all files"

tar -C "$work" -xzf "$files/windmill-ls-$target.tar.gz"
folder=$work/windmill-ls-$target
for file in LICENSE LICENSES-OF-OTHERS.md README.md CHANGELOG.md man/windmill-ls.1 \
  completions/{windmill-ls.bash,_windmill-ls,windmill-ls.fish,_windmill-ls.ps1,windmill-ls.elv}; do
  [ -s "$folder/$file" ] || fail "the archive has no $file"
done
[ "$("$folder/windmill-ls" --version)" = "windmill-ls $version" ] || fail "the program of the archive has another version"
bash -n "$folder/completions/windmill-ls.bash"
grep -q "^- tree-sitter " "$folder/LICENSES-OF-OTHERS.md" || fail "the licences do not name tree-sitter"
! find "$folder" -newermt "@$(($(git -C "$root" log -1 --format=%ct) + 1))" | grep -q . || fail "times are not those of the commit"

# The same input makes the same bytes.
"$root/packages/archive/build" "$target" "$folder/windmill-ls" "$licences" "$work/again"
cmp "$work/again/windmill-ls-$target.tar.gz" "$files/windmill-ls-$target.tar.gz" || fail "the archive is another the second time"
# For Windows a program for Linux will do: what is looked at is the archive.
"$root/packages/archive/build" x86_64-pc-windows-msvc "$folder/windmill-ls" "$licences" "$work/again"
python3 - "$work/again/windmill-ls-x86_64-pc-windows-msvc.zip" "$files/windmill-ls-$target.cdx.json" <<'PY'
import json, sys, zipfile
names = zipfile.ZipFile(sys.argv[1]).namelist()
assert "windmill-ls-x86_64-pc-windows-msvc/windmill-ls.exe" in names, names
parts = json.load(open(sys.argv[2]))
assert parts["bomFormat"] == "CycloneDX", parts["bomFormat"]
assert {"tree-sitter", "tokio"} <= {part["name"] for part in parts["components"]}
PY

[ -s "$files/windmill-ls.vsix" ] || fail "there is no extension without a program"
! "$root/packages/release/version" v99.0.0 >/dev/null 2>"$work/version" || fail "a tag of another version passes"
grep -q "the tag v99.0.0 has 99.0.0" "$work/version" || fail "the tag is not told"
echo "release: archive, licences, what it is built from, sums and packages"
