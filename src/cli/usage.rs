//! Wrong use, told in the user's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{Exit, complain, print};
use crate::diagnostic::Lang;

/// Shows help, version or a fault of the arguments; returns how the run ends.
pub fn report(fault: &clap::Error, lang: Lang) -> Exit {
    match fault.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print(&fault.render().to_string());
            Exit::Clean
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let help = super::help::command(lang).render_help().to_string();
            complain(help.trim_end());
            Exit::Usage
        }
        _ if lang == Lang::En => {
            complain(fault.render().to_string().trim_end());
            Exit::Usage
        }
        kind => {
            complain(&format!("错误：{}", chinese(kind, fault)));
            complain("用 fazhi --help 查看用法");
            Exit::Usage
        }
    }
}

fn chinese(kind: ErrorKind, fault: &clap::Error) -> String {
    let context = |kind| match fault.get(kind) {
        Some(ContextValue::String(words)) => words.clone(),
        Some(ContextValue::Strings(words)) => words.join("、"),
        Some(ContextValue::StyledStr(words)) => words.to_string(),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let known = context(ContextKind::ValidValue);
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand]
        .into_iter()
        .map(context)
        .find(|words| !words.is_empty())
        .map(|words| format!("；是不是 {words}？"))
        .unwrap_or_default();
    let cause = std::error::Error::source(fault).map(|cause| format!("：{cause}")).unwrap_or_default();
    match kind {
        ErrorKind::UnknownArgument => format!("没有选项 {argument}{near}"),
        ErrorKind::InvalidSubcommand => {
            format!("没有命令 {}{near}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("选项 {argument} 需要一个值"),
        ErrorKind::InvalidValue => format!("{argument} 不能是“{value}”，可用：{known}{near}"),
        ErrorKind::ValueValidation => format!("{argument} 的值“{value}”不正确{cause}"),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::ArgumentConflict => format!("{argument} 不能与 {} 同时使用", context(ContextKind::PriorArg)),
        _ => fault.kind().as_str().map_or_else(|| fault.to_string(), str::to_owned),
    }
}
