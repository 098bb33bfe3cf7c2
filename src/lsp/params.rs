//! The parameters of messages.

use lsp_server::ErrorCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::server::Refusal;

/// The parameters of a message.
pub(super) fn read<P: DeserializeOwned>(mut value: Value) -> Result<P, Refusal> {
    encode_addresses(&mut value, 0);
    serde_json::from_value(value).map_err(|why| (ErrorCode::InvalidParams, why.to_string()))
}

/// Some clients write Chinese and blanks into addresses as they are.
fn encode_addresses(value: &mut Value, depth: usize) {
    match value {
        Value::Object(fields) if depth < 6 => {
            for (key, field) in fields {
                match field {
                    Value::String(words) if key == "uri" || key == "rootUri" => *words = encoded(words),
                    _ => encode_addresses(field, depth + 1),
                }
            }
        }
        Value::Array(items) if depth < 6 => items.iter_mut().for_each(|item| encode_addresses(item, depth + 1)),
        _ => {}
    }
}

/// An address with everything that may not stand in one as it is.
pub(super) fn encoded(address: &str) -> String {
    let may = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if may(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
