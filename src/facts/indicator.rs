//! What a figure counts: the thing and what was done with it, from the words of its clause.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::source::Span;

use super::figure::{Figure, FigureKind};

/// Words at the head of a clause that tell when or how completely, not what.
const FILLERS: [&str; 46] = [
    "截至目前",
    "截止目前",
    "今年以来",
    "一年来",
    "一年以来",
    "本年度",
    "年内",
    "全年",
    "今年",
    "目前",
    "累计",
    "共计",
    "总计",
    "合计",
    "共有",
    "共",
    "总",
    "已经",
    "已",
    "年度",
    "先后",
    "分别",
    "其中",
    "新",
    "实际",
    "均",
    "各类",
    "各",
    "另有",
    "另",
    "还",
    "仅",
    "有",
    "为",
    "达到",
    "达",
    "约",
    "等",
    "的",
    "了",
    "并",
    "并且",
    "同时",
    "一是",
    "二是",
    "三是",
];

/// What is done with things that are counted; the longer before the shorter.
const VERBS: [&str; 108] = [
    "主动公开",
    "依申请公开",
    "调解成功",
    "成功调解",
    "成功化解",
    "化解成功",
    "出庭应诉",
    "立案查处",
    "审查修改",
    "备案审查",
    "参加培训",
    "受理",
    "收到",
    "新收",
    "接收",
    "审结",
    "办结",
    "结案",
    "办理",
    "处理",
    "化解",
    "调解",
    "调处",
    "排查",
    "开展",
    "举办",
    "召开",
    "组织",
    "发放",
    "印发",
    "制定",
    "出台",
    "报备",
    "备案",
    "清理",
    "废止",
    "修改",
    "修订",
    "审查",
    "审核",
    "作出",
    "公布",
    "公开",
    "发布",
    "培训",
    "参加",
    "参与",
    "聘请",
    "配备",
    "设立",
    "建立",
    "建成",
    "创建",
    "完成",
    "检查",
    "查处",
    "立案",
    "处罚",
    "出庭",
    "应诉",
    "提供",
    "接受",
    "接待",
    "解答",
    "听取",
    "研究",
    "学习",
    "批示",
    "推出",
    "取消",
    "承接",
    "下放",
    "评查",
    "整改",
    "纠正",
    "考取",
    "现有",
    "提出",
    "出具",
    "签订",
    "认领",
    "推送",
    "新增",
    "招录",
    "选派",
    "走访",
    "张贴",
    "悬挂",
    "播放",
    "巡查",
    "抽查",
    "督办",
    "反馈",
    "解决",
    "成立",
    "打造",
    "宣讲",
    "动员",
    "报名",
    "持有",
    "列入",
    "纳入",
    "实现",
    "推动",
    "指导",
    "协助",
    "下达",
    "送达",
];

/// Characters that make a thing of a verb before them.
const THINGS: [char; 12] = ['栏', '日', '周', '月', '员', '室', '证', '法', '站', '所', '队', '率'];

/// What a figure counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Indicator {
    /// What was done: 受理.
    pub verb: Option<Span>,
    /// The thing: 行政复议案件.
    pub thing: Option<Span>,
}

impl Indicator {
    /// The indicator of each figure; a clause without a thing of its own speaks of the thing of the clause before.
    #[must_use]
    pub fn of_all(text: &str, figures: &[Figure]) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::with_capacity(figures.len());
        let mut last: Option<(Option<usize>, Span)> = None;
        for figure in figures {
            let mut found = if figure.kind.is_quantity() { Self::of(text, figure) } else { Self::default() };
            if figure.kind.is_quantity() {
                match (found.thing, last) {
                    (Some(thing), _) => last = Some((figure.sentence, thing)),
                    (None, Some((sentence, thing))) if sentence == figure.sentence => found.thing = Some(thing),
                    (None, _) => {}
                }
            }
            out.push(found);
        }
        out
    }

    /// The indicator of one figure from its own clause.
    #[must_use]
    pub fn of(text: &str, figure: &Figure) -> Self {
        let phrase = core(text, figure.before);
        let words = phrase.of(text);
        if figure.kind == FigureKind::Percent {
            return Self { verb: None, thing: (!phrase.is_empty()).then_some(phrase) };
        }
        let found = first_verb(words);
        let part = |from: usize, to: usize| {
            let span = core(text, Span::new(phrase.start + from, phrase.start + to));
            (!span.is_empty()).then_some(span)
        };
        let behind = || {
            let span = figure.behind;
            let short =
                span.of(text).find(['、', '“', '”', '《']).map_or(span, |at| Span::new(span.start, span.start + at));
            (!short.is_empty() && short.len() <= 36).then_some(short)
        };
        match found {
            // “在13个村”, “全乡9名干部”: what is counted follows.
            None if words.len() <= 9 => Self { verb: None, thing: behind().or_else(|| part(0, words.len())) },
            None => Self { verb: None, thing: part(0, words.len()).or_else(behind) },
            Some((at, len)) => {
                let verb = Some(Span::new(phrase.start + at, phrase.start + at + len));
                let thing =
                    part(at + len, words.len()).or_else(behind).or_else(|| part(0, at).filter(|span| span.len() >= 9));
                Self { verb, thing }
            }
        }
    }

    /// `span` without the fillers at its ends; empty where it names nothing.
    #[must_use]
    pub fn of_words(text: &str, span: Span) -> Span {
        core(text, span)
    }

    /// “行政复议案件·受理”
    #[must_use]
    pub fn words(&self, text: &str) -> String {
        let parts: Vec<&str> = [self.thing, self.verb].into_iter().flatten().map(|span| span.of(text)).collect();
        parts.join("·")
    }
}

/// Where the first verb stands, and its length; of several that begin there, the longest. A verb counts by its first
/// occurrence: 公开栏, 宣传日, 化解率 and 执法证 are things.
fn first_verb(words: &str) -> Option<(usize, usize)> {
    static BY_FIRST: OnceLock<BTreeMap<char, Vec<&str>>> = OnceLock::new();
    let by_first = BY_FIRST.get_or_init(|| {
        let mut out: BTreeMap<char, Vec<&str>> = BTreeMap::new();
        for verb in VERBS {
            out.entry(verb.chars().next().unwrap_or_default()).or_default().push(verb);
        }
        out
    });
    let mut things: Vec<&str> = Vec::new();
    for (at, first) in words.char_indices() {
        let Some(verbs) = by_first.get(&first) else { continue };
        let rest = words.get(at..)?;
        let mut best = None;
        for verb in verbs.iter().copied() {
            let Some(behind) = rest.strip_prefix(verb).filter(|_| !things.contains(&verb)) else { continue };
            if behind.starts_with(THINGS) {
                things.push(verb);
            } else {
                best = best.max(Some(verb.len()));
            }
        }
        if let Some(len) = best {
            return Some((at, len));
        }
    }
    None
}

/// `span` without fillers at both ends.
fn core(text: &str, span: Span) -> Span {
    let mut span = span.trim(text);
    loop {
        let words = span.of(text);
        let marks = words.len() - words.trim_start_matches(['、', '”', '"', '—', '-']).len();
        if marks > 0 {
            span = Span::new(span.start + marks, span.end).trim(text);
            continue;
        }
        let head = FILLERS.iter().filter(|word| words.starts_with(**word)).map(|word| word.len()).max().unwrap_or(0);
        let year = words.char_indices().take_while(|(_, c)| c.is_ascii_digit()).count();
        let head = if year == 4 && words.get(4..).is_some_and(|rest| rest.starts_with('年')) { 7 } else { head };
        let rest = words.get(head..).unwrap_or("");
        let tail =
            ["共计", "总计", "合计", "共", "达到", "达", "为", "了", "的", "等", "各", "约", "、", "，", "有", "仅"]
                .iter()
                .find(|word| rest.ends_with(**word))
                .map_or(0, |word| word.len());
        if head == 0 && tail == 0 {
            return span;
        }
        span = Span::new(span.start + head, span.end - tail.min(rest.len())).trim(text);
    }
}
