//! What a body means: a request, a notification, an answer, or nothing that can be served.
//!
//! The envelope is read apart from what it holds: a request whose parameters cannot be read is refused
//! under its own number, so that its sender does not wait for ever. Of keys that come twice the last
//! counts, as everywhere in JSON.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

use super::abilities;

use super::repair;

/// A message.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A request, or without an id a notification.
    Request(Request),
    /// The client's answer to a request of ours.
    Response(Response),
    /// What cannot be served, with the answer to it.
    Refused(Response),
    /// An empty body: some clients send them to see whether the pipe is open.
    Nothing,
}

/// Reads a body.
pub(super) fn read(bytes: Vec<u8>) -> Incoming {
    let text = repair::text(bytes);
    if text.trim_ascii().is_empty() {
        return Incoming::Nothing;
    }
    let envelope: Envelope = match serde_json::from_str(&text) {
        Ok(envelope) => envelope,
        Err(error) if error.is_data() => {
            return refuse(None, "a message is one JSON object; batches are not taken");
        }
        Err(error) => return unreadable(&format!("this is no JSON: {error}")),
    };
    envelope.message()
}

/// The answer to what is no message at all.
pub(super) fn unreadable(why: &str) -> Incoming {
    let error = error(ErrorCode::ParseError, why);
    Incoming::Refused(Response::from_error(Id::Null, error))
}

fn refuse(id: Option<Id>, why: &str) -> Incoming {
    let error = error(ErrorCode::InvalidRequest, why);
    Incoming::Refused(Response::from_error(id.unwrap_or(Id::Null), error))
}

fn error(code: ErrorCode, why: &str) -> Error {
    Error {
        code,
        message: why.to_owned().into(),
        data: None,
    }
}

/// The parts of a message, unread.
#[derive(Default)]
struct Envelope<'a> {
    jsonrpc: Option<&'a RawValue>,
    id: Option<&'a RawValue>,
    method: Option<&'a RawValue>,
    params: Option<&'a RawValue>,
    result: Option<&'a RawValue>,
    error: Option<&'a RawValue>,
}

impl Envelope<'_> {
    fn message(&self) -> Incoming {
        let id = match self.id.map(|raw| id(raw.get())) {
            None => None,
            Some(Some(id)) => Some(id),
            Some(None) => return refuse(None, "an `id` is a whole number or text"),
        };
        if self.jsonrpc.and_then(string).as_deref() != Some("2.0") {
            return refuse(id, "`jsonrpc` is not \"2.0\"");
        }
        match (self.method, id) {
            (Some(method), id) => self.request(method, id),
            (None, Some(id)) => self.response(id),
            (None, None) => refuse(None, "`method` is missing"),
        }
    }

    fn request(&self, method: &RawValue, id: Option<Id>) -> Incoming {
        let Some(method) = string(method) else {
            return refuse(id, "a `method` is text");
        };
        let is_first = method == "initialize";
        let mut request = Request::build(method);
        if let Some(params) = self.params {
            match serde_json::from_str::<Value>(params.get()) {
                Ok(mut params) => {
                    if is_first {
                        abilities::readable(&mut params);
                    }
                    request = request.params(params);
                }
                Err(error) => return refuse(id, &format!("`params` cannot be read: {error}")),
            }
        }
        if let Some(id) = id {
            request = request.id(id);
        }
        Incoming::Request(request.finish())
    }

    /// Whoever waits for the answer hears of it, however odd it is.
    fn response(&self, id: Id) -> Incoming {
        let said = self.error.filter(|e| e.get() != "null");
        let body = match (said, self.result) {
            (Some(said), _) => Err(serde_json::from_str(said.get())
                .unwrap_or_else(|_| error(ErrorCode::InternalError, "an error without a code"))),
            (None, Some(result)) => serde_json::from_str(result.get())
                .map_err(|e| error(ErrorCode::ParseError, &format!("{e}"))),
            // Several clients leave out a `null`.
            (None, None) => Ok(Value::Null),
        };
        Incoming::Response(Response::from_parts(id, body))
    }
}

fn string(raw: &RawValue) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}

/// `1.0` is the number 1: not every language tells them apart.
fn id(raw: &str) -> Option<Id> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match serde_json::from_str(raw).ok()? {
        Value::Null => Some(Id::Null),
        Value::String(text) => Some(Id::String(text)),
        Value::Number(number) => {
            let whole = |n: &f64| n.fract() == 0.0 && n.abs() <= EXACT;
            let rounded = || number.as_f64().filter(whole).map(|n| n as i64);
            number.as_i64().or_else(rounded).map(Id::Number)
        }
        _ => None,
    }
}

impl<'de> Deserialize<'de> for Envelope<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Parts)
    }
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Envelope<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut envelope = Envelope::default();
        while let Some(key) = map.next_key::<String>()? {
            let value = Some(map.next_value()?);
            match key.as_str() {
                "jsonrpc" => envelope.jsonrpc = value,
                "id" => envelope.id = value,
                "method" => envelope.method = value,
                "params" => envelope.params = value,
                "result" => envelope.result = value,
                "error" => envelope.error = value,
                _ => {}
            }
        }
        Ok(envelope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> String {
        match read(body.as_bytes().to_vec()) {
            Incoming::Request(request) => format!("{request}"),
            Incoming::Response(response) => {
                format!(
                    "answer {}",
                    serde_json::to_value(response).expect("it is JSON")
                )
            }
            Incoming::Refused(response) => {
                let error = response.error().expect("it is refused");
                format!("{} to {}", error.code.code(), response.id())
            }
            Incoming::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn messages_are_read() {
        for (body, want) in [
            (
                r#"{"jsonrpc":"2.0","method":"x"}"#,
                r#"{"jsonrpc":"2.0","method":"x"}"#,
            ),
            (
                r#" {"id":1.0,"x":[],"method":"x","params":null,"jsonrpc":"2.0"} "#,
                r#"{"jsonrpc":"2.0","method":"x","params":null,"id":1}"#,
            ),
            (
                r#"{"jsonrpc":"2.0","id":1,"method":"x","method":"y","id":"z"}"#,
                r#"{"jsonrpc":"2.0","method":"y","id":"z"}"#,
            ),
            (
                r#"{"jsonrpc":"2.0","id":4}"#,
                r#"answer {"jsonrpc":"2.0","result":null,"id":4}"#,
            ),
            (
                r#"{"jsonrpc":"2.0","id":4,"result":[1],"error":null}"#,
                r#"answer {"jsonrpc":"2.0","result":[1],"id":4}"#,
            ),
            (
                r#"{"jsonrpc":"2.0","id":"a","error":"no"}"#,
                r#"answer {"jsonrpc":"2.0","error":{"code":-32603,"message":"an error without a code"},"id":"a"}"#,
            ),
            ("", "nothing"),
            (" \r\n", "nothing"),
        ] {
            assert_eq!(said(body), want, "{body}");
        }
    }

    #[test]
    fn what_cannot_be_served_is_refused() {
        let deep = |n: usize| {
            format!(
                r#"{{"jsonrpc":"2.0","id":7,"method":"x","params":{}{}}}"#,
                "[".repeat(n),
                "]".repeat(n)
            )
        };
        for (body, want) in [
            ("{nope", "-32700 to null"),
            (
                r#"{"jsonrpc":"2.0","method":"x","params":{"#,
                "-32700 to null",
            ),
            ("{} {}", "-32700 to null"),
            ("[]", "-32600 to null"),
            (
                r#"[{"jsonrpc":"2.0","id":1,"method":"x"}]"#,
                "-32600 to null",
            ),
            ("null", "-32600 to null"),
            ("5", "-32600 to null"),
            ("{}", "-32600 to null"),
            (r#"{"jsonrpc":"2.0"}"#, "-32600 to null"),
            (
                r#"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#,
                "-32600 to null",
            ),
            (
                r#"{"jsonrpc":"2.0","id":18446744073709551616,"method":"x"}"#,
                "-32600 to null",
            ),
            (
                r#"{"jsonrpc":"2.0","id":1e999,"method":"x"}"#,
                "-32600 to null",
            ),
            (
                r#"{"jsonrpc":"2.0","id":true,"method":"x"}"#,
                "-32600 to null",
            ),
            (
                r#"{"jsonrpc":"2.0","id":{"a":1},"result":null}"#,
                "-32600 to null",
            ),
            (r#"{"jsonrpc":"2.0","id":1,"method":5}"#, "-32600 to 1"),
            (r#"{"id":9,"method":"x"}"#, "-32600 to 9"),
            (r#"{"jsonrpc":"1.0","id":9,"method":"x"}"#, "-32600 to 9"),
            (r#"{"jsonrpc":2.0,"id":9,"method":"x"}"#, "-32600 to 9"),
            (
                r#"{"jsonrpc":"2.0","id":3,"method":"x","params":1e999}"#,
                "-32600 to 3",
            ),
            (&deep(128), "-32600 to 7"),
            (&deep(100_000), "-32600 to 7"),
        ] {
            assert_eq!(said(body), want, "{}", &body[..body.len().min(80)]);
        }
        assert!(said(&deep(100)).starts_with("{\"jsonrpc\""));
    }
}
