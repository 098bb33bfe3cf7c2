//! Open documents as the client has them.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::{TextDocumentContentChangeEvent, Uri};
use url::Url;

use crate::engine::CONFIG_NAME;
use crate::source::LineIndex;

use super::position::Encoding;

/// Folders that are searched upwards for a `pack.yaml`.
const PACK_DEPTH: usize = 5;

/// What a document is to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A report, or any other text.
    Text,
    /// A file of the rule pack in this folder.
    Pack(PathBuf),
    /// `fazhi.yaml`
    Config,
    /// YAML that belongs to no pack.
    Foreign,
}

/// An open document.
#[derive(Clone, Debug)]
pub struct Buffer {
    /// Its address.
    pub uri: Uri,
    /// Its file, where it has one.
    pub path: Option<PathBuf>,
    /// What it is.
    pub kind: Kind,
    /// Its version.
    pub version: i32,
    /// Its text.
    pub text: String,
    /// Whether the editor calls it Markdown.
    pub markdown: bool,
    lines: LineIndex,
}

impl Buffer {
    /// A document that was opened.
    #[must_use]
    pub fn new(uri: Uri, language: &str, version: i32, text: String) -> Self {
        let path = path_of(&uri);
        let kind = kind_of(path.as_deref(), language);
        let lines = LineIndex::new(&text);
        Self { uri, path, kind, version, markdown: language == "markdown", text, lines }
    }

    /// The name under which it is checked. An unsaved document has the last part of its address.
    #[must_use]
    pub fn name(&self) -> String {
        let name = match &self.path {
            Some(path) => path.display().to_string(),
            None => self.uri.as_str().rsplit(['/', ':']).next().unwrap_or_default().to_owned(),
        };
        let says = Path::new(&name).extension().is_some_and(|ending| ending == "md" || ending == "markdown");
        if self.markdown && !says { format!("{name}.md") } else { name }
    }

    /// The folder whose settings hold for it.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.path.as_deref().and_then(Path::parent).map(Path::to_owned).unwrap_or_default()
    }

    /// Its lines.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Takes in what was typed.
    pub fn apply(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32, encoding: Encoding) {
        for change in changes {
            match change.range {
                Some(range) => {
                    let span = encoding.span(&self.lines, &self.text, range);
                    self.text.replace_range(span.start..span.end, &change.text);
                }
                None => self.text = change.text,
            }
            self.lines = LineIndex::new(&self.text);
        }
        self.version = version;
    }
}

/// The file of an address.
#[must_use]
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    Url::parse(uri.as_str()).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// The address of a file.
#[must_use]
pub fn uri_of(path: &Path) -> Option<Uri> {
    let absolute = std::path::absolute(path).ok()?;
    Uri::from_str(Url::from_file_path(absolute).ok()?.as_str()).ok()
}

fn kind_of(path: Option<&Path>, language: &str) -> Kind {
    let yaml =
        language == "yaml" || path.and_then(Path::extension).is_some_and(|ending| ending == "yaml" || ending == "yml");
    if !yaml {
        return Kind::Text;
    }
    let Some(path) = path else { return Kind::Foreign };
    if path.file_name().is_some_and(|name| name == CONFIG_NAME) {
        return Kind::Config;
    }
    let root = path.ancestors().skip(1).take(PACK_DEPTH).find(|folder| folder.join("pack.yaml").is_file());
    match root {
        Some(root) => Kind::Pack(root.to_owned()),
        None if path.file_name().is_some_and(|name| name == "pack.yaml") => {
            path.parent().map_or(Kind::Foreign, |root| Kind::Pack(root.to_owned()))
        }
        None => Kind::Foreign,
    }
}
