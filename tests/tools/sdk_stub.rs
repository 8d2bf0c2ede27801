//! A bundled stub of an SDK, brought up to date with an unpacked wheel: names and signatures are the
//! wheel's, descriptions stay as they are, and what is new has none yet.
//!
//! ```sh
//! pip download wmill --no-deps && unzip wmill-*.whl -d wheel
//! cargo run -p tests --bin sdk-stub -- wheel > wmill.pyi && mv wmill.pyi grammars/python/sdk/
//! ```
//!
//! With `skyvern` or `skyvern.client` as second argument, the stub of that module. What changed must be
//! written into the list beside the stub as well: a test compares the two.

#![allow(clippy::print_stdout, reason = "a tool for the terminal")]

use std::error::Error;
use std::fs;
use std::path::Path;

use lang::python::Function;
use sdk::{Sdk, SdkModule, version_in};
use tests::stub_text::stub_text;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: sdk-stub FOLDER [MODULE]")?;
    let folder = Path::new(&folder);
    let name = arguments.next().unwrap_or_else(|| "wmill".to_owned());
    let module = SdkModule::named(&name).ok_or("the modules are wmill, skyvern, skyvern.client")?;
    let (stub, files): (&str, &[&str]) = match module {
        SdkModule::Wmill => (
            "wmill.pyi",
            &["wmill/client.py", "wmill/s3_types.py", "wmill/s3_reader.py"],
        ),
        SdkModule::Skyvern => (
            "skyvern.pyi",
            &[
                "skyvern/library/skyvern.py",
                "skyvern/client/client.py",
                "skyvern/client/environment.py",
                "skyvern/client/agents/client.py",
                "skyvern/client/artifacts/client.py",
                "skyvern/client/schedules/client.py",
                "skyvern/client/scripts/client.py",
            ],
        ),
        SdkModule::SkyvernClient => (
            "skyvern_client.pyi",
            &[
                "skyvern/client/client.py",
                "skyvern/client/environment.py",
                "skyvern/client/agents/client.py",
                "skyvern/client/artifacts/client.py",
                "skyvern/client/schedules/client.py",
                "skyvern/client/scripts/client.py",
            ],
        ),
        SdkModule::WmillClient => return Err("early versions do not change any more".into()),
    };
    let mut read = Vec::new();
    for file in files {
        let text = fs::read_to_string(folder.join(file)).map_err(|e| format!("{file}: {e}"))?;
        read.push((*file, text));
    }
    let read: Vec<(&str, &str)> = read.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let package = name.split('.').next().unwrap_or(&name);
    let mut sdk = Sdk::from_source(&read, &version(folder, package)?);
    if package == "skyvern" {
        keep_known(&mut sdk, module.stub());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../grammars/python/sdk");
    let old = fs::read_to_string(root.join(stub))?;
    print!("{}", stub_text(&sdk, module.stub(), &old));
    Ok(())
}

/// The version of an unpacked package.
fn version(folder: &Path, package: &str) -> Result<String, Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        if name.starts_with(&format!("{package}-")) && name.ends_with(".dist-info") {
            let metadata = fs::read_to_string(path.join("METADATA"))?;
            return Ok(version_in(&metadata).unwrap_or_default().to_owned());
        }
    }
    Err(format!("no {package}-….dist-info in {}", folder.display()).into())
}

/// Of a package with hundreds of names, keeps the classes that the stub has, and with them what the
/// package itself has lost but scripts still use.
fn keep_known(sdk: &mut Sdk, old: &Sdk) {
    let is_internal = |f: &Function| f.name.starts_with('_') && f.name.value != "__init__";
    sdk.functions.clear();
    sdk.classes.retain(|c| old.class(&c.name).is_some());
    for class in &mut sdk.classes {
        class.methods.retain(|m| !is_internal(m));
        if class.bases.is_empty() || class.name.value == "Skyvern" {
            class.fields.clear();
        }
        let agent = old.class(&class.name).and_then(|c| c.field("agent"));
        class.fields.extend(agent.cloned());
    }
    let lost = old.classes.iter().filter(|c| sdk.class(&c.name).is_none());
    let lost: Vec<_> = lost.cloned().collect();
    sdk.classes.extend(lost);
    sdk.classes.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    sdk.variables.clone_from(&old.variables);
}
