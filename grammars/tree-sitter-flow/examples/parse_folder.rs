//! Parses all YAML, Python and TypeScript files below a folder on all cores and does nothing else: what
//! `tests/bench` measures the checker against.
//!
//! ```sh
//! cargo run --release -p tree-sitter-flow --example parse_folder -- FOLDER [--flow]
//! ```
//! YAML is read with tree-sitter-yaml, with `--flow` with this grammar.

#![allow(clippy::print_stdout, reason = "a tool for the terminal")]

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tree_sitter::{Language, Parser};

fn main() -> std::io::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let flow = arguments.iter().any(|a| a == "--flow");
    arguments.retain(|a| a != "--flow");
    let [folder] = arguments.as_slice() else {
        return Err(std::io::Error::other("usage: parse_folder FOLDER [--flow]"));
    };
    let yaml: Language = match flow {
        true => tree_sitter_flow::LANGUAGE.into(),
        false => tree_sitter_yaml::LANGUAGE.into(),
    };
    let mut files = Vec::new();
    find(Path::new(folder), &yaml, &mut files)?;
    let parsed: std::io::Result<Vec<usize>> = files
        .par_iter()
        .map_init(Parser::new, |parser, (path, language)| {
            let text = std::fs::read_to_string(path)?;
            let set = parser.set_language(language);
            set.map_err(std::io::Error::other)?;
            let tree = parser.parse(&text, None);
            // Kept from being optimised away, and from being freed more cheaply than it was made.
            Ok(tree.map_or(0, |t| t.root_node().end_byte()))
        })
        .collect();
    let bytes: usize = parsed?.iter().sum();
    println!("{} files, {bytes} bytes", files.len());
    Ok(())
}

fn find(
    folder: &Path,
    yaml: &Language,
    files: &mut Vec<(PathBuf, Language)>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, yaml, files)?;
            continue;
        }
        let language = match path.extension().and_then(|e| e.to_str()) {
            Some("yaml") => yaml.clone(),
            Some("py") => tree_sitter_python::LANGUAGE.into(),
            Some("ts") => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
            _ => continue,
        };
        files.push((path, language));
    }
    Ok(())
}
