//! windmill-ls in Zed: says how the server is started. All else is the server's.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

const SERVER: &str = "windmill-ls";

struct Windmill;

impl zed::Extension for Windmill {
    fn new() -> Self {
        Windmill
    }

    /// The binary of the settings (`lsp.windmill-ls.binary.path`), else the one in `PATH`.
    fn language_server_command(&mut self, _: &LanguageServerId, tree: &Worktree) -> Result<Command> {
        let settings = LspSettings::for_worktree(SERVER, tree).ok();
        let binary = settings.and_then(|s| s.binary);
        let (path, args) = binary.map_or((None, None), |b| (b.path, b.arguments));
        let command = path.or_else(|| tree.which(SERVER)).ok_or(
            "`windmill-ls` is not in PATH: install it, or set `lsp.windmill-ls.binary.path`",
        )?;
        Ok(Command { command, args: args.unwrap_or_default(), env: tree.shell_env() })
    }

    /// What `windmill-ls.toml` may say as well.
    fn language_server_initialization_options(
        &mut self,
        _: &LanguageServerId,
        tree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        Ok(LspSettings::for_worktree(SERVER, tree)?.initialization_options)
    }
}

zed::register_extension!(Windmill);
