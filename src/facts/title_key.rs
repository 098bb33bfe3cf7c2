//! A cited title reduced to what tells instruments apart: the name without widths, blanks and quotation marks, and the
//! period that a plan carries in brackets.
//!
//! The tables of a pack and the citations of a report are reduced by this same code, so that looking one up in the
//! other is a comparison of strings. Uses nothing but the standard library: the build script compiles it too.

/// What is left of a title.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TitleKey {
    /// The name: full-width marks, no blanks, no quotation marks, no 中华人民共和国, no central issuer before 关于.
    pub name: String,
    /// First and last year of “（2021—2025年）” at the end.
    pub period: Option<(i32, i32)>,
    /// The period lacks its 年, as in “（2021—2025）”.
    pub bare_period: bool,
    /// Brackets at the end that hold years but are no period: a lost dash, a single year.
    pub odd_period: bool,
    /// A draft: 草案, 征求意见稿 and their like.
    pub draft: bool,
}

/// Words that make a title that of a draft.
const DRAFTS: [&str; 6] = ["草案", "意见稿", "送审稿", "讨论稿", "审议稿", "修订稿"];

/// Issuers that may be left out before 关于, the longest first.
const ISSUERS: [&str; 12] = [
    "中国共产党中央委员会",
    "中共中央办公厅",
    "国务院办公厅",
    "中共中央",
    "最高人民法院",
    "最高人民检察院",
    "中央宣传部",
    "国务院",
    "司法部",
    "中办",
    "国办",
    "中央全面依法治国委员会",
];

impl TitleKey {
    /// Reduces `title`, which stands without its outer 《》.
    #[must_use]
    pub fn of(title: &str) -> Self {
        let folded = fold(title);
        let mut key = Self { draft: DRAFTS.iter().any(|word| folded.contains(word)), ..Self::default() };
        let mut name = folded.as_str();
        while let Some((head, inside)) = last_brackets(name) {
            if let Some((period, bare)) = period(inside) {
                key.period = Some(period);
                key.bare_period = bare;
            } else if inside.starts_with(|c: char| c.is_ascii_digit()) && !inside.ends_with(['版', '号']) {
                // “（2021年修订）” belongs to no name; “（20212025年）” lost its dash.
                key.odd_period = !inside.contains(['修', '订', '正']);
            } else if !DRAFTS.iter().any(|word| inside.contains(word)) && !inside.contains("修订") {
                break;
            }
            name = head;
        }
        let name = name.strip_prefix("中华人民共和国").filter(|rest| !rest.is_empty()).unwrap_or(name);
        Self { name: without_issuer(name).to_owned(), ..key }
    }

    /// The length of the name in characters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.name.chars().count()
    }

    /// Whether no name is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.name.is_empty()
    }
}

/// One spelling for what looks alike; blanks and quotation marks are dropped.
fn fold(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for c in title.chars() {
        let c = match c {
            '“' | '”' | '"' | '‘' | '’' | '\'' | '＂' | '「' | '」' => continue,
            _ if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') => continue,
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            '(' | '〔' | '﹝' | '[' | '［' | '【' => '（',
            ')' | '〕' | '﹞' | ']' | '］' | '】' => '）',
            '<' | '＜' | '《' => '〈',
            '>' | '＞' | '》' => '〉',
            ',' => '，',
            ':' => '：',
            ';' => '；',
            '-' | '－' | '–' | '―' | '─' | '~' | '～' | '〜' | '−' | '‐' | '‑' => '—',
            _ => c,
        };
        if c != '—' || !out.ends_with('—') {
            out.push(c);
        }
    }
    out
}

/// The words before and in the brackets that close `name`.
fn last_brackets(name: &str) -> Option<(&str, &str)> {
    let (head, inside) = name.strip_suffix('）')?.rsplit_once('（')?;
    (!head.is_empty()).then_some((head, inside))
}

/// “2021—2025年”, “2021年至2025年”, “2021—2025”: the years, and whether the last 年 is missing.
fn period(inside: &str) -> Option<((i32, i32), bool)> {
    let (first, last) =
        inside.split_once('—').or_else(|| inside.split_once('至')).or_else(|| inside.split_once('到'))?;
    let year = |words: &str| {
        let digits = words.strip_suffix('年').unwrap_or(words);
        (digits.len() == 4).then(|| digits.parse::<i32>().ok()).flatten().filter(|year| (1900..2100).contains(year))
    };
    Some(((year(first)?, year(last)?), !last.ends_with('年')))
}

/// “国务院办公厅关于……” is cited as “关于……” as well.
fn without_issuer(name: &str) -> &str {
    let mut rest = name;
    loop {
        if rest.starts_with("关于") {
            return rest;
        }
        let shorter = ISSUERS.iter().find_map(|issuer| rest.strip_prefix(issuer));
        match shorter {
            Some(shorter) => rest = shorter.trim_start_matches(['、', '，']),
            None => return name,
        }
    }
}
