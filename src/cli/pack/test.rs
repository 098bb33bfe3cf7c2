//! `fazhi pack test`: the tests inside rule files, their coverage, and whether they notice a missing rule.

use std::collections::BTreeMap;

use crate::check::case::{CaseKind, CaseOutcome, CaseResult, run_cases};
use crate::diagnostic::{Lang, Text};
use crate::render::Paint;
use crate::rule::load::Files;
use crate::rule::raw::RawTests;
use crate::rule::{Literals, RuleSet, compile};

use super::super::{Exit, complain, print, style};
use super::args::Test;
use super::{lineage, show};

/// A rule whose tests are run.
struct Tested {
    id: String,
    tests: RawTests,
    /// `path:line` of each case, in the order in which they are run.
    places: Vec<String>,
}

/// Runs the command.
pub fn run(args: &Test, lang: Lang) -> Exit {
    let style = style(&args.common, lang);
    let mut files = Files::default();
    let Some(mut lineage) = lineage(&args.packs, &mut files, &style) else {
        return Exit::Usage;
    };
    // The packs that were named, not those that they extend.
    let names: Vec<String> = lineage.packs.iter().map(|pack| pack.name().to_owned()).collect();
    let wanted = lineage.asked.clone();
    let mut tested = Vec::new();
    for (index, pack) in lineage.packs.iter_mut().enumerate() {
        for rule in &mut pack.rules {
            let mine = wanted.contains(&index) || rule.changes.iter().any(|(changer, _)| wanted.contains(changer));
            let off = rule.raw.disabled.is_some();
            if mine && !off && args.only.as_ref().is_none_or(|word| rule.raw.id.value.contains(word)) {
                let tests = std::mem::take(&mut rule.raw.tests);
                let cases = tests.pass.iter().chain(&tests.fail).chain(&tests.inapplicable);
                let places = cases.map(|case| files.line(case.text.place)).collect();
                tested.push(Tested { id: rule.raw.id.value.clone(), tests, places });
            }
        }
    }
    let mut literals = Literals::default();
    let (compiled, faults) = compile(lineage, &files, &mut literals);
    show(&faults, &style);
    let Some(mut rules) = compiled.and_then(|compiled| compiled.open(&literals).ok()) else {
        return Exit::Usage;
    };
    let paint = Paint { on: style.color };
    let mut page = Page { out: String::new(), lang, paint, counts: BTreeMap::new(), uncovered: 0 };
    for rule in &tested {
        page.rule(rule, &run_cases(&rules, &rule.id, &rule.tests));
    }
    let survivors = if args.mutate { page.mutants(&mut rules, &tested) } else { 0 };
    page.total(&tested, &names);
    print(&page.out);
    if !faults.is_empty() {
        complain(lang.pick("规则包有误，测试不完整", "the pack is faulty, so the tests are not complete"));
        return Exit::Usage;
    }
    let bad: usize =
        page.counts.iter().filter(|(outcome, _)| **outcome != CaseOutcome::Validated).map(|(_, n)| n).sum();
    if bad + page.uncovered + survivors > 0 { Exit::Findings } else { Exit::Clean }
}

struct Page {
    out: String,
    lang: Lang,
    paint: Paint,
    counts: BTreeMap<CaseOutcome, usize>,
    uncovered: usize,
}

impl Page {
    fn rule(&mut self, rule: &Tested, results: &[CaseResult]) {
        for (result, place) in results.iter().zip(&rule.places) {
            *self.counts.entry(result.outcome).or_default() += 1;
            if result.outcome != CaseOutcome::Validated {
                self.line(place, result, &rule.id);
            }
        }
        let fires = results.iter().any(|result| {
            result.kind == CaseKind::Fail
                && !matches!(result.outcome, CaseOutcome::Missing | CaseOutcome::Noisy | CaseOutcome::Applied)
        });
        if !fires {
            self.uncovered += 1;
            let words = self.lang.pick("没有一个 fail 用例能让它报出", "no `fail` case makes it fire");
            self.out.push_str(&format!(
                "{}  {}：{words}\n",
                self.paint.bold(self.lang.pick("未覆盖", "uncovered")),
                rule.id
            ));
        }
    }

    fn line(&mut self, place: &str, result: &CaseResult, id: &str) {
        let (zh, en) = result.outcome.words();
        let kind = format!("{} {}", result.kind.as_str(), result.number);
        self.out.push_str(&format!(
            "{}  {id} {}  {}\n    {}\n",
            self.paint.bold(self.lang.pick(zh, en)),
            self.paint.dim(&kind),
            result.told.get(self.lang),
            self.paint.dim(place),
        ));
    }

    /// Deletes and disables each rule in turn; a mutant that no test notices survives.
    fn mutants(&mut self, rules: &mut RuleSet, tested: &[Tested]) -> usize {
        let mut survivors = 0;
        let mut made = 0;
        for rule in tested {
            let Some(at) = rules.rules.iter().position(|known| known.id == rule.id) else { continue };
            let noticed = |rules: &RuleSet| {
                run_cases(rules, &rule.id, &rule.tests).iter().any(|result| result.outcome != CaseOutcome::Validated)
            };
            let taken = rules.rules.remove(at);
            let deleted = noticed(rules);
            rules.rules.insert(at, taken);
            let reason = Text { zh: "停用试验".into(), en: "disabled on trial".into() };
            let off = |rules: &mut RuleSet, reason| {
                if let Some(rule) = rules.rules.get_mut(at) {
                    rule.disabled = reason;
                }
            };
            off(rules, Some(reason));
            let disabled = noticed(rules);
            off(rules, None);
            made += 2;
            for (noticed, zh, en) in [(deleted, "删除", "deleting it"), (disabled, "停用", "disabling it")] {
                if !noticed {
                    survivors += 1;
                    self.out.push_str(&match self.lang {
                        Lang::Zh => format!("{}  {}：{zh}后没有测试失败\n", self.paint.bold("变异未被发现"), rule.id),
                        Lang::En => format!("{}  {}: {en} breaks no test\n", self.paint.bold("survivor"), rule.id),
                    });
                }
            }
        }
        self.out.push_str(&match self.lang {
            Lang::Zh => format!("变异试验：{made} 个变异，测试发现 {} 个\n", made - survivors),
            Lang::En => format!("mutants: {made} made, {} noticed\n", made - survivors),
        });
        survivors
    }

    fn total(&mut self, tested: &[Tested], names: &[String]) {
        let cases: usize = self.counts.values().sum();
        let count = |outcome| self.counts.get(&outcome).copied().unwrap_or(0);
        let [passed, noisy, missing, span, weight, applied] = [
            CaseOutcome::Validated,
            CaseOutcome::Noisy,
            CaseOutcome::Missing,
            CaseOutcome::WrongSpan,
            CaseOutcome::WrongSeverity,
            CaseOutcome::Applied,
        ]
        .map(count);
        let rules = tested.len();
        let covered = rules - self.uncovered;
        let words = match self.lang {
            Lang::Zh => format!(
                "{}：{rules} 条规则，{cases} 个用例：通过 {passed}，误报 {noisy}，漏报 {missing}，位置不对 {span}，级别不对 {weight}，不应适用 {applied}；覆盖 {covered}/{rules}\n",
                names.join(" + "),
            ),
            Lang::En => format!(
                "{}: {rules} rule(s), {cases} case(s): validated {passed}, noisy {noisy}, missing {missing}, wrong span {span}, wrong weight {weight}, applied {applied}; covered {covered}/{rules}\n",
                names.join(" + "),
            ),
        };
        self.out.push_str(&words);
    }
}
