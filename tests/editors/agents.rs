//! What ships for agents: well-formed, and it calls the program as it is.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

fn agents() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../editors/agents")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(agents().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

const HOOK: &str = "windmill-ls --hook";

#[test]
fn hooks_call_the_hook() {
    let claude = json("claude/hooks/hooks.json");
    let after = &claude["hooks"]["PostToolUse"][0];
    assert_eq!(after["matcher"], "Edit|Write|MultiEdit");
    assert_eq!(after["hooks"][0]["command"], HOOK);
    assert_eq!(
        json("cursor/hooks.json")["hooks"]["afterFileEdit"][0]["command"],
        HOOK
    );
    let copilot = json("copilot/windmill-ls.json");
    let after = &copilot["hooks"]["postToolUse"][0];
    assert_eq!([&after["bash"], &after["powershell"]], [HOOK, HOOK]);
}

#[test]
fn servers_are_started_as_a_server() {
    let claude = &json("claude/.lsp.json")["windmill-ls"];
    assert_eq!(
        (&claude["command"], &claude["args"]),
        (&json!("windmill-ls"), &json!(["--stdio"]))
    );
    assert_eq!(claude["extensionToLanguage"], json!({".yaml": "yaml"}));
    let tools = &json("claude/.mcp.json")["mcpServers"]["windmill-ls"];
    assert_eq!(
        (&tools["command"], &tools["args"]),
        (&json!("windmill-ls"), &json!(["--mcp"]))
    );
    let open = &json("opencode/opencode.json")["lsp"]["windmill-ls"];
    assert_eq!(open["command"], json!(["windmill-ls", "--stdio"]));
}

#[test]
fn the_plugin_has_this_version_and_its_skill_names_real_options() {
    let plugin = json("claude/.claude-plugin/plugin.json");
    assert_eq!(plugin["version"], env!("CARGO_PKG_VERSION"));
    let skill = read("claude/skills/windmill-ls/SKILL.md");
    assert!(
        skill.starts_with("---\nname: windmill-ls\ndescription: "),
        "{skill}"
    );
    let args = std::fs::read_to_string(agents().join("../../server/app/src/cli/args.rs")).unwrap();
    for text in [skill, read("README.md")] {
        for option in text.split("--").skip(1) {
            let name: String = option
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '-')
                .collect();
            // The border of a table, and an option of Claude Code's.
            if name.is_empty() || name.starts_with('-') || name == "plugin-dir" {
                continue;
            }
            let field = format!("pub(crate) {}:", name.replace('-', "_"));
            assert!(
                args.contains(&field) || args.contains(&field.replace("pub(crate) ", "")),
                "--{name}"
            );
        }
    }
}
