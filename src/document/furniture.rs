//! Lines of a web page that came along with the report.

use pest::Parser;

use super::Furniture;
use super::grammar::furniture::{FurnitureParser, Rule};
use crate::source::Span;
use crate::source::span::floor_boundary;

/// Longest line handed to the grammar, in bytes.
const WINDOW: usize = 400;

/// Kinds of page furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FurnitureKind {
    /// Publication date.
    DateLine,
    /// Today's date in the head of a site.
    SiteDate,
    /// “您的位置：首页 > …”
    Breadcrumb,
    /// 索引号, 发文字号, 主题分类 …
    Metadata,
    /// 来源, 发布机构, 作者
    Source,
    /// 字号：大 中 小
    FontSize,
    /// 浏览次数
    Counter,
    /// 分享到
    Share,
    /// 打印, 关闭窗口
    Print,
    /// 语音播报
    Speech,
    /// 文件已失效
    Banner,
    /// 无障碍, 长者版
    Accessibility,
    /// 最新文章, 上一篇
    Related,
    /// 备案号, 主办单位
    PageFoot,
    /// “| | |”
    Table,
    /// 中国政府网 | …
    SiteLinks,
    /// The title of the page, printed a second time.
    TitleAgain,
    /// A short line before the title that is none of these.
    Other,
}

impl FurnitureKind {
    /// The word of the outline.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DateLine => "date-line",
            Self::SiteDate => "site-date",
            Self::Breadcrumb => "breadcrumb",
            Self::Metadata => "metadata",
            Self::Source => "source",
            Self::FontSize => "font-size",
            Self::Counter => "counter",
            Self::Share => "share",
            Self::Print => "print",
            Self::Speech => "speech",
            Self::Banner => "banner",
            Self::Accessibility => "accessibility",
            Self::Related => "related",
            Self::PageFoot => "page-foot",
            Self::Table => "table",
            Self::SiteLinks => "site-links",
            Self::TitleAgain => "title-again",
            Self::Other => "other",
        }
    }
}

/// The rule that a line is worth: it begins like page furniture, or holds a word of a page's head or foot.
fn worth(line: &str) -> Option<Rule> {
    const BEGIN: &str =
        "当您位首[-|【•索发主体公有信关文组审责来稿作编字大浏点访阅分扫打收语进退无长适繁I最相上热推下中成更生日时";
    const SEARCHED: [&str; 7] = ["备案号", "网站标识码", "版权所有", "返回顶部", "技术支持", "主办", "星期"];
    let short = line.len() <= 240;
    let first = line.chars().next();
    let begins = first.is_some_and(|c| c.is_ascii_digit() || BEGIN.contains(c));
    if short && SEARCHED.iter().any(|word| line.contains(word)) {
        Some(Rule::line)
    } else if begins && (short || line.starts_with(['[', '【', '|', '您', '当', '首', '索'])) {
        Some(if short { Rule::begun } else { Rule::line })
    } else {
        None
    }
}

/// Reads a line as page furniture.
pub(super) fn read(text: &str, span: Span) -> Option<Furniture> {
    let line = span.of(text);
    let rule = worth(line)?;
    let window = line.get(..floor_boundary(line, WINDOW)).unwrap_or(line);
    let pair = FurnitureParser::parse(rule, window).ok()?.next()?;
    let mut published = None;
    let mut kind = FurnitureKind::Other;
    let mut stamped = false;
    for part in pair.into_inner() {
        kind = match part.as_rule() {
            Rule::date_line => FurnitureKind::DateLine,
            Rule::site_date => FurnitureKind::SiteDate,
            Rule::breadcrumb => FurnitureKind::Breadcrumb,
            Rule::metadata => FurnitureKind::Metadata,
            Rule::source_line => FurnitureKind::Source,
            Rule::font_size => FurnitureKind::FontSize,
            Rule::counter => FurnitureKind::Counter,
            Rule::share => FurnitureKind::Share,
            Rule::print => FurnitureKind::Print,
            Rule::speech => FurnitureKind::Speech,
            Rule::banner => FurnitureKind::Banner,
            Rule::accessibility => FurnitureKind::Accessibility,
            Rule::related => FurnitureKind::Related,
            Rule::page_foot => FurnitureKind::PageFoot,
            Rule::table => FurnitureKind::Table,
            Rule::site_links => FurnitureKind::SiteLinks,
            Rule::line
            | Rule::begun
            | Rule::known
            | Rule::date_key
            | Rule::meta_key
            | Rule::date
            | Rule::number
            | Rule::clock
            | Rule::colon
            | Rule::rest
            | Rule::rest_short
            | Rule::blank
            | Rule::EOI => kind,
        };
        for inner in part.into_inner() {
            match inner.as_rule() {
                Rule::date_key => stamped = true,
                Rule::date => {
                    published =
                        Some(Span::new(span.start + inner.as_span().start(), span.start + inner.as_span().end()));
                }
                _ => {}
            }
        }
    }
    // “来源：　发布时间：2026-03-26 09:03” holds its date behind another key.
    if published.is_none() && matches!(kind, FurnitureKind::Source | FurnitureKind::Metadata | FurnitureKind::FontSize)
    {
        published = stamped_date(line, span.start);
        stamped = published.is_some();
    }
    // A bare date line is furniture before the report, and a signing date behind it: the caller knows which.
    Some(Furniture {
        span,
        kind,
        published: published.filter(|_| stamped || kind == FurnitureKind::DateLine),
        inside: false,
    })
}

fn stamped_date(line: &str, base: usize) -> Option<Span> {
    const KEYS: [&str; 6] = ["发布时间", "发布日期", "发表时间", "发表日期", "公开日期", "更新时间"];
    let after = KEYS.iter().filter_map(|key| line.find(key).map(|at| at + key.len())).min()?;
    let rest = line.get(after..)?;
    let start = after + rest.find(|c: char| c.is_ascii_digit()).filter(|at| *at <= 12)?;
    let tail = line.get(start..)?;
    let len = tail.find(|c: char| !(c.is_ascii_digit() || "-/.年月日 ".contains(c))).unwrap_or(tail.len());
    let words = tail.get(..len)?.trim_end();
    // “2026-03-26 09” keeps only the date.
    let words = words.split_once(' ').map_or(words, |(date, _)| date);
    (words.len() >= 8).then(|| Span::new(base + start, base + start + words.len()))
}
