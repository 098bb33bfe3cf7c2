//! What to say when a Word, PDF or other container cannot be read: what it is, and how to get on.

use crate::diagnostic::Text;
use crate::source::Container;
use crate::source::container::{ContainerFault, OtherFile};

/// The words for a fault of a container.
pub fn container(fault: ContainerFault) -> Text {
    let text = |zh: String, en: String| Text { zh, en };
    match fault {
        ContainerFault::Damaged(kind) => {
            let (zh, en) = kind.words();
            text(
                format!("{zh}已损坏或内容不合规范；请用原来的软件打开后另存一份再检查"),
                format!("the {en} is damaged; open it in its own program and save it anew"),
            )
        }
        ContainerFault::DamagedZip => text(
            "文件已损坏（压缩包不完整）；请重新下载或另存一份再检查".into(),
            "the file is damaged (its zip archive is incomplete); download or save it again".into(),
        ),
        ContainerFault::Encrypted(_) => text(
            "文件有密码；请打开后取消密码，另存一份再检查".into(),
            "the file wants a password; open it, take the password away and save a copy".into(),
        ),
        ContainerFault::TooLarge(kind) => {
            let (zh, en) = kind.words();
            text(
                format!("{zh}展开后过大或层次过深，不像一份报告；请检查是否选错文件"),
                format!("the {en} unpacks to more than any report holds; is it the right file?"),
            )
        }
        ContainerFault::NoText(Container::Pdf | Container::Ofd) => text(
            "文件里没有可读取的文字，可能是扫描件；请用文字识别（OCR）软件转换，或者检查 Word 原稿".into(),
            "the file holds no text, it may be a scan; run OCR over it, or check the Word file it was made from".into(),
        ),
        ContainerFault::NoText(kind) => {
            let (zh, en) = kind.words();
            text(
                format!("{zh}里没有文字；请检查是否保存成功"),
                format!("the {en} holds no text; was it saved?"),
            )
        }
        ContainerFault::NotBuiltIn(kind) => {
            let (zh, en) = kind.words();
            text(
                format!("这是{zh}（.{}），本程序编译时没有包含这种格式", kind.as_str()),
                format!("this is a {en} (.{}), a format left out when this program was built", kind.as_str()),
            )
        }
        ContainerFault::OldVersion(_) => text(
            "这是较早版本的 Word/WPS 格式；请用 Word 或 WPS 打开，另存为 .docx 再检查".into(),
            "this is an older Word or WPS format; open it in Word or WPS and save it as .docx".into(),
        ),
        ContainerFault::Numbered(_) => text(
            "旧版 Word/WPS 文件用了自动编号，编号读不出来；请用 Word 或 WPS 打开，另存为 .docx 再检查".into(),
            "this old Word or WPS file numbers its headings automatically, and the numbers cannot be read; save it as .docx"
                .into(),
        ),
        ContainerFault::Other(other) => self::other(other),
    }
}

fn other(other: OtherFile) -> Text {
    let (zh, en) = match other {
        OtherFile::Spreadsheet => ("这是电子表格，不是报告文档", "this is a spreadsheet, not a document"),
        OtherFile::Slides => ("这是演示文稿，不是报告文档", "these are slides, not a document"),
        OtherFile::Zip => (
            "这是压缩文件，里面没有可识别的文档；请解压后检查其中的文件",
            "this is a zip archive without a document; unpack it and check the files in it",
        ),
        OtherFile::Archive => {
            ("这是压缩文件；请解压后检查其中的文件", "this is an archive; unpack it and check the files in it")
        }
        OtherFile::Compound => (
            "这是旧版办公软件的文件，里面没有文字文档；请另存为 .docx 再检查",
            "this file of an old office program holds no text document; save it as .docx",
        ),
        OtherFile::Rtf => (
            "这是 RTF 文件（有的 .doc 其实是 RTF）；请用 Word 或 WPS 打开，另存为 .docx 再检查",
            "this is an RTF file (some .doc files are); open it in Word or WPS and save it as .docx",
        ),
        OtherFile::WordXml => (
            "这是 Word XML 文件；请用 Word 或 WPS 打开，另存为 .docx 再检查",
            "this is a Word XML file; open it in Word or WPS and save it as .docx",
        ),
        OtherFile::WebArchive => (
            "这是单个文件网页（.mht）；请在浏览器中另存为“网页，仅 HTML”再检查",
            "this is a web archive (.mht); save the page as “HTML only” in the browser",
        ),
        OtherFile::Picture => {
            ("这是图片；请用文字识别（OCR）软件转换成文字再检查", "this is a picture; run OCR over it first")
        }
    };
    Text { zh: zh.into(), en: en.into() }
}
