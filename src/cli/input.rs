//! Paths to inputs, packs to rule sets, and what to say when either cannot be read.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Lang;
use crate::source::Source;
use crate::source::decode::DecodeError;
use crate::source::load::{LoadError, MAX_BYTES, bytes, from_bytes, list_folder, load, load_stream, stream_bytes};

use super::unreadable::container;

/// Something to be read.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input, under this name.
    Stdin(String),
    /// A path that is already known to be unreadable, and why.
    Unreadable(PathBuf, String),
}

impl Input {
    /// The name shown.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) | Self::Unreadable(path, _) => path.display().to_string(),
            Self::Stdin(name) => name.clone(),
        }
    }

    /// Reads it.
    pub fn read(&self, lang: Lang) -> Result<Source, String> {
        match self {
            Self::File(path) => load(path).map_err(|fault| words(&fault, lang)),
            Self::Stdin(name) => load_stream(name, io::stdin().lock()).map_err(|fault| words(&fault, lang)),
            Self::Unreadable(_, why) => Err(why.clone()),
        }
    }
}

impl Input {
    /// Reads it and keeps the bytes, for writing it back.
    pub fn read_bytes(&self, lang: Lang) -> Result<(Source, Vec<u8>), String> {
        let bytes = match self {
            Self::File(path) => bytes(path),
            Self::Stdin(_) => stream_bytes(io::stdin().lock()),
            Self::Unreadable(_, why) => return Err(why.clone()),
        };
        let bytes = bytes.map_err(|fault| words(&fault, lang))?;
        let source = from_bytes(&self.name(), &bytes).map_err(|fault| words(&fault, lang))?;
        Ok((source, bytes))
    }
}

/// The inputs behind the paths of a command: files as they are, folders by their readable files, `-` for stdin.
pub fn inputs(paths: &[PathBuf], stdin: &str, lang: Lang) -> Vec<Input> {
    let mut out = Vec::new();
    let mut stdin_taken = false;
    for path in paths {
        if path == Path::new("-") {
            if !stdin_taken {
                out.push(Input::Stdin(stdin.to_owned()));
            }
            stdin_taken = true;
        } else if path.is_dir() {
            let (files, faults) = list_folder(path);
            if files.is_empty() && faults.is_empty() {
                let why = lang.pick(
                    "文件夹里没有可以读取的文件（.txt、.md、.docx 等）",
                    "the folder holds no readable file (.txt, .md, .docx …)",
                );
                out.push(Input::Unreadable(path.clone(), why.to_owned()));
            }
            out.extend(files.into_iter().map(Input::File));
            out.extend(faults.into_iter().map(|(path, fault)| Input::Unreadable(path, io_words(&fault, lang))));
        } else {
            out.push(Input::File(path.clone()));
        }
    }
    out
}

fn words(fault: &LoadError, lang: Lang) -> String {
    let size = MAX_BYTES >> 20;
    match fault {
        LoadError::Io(fault) => io_words(fault, lang),
        LoadError::TooLarge(_) => match lang {
            Lang::Zh => format!("文件超过 {size} MB，不像一份报告；请检查是否选错文件"),
            Lang::En => format!("larger than {size} MB, which no report is; is it the right file?"),
        },
        LoadError::Empty => {
            lang.pick("文件里没有文字；请检查是否保存成功", "the file holds no text; was it saved?").to_owned()
        }
        LoadError::Container(fault) => container(*fault).get(lang).to_owned(),
        LoadError::Decode(fault) => match fault {
            DecodeError::OfficeZip => lang.pick(
                "这是 Word/WPS 或压缩文件，目前只读纯文本；请在 Word/WPS 中“另存为”纯文本（.txt）后再检查",
                "this is a Word/WPS or zip file; only plain text is read so far: save it as .txt first",
            ),
            DecodeError::OfficeBinary => lang.pick(
                "这是旧版 Word/WPS 文件（.doc/.wps），目前只读纯文本；请“另存为”纯文本（.txt）后再检查",
                "this is an old Word/WPS file (.doc/.wps); only plain text is read so far: save it as .txt first",
            ),
            DecodeError::Pdf => lang.pick(
                "这是 PDF 文件，目前只读纯文本；请复制文字保存为 .txt 后再检查",
                "this is a PDF file; only plain text is read so far: copy its text into a .txt file first",
            ),
            DecodeError::NotText => lang.pick(
                "不是可识别的文本（试过 UTF-8、GB18030、UTF-16）；请用记事本或 WPS 另存为 UTF-8 文本",
                "not text in any known encoding (tried UTF-8, GB18030, UTF-16); save it as UTF-8 text",
            ),
        }
        .to_owned(),
    }
}

fn io_words(fault: &io::Error, lang: Lang) -> String {
    match fault.kind() {
        io::ErrorKind::NotFound => {
            lang.pick("找不到文件；请检查路径和文件名", "no such file; check path and name").to_owned()
        }
        io::ErrorKind::PermissionDenied => lang.pick("没有读取权限", "no permission to read it").to_owned(),
        _ => match lang {
            Lang::Zh => format!("无法读取：{fault}"),
            Lang::En => format!("cannot be read: {fault}"),
        },
    }
}
