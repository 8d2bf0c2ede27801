//! `file:` addresses of editors and the paths behind them, for each [`Style`]. Nothing here asks the disk.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tower_lsp::ls_types as lsp;

use crate::disk::Style;

/// What stands in a path as it is (RFC 3986, unreserved, and the separator).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The path that a `file:` address names, as that system writes it; `None` for other addresses, and where there is no
/// path. What is not UTF-8 is replaced: no file of that name is read.
pub(super) fn path(uri: &lsp::Uri, style: Style) -> Option<String> {
    let is_file = uri.as_str().get(..5)?.eq_ignore_ascii_case("file:");
    let path = uri.path().decode().to_string_lossy();
    if !is_file || path.is_empty() {
        return None;
    }
    if style == Style::Unix {
        return Some(path.into_owned());
    }
    let host = uri.authority().map(|a| a.host()).unwrap_or_default();
    match host.is_empty() || host.eq_ignore_ascii_case("localhost") {
        // `file:///c%3A/a`, also with two slashes more: `file:////server/share/a`.
        true => match path.starts_with("//") {
            true => Some(path.into_owned()),
            false => path.strip_prefix('/').map(str::to_owned),
        },
        false => Some(format!("//{host}{path}")),
    }
}

/// The address of an absolute path of the model; `None` where it has none.
pub(super) fn uri(path: &str, style: Style) -> Option<lsp::Uri> {
    let escaped = utf8_percent_encode(path, ESCAPED);
    let text = match style {
        Style::Unix => format!("file://{escaped}"),
        Style::Windows if path.starts_with("//") => format!("file:{escaped}"),
        Style::Windows => format!("file:///{escaped}"),
    };
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Style, path, uri};

    fn named(address: &str, style: Style) -> Option<String> {
        path(&address.parse().expect("an address"), style)
    }

    #[test]
    fn addresses_as_editors_write_them() {
        for (address, style, wanted) in [
            (
                "file:///home/a/flow.yaml",
                Style::Unix,
                Some("/home/a/flow.yaml"),
            ),
            (
                "FILE:///home/a%20b/%C3%A9.py",
                Style::Unix,
                Some("/home/a b/é.py"),
            ),
            ("file:///home/a%5Cb", Style::Unix, Some(r"/home/a\b")),
            // VS Code, Neovim, Emacs, and a client that escapes nothing.
            (
                "file:///c%3A/Users/a/flow.yaml",
                Style::Windows,
                Some("c:/Users/a/flow.yaml"),
            ),
            (
                "file:///C:/Users/a%20b/x.py",
                Style::Windows,
                Some("C:/Users/a b/x.py"),
            ),
            ("file://localhost/C:/a", Style::Windows, Some("C:/a")),
            (
                "file://server/share/a%23b",
                Style::Windows,
                Some("//server/share/a#b"),
            ),
            (
                "file:////server/share/a",
                Style::Windows,
                Some("//server/share/a"),
            ),
            ("untitled:Untitled-1", Style::Unix, None),
            ("git:/home/a/flow.yaml", Style::Windows, None),
        ] {
            assert_eq!(named(address, style).as_deref(), wanted, "{address}");
        }
    }

    #[test]
    fn a_path_comes_back_from_its_address() {
        for (style, paths) in [
            (Style::Unix, ["/home/a b/é#?%.py", "/", r"/a\b:c"]),
            (
                Style::Windows,
                ["C:/Users/a b/é#?%.py", "//server/share/ü", "D:/x"],
            ),
        ] {
            for at in paths {
                let address = uri(at, style).expect("an address");
                assert_eq!(path(&address, style).as_deref(), Some(at), "{address:?}");
            }
        }
        let address = uri("C:/a b", Style::Windows).expect("an address");
        assert_eq!(address.as_str(), "file:///C%3A/a%20b");
        let address = uri("//server/share/a", Style::Windows).expect("an address");
        assert_eq!(address.as_str(), "file://server/share/a");
    }
}
