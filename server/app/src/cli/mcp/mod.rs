//! `--mcp`: a server of the Model Context Protocol on stdin and stdout. What its tools do is in [`tools`]; here they are told of,
//! called, and their answers kept short.
//!
//! Each call reads the workspace of the current folder anew, so that no answer is out of date.

mod tools;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    JsonObject, ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
    ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use serde_json::json;

use crate::threads;
use tools::{ALL, Description};

/// Most bytes of an answer, but for its last line and what says how much was left out.
const ROOM: usize = 16_000;

/// Serves until stdin ends.
///
/// # Errors
/// The other side does not speak the protocol.
pub(super) fn run() -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(threads::STACK)
        .build()?;
    let served = runtime.block_on(async {
        let service = Windmill
            .serve(rmcp::transport::stdio())
            .await
            .context("--mcp")?;
        service.waiting().await.context("--mcp")
    });
    // A read of stdin that hangs is not waited for.
    runtime.shutdown_background();
    served.map(|_| ExitCode::SUCCESS)
}

struct Windmill;

impl ServerHandler for Windmill {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("windmill-ls", env!("CARGO_PKG_VERSION")))
            .with_instructions(
                "Checks and explains the Windmill workspace in the current folder: flows (flow.yaml), scripts, schedules, triggers. \
                 Call `check` after each change.",
            )
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(
            ALL.iter().map(tool).collect(),
        ))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = ALL.iter().find(|t| t.name == request.name) else {
            let names: Vec<&str> = ALL.iter().map(|t| t.name).collect();
            let message = format!(
                "there is no tool `{}`: it is one of {}",
                request.name,
                names.join(", ")
            );
            return Err(ErrorData::invalid_params(message, None));
        };
        let arguments = request.arguments.unwrap_or_default();
        // Reading and checking takes its time; other requests are answered meanwhile.
        let done = tokio::task::spawn_blocking(move || (tool.call)(&arguments)).await;
        let result = match done {
            Ok(Ok(text)) => CallToolResult::success(vec![ContentBlock::text(cut(text))]),
            Ok(Err(error)) => CallToolResult::error(vec![ContentBlock::text(format!("{error:#}"))]),
            Err(_) => {
                return Err(ErrorData::internal_error(
                    "a fault of windmill-ls: stderr says more",
                    None,
                ));
            }
        };
        Ok(result.into())
    }
}

fn tool(of: &Description) -> Tool {
    let properties: JsonObject = of
        .arguments
        .iter()
        .map(|(name, about, _)| {
            (
                (*name).to_owned(),
                json!({ "type": "string", "description": about }),
            )
        })
        .collect();
    let needed = of.arguments.iter().filter(|(.., is_needed)| *is_needed);
    let required: Vec<&str> = needed.map(|(name, ..)| *name).collect();
    let mut schema = JsonObject::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), json!(properties));
    schema.insert("required".to_owned(), json!(required));
    let only_reads = ToolAnnotations::new().read_only(true);
    Tool::new(of.name, of.about, Arc::new(schema)).with_annotations(only_reads)
}

/// As much of an answer as is sent, in whole lines.
fn cut(text: String) -> String {
    if text.len() <= ROOM {
        return text;
    }
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if end + line.len() > ROOM && end > 0 {
            break;
        }
        end += line.len();
    }
    let left = text[end..].lines().count();
    let cut: String = text[..end].chars().take(2 * ROOM).collect();
    format!("{cut}… {left} more lines were left out\n")
}

#[cfg(test)]
mod tests {
    use super::{ROOM, cut};

    #[test]
    fn answers_have_an_end() {
        assert_eq!(cut("a\n".to_owned()), "a\n");
        let long = "0123456789\n".repeat(2_000);
        let short = cut(long);
        assert!(short.len() < ROOM + 100, "{}", short.len());
        assert!(
            short.ends_with("… 546 more lines were left out\n"),
            "{}",
            &short[short.len() - 60..]
        );
    }
}
