//! The routes that HTTP triggers serve.

use std::sync::Arc;

use syntax::yaml::Node;

use super::Key;

/// The route that a trigger serves: two of one key clash. From `ROUTE_PATH_KEY_RE` in Windmill's `windmill-trigger-http`,
/// which takes the names out of the parameters.
pub(super) fn key(trigger: Node<'_>, path: &str) -> Option<Key> {
    let method = trigger.get("http_method")?.as_str()?;
    let part = |part: &str| match part.as_bytes().first() {
        Some(b':') => ":".to_owned(),
        Some(b'*') => "*".to_owned(),
        _ => part.to_owned(),
    };
    let own = trigger.get("workspaced_route").and_then(|w| w.as_bool());
    let begins = if own == Some(true) { "own" } else { "shared" };
    let parts: Vec<String> = path.split('/').map(part).collect();
    let key = format!("{method} {begins} {}", parts.join("/"));
    Some(Key::Route(Arc::from(key.as_str())))
}
