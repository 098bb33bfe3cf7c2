//! Fonts: how wide their codes are and how they become characters.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

use crate::source::decode::gbk;

use super::MOST_STREAM;

/// A font as far as this reader goes.
pub(super) struct Font<'d> {
    pub(super) reading: Reading<'d>,
    pub(super) widths: Widths,
}

/// The widths of codes, in thousandths of the size.
pub(super) struct Widths {
    /// Bytes of one code.
    bytes: usize,
    known: HashMap<u32, f64>,
    other: f64,
}

impl Widths {
    /// Reads those of a font.
    pub(super) fn read(document: &Document, font: &Dictionary) -> Self {
        let array = |dictionary: &Dictionary, key: &[u8]| -> Vec<Object> {
            dictionary.get_deref(key, document).and_then(Object::as_array).cloned().unwrap_or_default()
        };
        let whole = |object: &Object| object.as_i64().ok().and_then(|value| u32::try_from(value).ok());
        let mut known = HashMap::new();
        if !has_name(font, b"Subtype", b"Type0") {
            let first = font.get(b"FirstChar").ok().and_then(whole).unwrap_or(0);
            for (index, width) in (first..).zip(array(font, b"Widths").iter().take(256)) {
                known.insert(index, float(document.dereference(width).map_or(width, |(_, object)| object)));
            }
            return Self { bytes: 1, known, other: 500.0 };
        }
        let descendants = array(font, b"DescendantFonts");
        let below = descendants.first().and_then(|font| document.dereference(font).ok()?.1.as_dict().ok());
        let Some(below) = below else { return Self { bytes: 2, known, other: 1000.0 } };
        // “c [w1 w2 …]” and “first last w”.
        let list = array(below, b"W");
        let mut rest = list.as_slice();
        while let [first, second, tail @ ..] = rest {
            let second = document.dereference(second).map_or(second, |(_, object)| object);
            let from = whole(first).unwrap_or(0);
            if let Ok(widths) = second.as_array() {
                known.extend((from..).zip(widths.iter().take(70_000).map(float)));
                rest = tail;
            } else {
                let to = whole(second).unwrap_or(from).min(from.saturating_add(70_000));
                let wide = tail.first().map_or(1000.0, float);
                known.extend((from..=to).map(|code| (code, wide)));
                rest = tail.get(1..).unwrap_or(&[]);
            }
            if known.len() > 200_000 {
                break;
            }
        }
        Self { bytes: 2, known, other: below.get(b"DW").map_or(1000.0, float) }
    }

    /// How far some codes go on, in points.
    pub(super) fn advance(&self, codes: &[u8], size: f64, spacing: f64, word_spacing: f64) -> f64 {
        let widths = codes.chunks(self.bytes).map(|code| {
            let code = code.iter().fold(0u32, |value, byte| value << 8 | u32::from(*byte));
            let own = self.known.get(&code).copied().unwrap_or(self.other) / 1000.0 * size;
            own + spacing + if self.bytes == 1 && code == 32 { word_spacing } else { 0.0 }
        });
        widths.sum()
    }
}

/// How the codes of a font become characters.
pub(super) enum Reading<'d> {
    /// Decoded by the library, from a map to Unicode or a simple encoding; the bytes of one code.
    Known(Encoding<'d>, usize),
    /// UTF-16 codes.
    Utf16,
    /// GBK codes.
    Gbk,
    /// No way to Unicode; the bytes of one code.
    Lost(usize),
}

impl Reading<'_> {
    /// The characters of some codes, or how many were lost.
    pub(super) fn words(&self, bytes: &[u8]) -> Result<String, usize> {
        match self {
            Self::Known(encoding, width) => match Document::decode_text(encoding, bytes) {
                Ok(words) => Ok(words.chars().filter(|c| !matches!(c, '\0' | '\u{fffd}')).collect()),
                Err(_) => Err(bytes.len() / width),
            },
            Self::Utf16 => {
                let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(u16::from_be_bytes);
                Ok(char::decode_utf16(units).filter_map(Result::ok).collect())
            }
            Self::Gbk => Ok(gbk(bytes)),
            Self::Lost(width) => Err(bytes.len() / width),
        }
    }
}

/// A number of any kind.
pub(super) fn float(object: &Object) -> f64 {
    match object {
        #[expect(clippy::cast_precision_loss, reason = "a place on a page is no large number")]
        Object::Integer(value) => *value as f64,
        Object::Real(value) => f64::from(*value),
        _ => 0.0,
    }
}

/// How the characters of a font are read. A map to Unicode is believed first, whatever encoding the font names;
/// `plain` is the dictionary without that encoding, where the font has such a map.
pub(super) fn reading<'d>(
    document: &'d Document,
    dictionary: &'d Dictionary,
    plain: Option<&'d Dictionary>,
) -> Reading<'d> {
    let is_composite = has_name(dictionary, b"Subtype", b"Type0");
    let width = if is_composite { 2 } else { 1 };
    if plain.is_none() && is_composite {
        let name = dictionary.get(b"Encoding").and_then(Object::as_name).unwrap_or_default();
        let unicode = [&b"UniGB-UCS2"[..], b"UniGB-UTF16", b"UniCNS-UCS2", b"UniCNS-UTF16"];
        if unicode.iter().any(|known| name.starts_with(known)) {
            return Reading::Utf16;
        }
        if [&b"GBK"[..], b"GB-EUC", b"GBpc-EUC"].iter().any(|known| name.starts_with(known)) {
            return Reading::Gbk;
        }
        return Reading::Lost(width);
    }
    match plain.unwrap_or(dictionary).get_font_encoding_with_limit(document, MOST_STREAM) {
        Ok(encoding) => Reading::Known(encoding, width),
        Err(_) => Reading::Lost(width),
    }
}

/// Whether `key` is the name `name`.
pub(super) fn has_name(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
}
