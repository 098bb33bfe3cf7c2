//! Text back to the bytes it came from: the same encoding, the same byte-order mark, the same line ends.

use encoding_rs::GB18030;

use super::decode::{Encoding, decode};

/// Why a changed text cannot be written back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodeError {
    /// Some of the original bytes are damaged: writing the text back would lose them.
    Damaged,
    /// The encoding of the file has no code for a new character.
    NoCode(char),
}

/// The bytes of `changed` in the encoding of `original`.
///
/// # Errors
/// [`EncodeError`] when the text of `original` itself could not be written back byte for byte, or when the encoding
/// lacks a character of `changed`.
pub fn reencode(original: &[u8], changed: &str) -> Result<Vec<u8>, EncodeError> {
    let (text, encoding) = decode(original).map_err(|_| EncodeError::Damaged)?;
    let marked = original.starts_with(b"\xff\xfe") || original.starts_with(b"\xfe\xff");
    if encode(&text, encoding, marked).ok().as_deref() != Some(original) {
        return Err(EncodeError::Damaged);
    }
    encode(changed, encoding, marked)
}

fn encode(text: &str, encoding: Encoding, marked: bool) -> Result<Vec<u8>, EncodeError> {
    let units = |bytes: fn(u16) -> [u8; 2]| {
        let mark = marked.then_some(0xfeff);
        mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    Ok(match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Bom => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Encoding::Utf16Le => units(u16::to_le_bytes),
        Encoding::Utf16Be => units(u16::to_be_bytes),
        Encoding::Gb18030 => other(text, GB18030)?,
        Encoding::Guessed(label) => {
            let table = encoding_rs::Encoding::for_label(label.as_bytes()).ok_or(EncodeError::Damaged)?;
            other(text, table)?
        }
    })
}

fn other(text: &str, table: &'static encoding_rs::Encoding) -> Result<Vec<u8>, EncodeError> {
    let (bytes, _, lost) = table.encode(text);
    if !lost {
        return Ok(bytes.into_owned());
    }
    let mut one = [0; 4];
    let missing = text.chars().find(|c| table.encode(c.encode_utf8(&mut one)).2);
    Err(missing.map_or(EncodeError::Damaged, EncodeError::NoCode))
}

#[cfg(test)]
mod tests {
    use super::{EncodeError, reencode};

    #[test]
    fn every_encoding_keeps_its_mark_and_its_line_ends() {
        let text = "法治政府建设工作报告\r\n存在的不足，依法行政。\r\n全面推进法治建设工作情况，加强制度建设。\n";
        let changed = text.replace("不足，", "不足——");
        let utf16 = |text: &str, big: bool, mark: bool| -> Vec<u8> {
            let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
        let bom = |text: &str| [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        assert_eq!(reencode(text.as_bytes(), &changed).as_deref(), Ok(changed.as_bytes()));
        assert_eq!(reencode(&bom(text), &changed), Ok(bom(&changed)));
        assert_eq!(reencode(&gb(text), &changed), Ok(gb(&changed)));
        for (big, mark) in [(false, true), (true, true), (false, false), (true, false)] {
            assert_eq!(reencode(&utf16(text, big, mark), &changed), Ok(utf16(&changed, big, mark)));
        }
    }

    #[test]
    fn damaged_bytes_are_never_written_over() {
        let mut bytes = "法治政府建设工作报告，全面推进依法行政，加强制度建设和工作情况公开。".repeat(8).into_bytes();
        bytes.splice(3..3, [0xff]);
        assert_eq!(reencode(&bytes, "法治"), Err(EncodeError::Damaged));
    }
}
