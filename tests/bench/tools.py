"""The other tools: installs what is missing and says how each is started."""

import json
import subprocess
import sys

# The packages of npm, and the parts that need them.
PACKAGES = {"windmill-cli": {"check"}, "yaml-language-server": {"flow", "edit"}, "pyright": {"python"}}
NEEDS_TY = {"check", "python", "edit", "large"}


def install(folder, parts):
    """Installs the packages of these parts that are not there yet; returns their versions."""
    modules = folder / "node_modules"
    packages = [name for name, users in PACKAGES.items() if users & set(parts)]
    missing = [name for name in packages if not (modules / name / "package.json").exists()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        # With a package.json of its own, npm installs here and not into a folder above.
        if not (folder / "package.json").exists():
            (folder / "package.json").write_text('{ "private": true }\n', encoding="utf-8")
        command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *missing]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    versions = {name: json.loads((modules / name / "package.json").read_text())["version"]
                for name in packages}
    if packages:
        node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
        versions["node"] = node.stdout.strip()
    return versions


def install_ty(folder):
    """Installs ty where it is missing; its version, or None where that does not work."""
    program = folder / "bin" / "ty"
    try:
        if not program.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            subprocess.run([str(folder / "bin" / "pip"), "install", "--quiet", "ty"], check=True)
        shown = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"note: without ty, which cannot be installed: {error}")
        return None
    return shown.stdout.split()[1]


def version_of(binary):
    """What a build of windmill-ls says of itself."""
    result = subprocess.run([str(binary), "--version"], capture_output=True, text=True, check=True)
    return result.stdout.strip().removeprefix("windmill-ls ")


def bin_of(npm, package, name):
    """The script behind a package's command, to be run by node itself."""
    folder = npm / "node_modules" / package
    entry = json.loads((folder / "package.json").read_text())["bin"]
    return str(folder / (entry if isinstance(entry, str) else entry[name]))


def yaml_settings(schema):
    """What yaml-language-server asks for; nothing in it needs the network."""
    schemas = {schema.as_uri(): ["flow.yaml", "**/flow.yaml"]} if schema.exists() else {}
    return {
        "yaml": {"schemas": schemas, "schemaStore": {"enable": False}, "validate": True,
                 "completion": True, "hover": True},
        "http": {}, "[yaml]": {}, "editor": {}, "files": {},
    }
