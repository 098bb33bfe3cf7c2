//! Digits that name something and count nothing, read by `grammar/name.pest`: “12345热线”, “1+10”, “四个意识”.

use pest::Parser;

use crate::document::digit_value;

mod name_grammar {
    #![allow(missing_docs, unreachable_pub, reason = "the rules are documented in grammar/name.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/name.pest"]
    pub struct NameParser;
}

/// How many bytes of `input`, which begins with a numeral, a name with digits covers.
pub(super) fn name(input: &str) -> Option<usize> {
    if may_name(input) { name_by_grammar(input) } else { None }
}

/// Whether a name can begin like this: most figures are seen to be none by the character behind their digits.
fn may_name(input: &str) -> bool {
    let digits = input.find(|c| digit_value(c).is_none()).unwrap_or(input.len());
    let tail = input.get(digits..).unwrap_or("");
    // “两个维护”: what stands behind the numeral and its measure word
    if digits == 0 {
        return may_be_slogan(input);
    }
    // 12345, 110, telephone numbers, numbers of cards
    if digits >= 11 || ["123", "961", "110", "119", "120", "122"].iter().any(|head| input.starts_with(head)) {
        return true;
    }
    match tail.chars().next() {
        // “3.15”, “1.2.3”
        Some('.' | '．') => {
            let behind = tail.trim_start_matches(['.', '．']).trim_start_matches(|c| digit_value(c).is_some());
            behind.starts_with(|c| "．.”\"’宪国全世消禁防宣普专行案事火".contains(c))
        }
        Some('+' | '＋' | '·' | '•' | '・' | '‧' | '-' | '—' | '－' | '×' | '*' | '/') => true,
        // “7 × 24小时”
        Some(c) if is_blank(c) => tail.trim_start_matches(is_blank).starts_with(['×', '*', 'x', 'X']),
        Some(c) => c.is_ascii_alphabetic(),
        None => false,
    }
}

/// Whether a fixed term can begin like this: one or two numerals, perhaps a measure word, and the beginning of a word.
fn may_be_slogan(input: &str) -> bool {
    let numeral = ['一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十'];
    let Some(rest) = input.strip_prefix(numeral) else { return false };
    let rest = rest.strip_prefix(numeral).unwrap_or(rest);
    let rest = rest.strip_prefix(['个', '项', '种', '类', '重', '位', '年', '张', '本']).unwrap_or(rest);
    rest.trim_start_matches(is_blank).starts_with(begins_slogan)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{a0}')
}

/// Whether one of the words that follow a numeral in a fixed term begins with `c`.
fn begins_slogan(c: char) -> bool {
    "一意自维确制全亲“统结一责清同率融体抓坚走革不关行规攻计务凡代大随公服治分合级书单到覆布文面网基所项".contains(c)
}

fn name_by_grammar(input: &str) -> Option<usize> {
    use name_grammar::NameParser;
    let pair = NameParser::parse(name_grammar::Rule::name, input).ok()?.next()?;
    Some(pair.as_span().end())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character that the grammar names, and some that it does not.
    fn characters() -> Vec<char> {
        let grammar = include_str!("../../grammar/name.pest");
        let mut out: Vec<char> = grammar.chars().filter(|c| !c.is_ascii_lowercase()).collect();
        out.extend("，。；、）》”的时乙0５,x\u{a0}".chars());
        out.sort_unstable();
        out.dedup();
        out
    }

    #[test]
    fn no_name_is_overlooked() {
        let characters = characters();
        let names = [
            "12345热线",
            "96123",
            "110警情",
            "119指挥",
            "120急救",
            "122接警",
            "0830-7654321",
            "13800000000",
            "400-800-1234",
            "123456789012",
            "7×24小时",
            "24/7",
            "5×8小时",
            "1.2.3",
            "4A级",
            "5G",
            "3·15",
            "3.15”",
            "１２．４”",
            "12.4宪法",
            "1+10",
            "６＋Ｎ",
            "四个意识",
            "三项制度",
            "三年行动",
            "十四个统一",
        ];
        for name in names {
            assert!(name_by_grammar(name).is_none() || may_name(name), "{name}");
        }
        let few: Vec<char> = "宪” .1+X".chars().collect();
        let heads = ["5", "12", "123", "110", "96112", "3.1", "3．1", "02", "4008", "1380000000", "5 "];
        let all = ["一", "十二", "三 "].map(|head| (head, &characters));
        for (head, thirds) in all.into_iter().chain(heads.map(|head| (head, &few))) {
            for second in &characters {
                for third in thirds {
                    let input = format!("{head}{second}{third}宪法N24");
                    assert!(name_by_grammar(&input).is_none() || may_name(&input), "{input}");
                }
            }
        }
    }
}
