//! `fazhi new`

use crate::builtin;
use crate::diagnostic::Lang;
use crate::facts::Level;
use crate::skeleton::{Occasion, lines, markdown};

use super::args::New;
use super::{Exit, complain, print, write_file};

/// Runs the command.
pub fn run(args: &New, lang: Lang) -> Exit {
    let Ok(rules) = builtin::national() else {
        return Exit::Usage;
    };
    let occasion =
        Occasion { level: args.level.unwrap_or(Level::Township), year: args.year, province: args.province.clone() };
    let lines = lines(&occasion, &rules);
    let Some(path) = &args.output else {
        print(&markdown(&lines));
        return Exit::Clean;
    };
    if path.exists() {
        complain(&match lang {
            Lang::Zh => format!("错误：{} 已经存在；请换一个文件名", path.display()),
            Lang::En => format!("error: {} exists already; choose another name", path.display()),
        });
        return Exit::Usage;
    }
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    let bytes = match ending.to_str() {
        Some("md" | "markdown") => Some(markdown(&lines).into_bytes()),
        Some("txt") => {
            let words: Vec<&str> = lines.iter().map(|line| line.words.as_str()).collect();
            Some((words.join("\n") + "\n").into_bytes())
        }
        #[cfg(feature = "docx")]
        Some("docx") => crate::skeleton::docx(&lines),
        _ => None,
    };
    let Some(bytes) = bytes else {
        complain(
            lang.pick("错误：文件名应以 .docx、.md 或 .txt 结尾", "error: the name must end in .docx, .md or .txt"),
        );
        return Exit::Usage;
    };
    if !write_file(path, [&bytes], lang) {
        return Exit::Usage;
    }
    print(&match lang {
        Lang::Zh => format!("已写入 {0}；填好后用 fazhi check {0} 检查\n", path.display()),
        Lang::En => format!("wrote {0}; fill it in and run fazhi check {0}\n", path.display()),
    });
    Exit::Clean
}
