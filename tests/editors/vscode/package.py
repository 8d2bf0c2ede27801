"""Looks into the two packages: package.py UNIVERSAL PLATFORM."""

import json
import sys
import zipfile

WANTED = ["dist/extension.js", "dist/windmill-flow.tmLanguage.json", "languages/windmill-flow.json", "images/icon.png"]

for path, has_server in zip(sys.argv[1:], [False, True]):
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        manifest = json.loads(package.read("extension/package.json"))
        for name in WANTED:
            assert f"extension/{name}" in names, f"{path}: {name} is missing"
        assert manifest["main"] == "./dist/extension.js", manifest["main"]
        assert not any("node_modules" in name for name in names), names
        for step in manifest["contributes"]["walkthroughs"][0]["steps"]:
            for kind in ["markdown", "image"]:
                if kind in step["media"]:
                    assert f"extension/{step['media'][kind]}" in names, step["media"]
        server = [info for info in package.infolist() if info.filename.startswith("extension/server/")]
        assert bool(server) == has_server, f"{path}: {server}"
        for info in server:
            assert info.external_attr >> 16 & 0o100, f"{info.filename} is not executable"
        vsix = package.read("extension.vsixmanifest").decode()
        assert ("TargetPlatform=" in vsix) == has_server, f"{path}: wrong platform"
print("VS Code: both packages are whole")
