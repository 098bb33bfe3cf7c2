//! File names as URI references (RFC 3986), which hold neither blanks nor Chinese.

use super::told::slashed;

/// The reference to a file, relative where its name is.
pub(super) fn uri(path: &str) -> String {
    let path = slashed(path);
    let path = path.as_str();
    let mut letters = path.chars();
    let drive = letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.as_str().starts_with(":/");
    let (scheme, path) = match path.strip_prefix("//") {
        Some(host) => ("file://", host),
        None if drive => ("file:///", path),
        None if path.starts_with('/') => ("file://", path),
        None => ("", path),
    };
    let mut out = scheme.to_owned();
    for (index, byte) in path.bytes().enumerate() {
        // A colon is one only behind the letter of a drive: elsewhere it might end a scheme.
        let plain = byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/')
            || byte == b':' && drive && index == 1;
        if plain {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn names_become_references() {
        for (path, reference) in [
            ("a/b.txt", "a/b.txt"),
            ("./a b.txt", "a%20b.txt"),
            ("a:b,c.txt", "a%3Ab%2Cc.txt"),
            ("报告𠮷.txt", "%E6%8A%A5%E5%91%8A%F0%A0%AE%B7.txt"),
            ("50%.txt", "50%25.txt"),
            ("/home/报.txt", "file:///home/%E6%8A%A5.txt"),
            ("C:\\报\\a.txt", "file:///C:/%E6%8A%A5/a.txt"),
            ("\\\\server\\share\\a.txt", "file://server/share/a.txt"),
            ("../a.txt", "../a.txt"),
        ] {
            assert_eq!(uri(path), reference);
        }
    }
}
