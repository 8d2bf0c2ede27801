// Makes the npm packages: node build.mjs --binary FILE --platform PLATFORM [--platform PLATFORM …] --out FOLDER
// PLATFORM is Node's platform and architecture, such as linux-x64. With several `--binary`s, each goes with the platform in its
// place. FOLDER gets `windmill-ls` and one folder for each platform, ready for `npm pack` or `npm publish`.

import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const here = import.meta.dirname;
const root = path.join(here, "../..");

/** Platforms that a package can be made for, with npm's words for them. */
const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64", "win32-arm64"];

const { values } = parseArgs({
  options: {
    binary: { type: "string", multiple: true, default: [] },
    platform: { type: "string", multiple: true, default: [] },
    out: { type: "string" },
  },
});

function fail(message) {
  console.error(`build.mjs: ${message}`);
  process.exit(2);
}

if (values.out === undefined || values.binary.length === 0 || values.binary.length !== values.platform.length) {
  fail("usage: node build.mjs --binary FILE --platform PLATFORM [--binary … --platform …] --out FOLDER");
}

const workspace = fs.readFileSync(path.join(root, "Cargo.toml"), "utf8");
const version = /^\[workspace\.package\]\nversion = "([^"]+)"$/m.exec(workspace)?.[1] ?? fail("Cargo.toml has no version");
const repository = /^repository = "([^"]+)"$/m.exec(workspace)?.[1] ?? fail("Cargo.toml has no repository");

const shared = {
  version,
  license: "Apache-2.0",
  repository: { type: "git", url: `git+${repository}.git` },
};

function write(folder, manifest, files) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, "bin"), { recursive: true });
  for (const [to, from] of Object.entries({ ...files, LICENSE: path.join(root, "LICENSE") })) {
    fs.copyFileSync(from, path.join(folder, to));
  }
  fs.writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

for (const [at, platform] of values.platform.entries()) {
  if (!PLATFORMS.includes(platform)) {
    fail(`there is no platform '${platform}': it is one of ${PLATFORMS.join(", ")}`);
  }
  const [os, cpu] = platform.split("-");
  const name = os === "win32" ? "windmill-ls.exe" : "windmill-ls";
  const folder = path.join(values.out, `windmill-ls-${platform}`);
  write(
    folder,
    { name: `windmill-ls-${platform}`, description: `windmill-ls for ${platform}`, ...shared, os: [os], cpu: [cpu], files: ["bin"] },
    { [`bin/${name}`]: values.binary[at] },
  );
  fs.chmodSync(path.join(folder, "bin", name), 0o755);
}

write(
  path.join(values.out, "windmill-ls"),
  {
    name: "windmill-ls",
    description: "Language server and checker for Windmill flows and scripts",
    keywords: ["windmill", "openflow", "lint", "language-server"],
    ...shared,
    engines: { node: ">=18" },
    bin: { "windmill-ls": "bin/windmill-ls.js" },
    files: ["bin"],
    optionalDependencies: Object.fromEntries(values.platform.map((p) => [`windmill-ls-${p}`, version])),
  },
  { "bin/windmill-ls.js": path.join(here, "windmill-ls.js"), "README.md": path.join(root, "README.md") },
);
fs.chmodSync(path.join(values.out, "windmill-ls/bin/windmill-ls.js"), 0o755);
