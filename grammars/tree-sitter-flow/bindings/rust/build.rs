//! Compiles the generated parser and the scanner.

use std::path::Path;

fn main() {
    let source = Path::new("src");
    let mut build = cc::Build::new();
    build.std("c11").include(source).warnings(false);
    if std::env::var_os("CARGO_CFG_DEBUG_ASSERTIONS").is_none() {
        build.opt_level(3);
    }
    for file in ["parser.c", "scanner.c"] {
        build.file(source.join(file));
    }
    build.compile("tree-sitter-flow");
    println!("cargo:rerun-if-changed=src");
}
