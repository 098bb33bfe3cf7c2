//! What earlier reviews left: the files of waivers and baselines.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use crate::config::Config;
use crate::diagnostic::{Lang, Text};
use crate::engine;
use crate::facts::CalendarDate;
use crate::render::json::WaiverJson;
use crate::render::{Style, fault};
use crate::report::baseline::{BASELINE_VERSION, Baseline, KnownFinding};
use crate::report::waiver::{RawWaiver, Waiver, WaiverFault};
use crate::rule::RuleSet;
use crate::rule::load::{Files, PackFile};
use crate::rule::yaml;

use super::input::Input;
use super::{Exit, complain, print};

/// Largest file of waivers or fingerprints, in bytes.
const MAX_BYTES: u64 = 32 << 20;

/// A file of waivers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWaivers {
    waivers: Vec<RawWaiver>,
}

/// Reads a file of waivers; faults are shown. A waiver may name a rule of any of `sets`.
pub fn waivers(path: &Path, sets: &[Arc<RuleSet>], style: Style) -> Option<Vec<Waiver>> {
    let (lang, text) = (style.lang, text(path, style.lang)?);
    let mut files = Files::default();
    let id = files.add(PackFile { path: path.display().to_string(), text });
    let read = files.get(id).map(|file| yaml::read(file, id))?;
    let raw = read.and_then(|node| yaml::typed::<RawWaivers>(&node).map_err(|fault| files.mismatch(fault)));
    let raw = match raw {
        Ok(raw) => raw.waivers,
        Err(fault) => {
            complain(&fault::render(&fault, &style));
            return None;
        }
    };
    said(engine::compiled(raw, sets), path, lang)
}

/// The waivers of a configuration file; faults are shown.
pub fn config_waivers(config: &Config, sets: &[Arc<RuleSet>], lang: Lang) -> Option<Vec<Waiver>> {
    said(engine::config_waivers(config, sets), Path::new(&config.file.path), lang)
}

/// The waivers, or what is wrong with each, said.
fn said(compiled: Result<Vec<Waiver>, Vec<(usize, Text)>>, path: &Path, lang: Lang) -> Option<Vec<Waiver>> {
    let path = path.display();
    compiled
        .map_err(|faults| {
            for (number, words) in faults {
                complain(&match lang {
                    Lang::Zh => format!("错误：{path}：第{number}条豁免：{}", words.zh),
                    Lang::En => format!("error: {path}: waiver {number}: {}", words.en),
                });
            }
        })
        .ok()
}

/// Reads a baseline as the findings known of each input; faults are shown.
pub fn known(path: &Path, inputs: &[Input], lang: Lang) -> Option<BTreeMap<String, Vec<KnownFinding>>> {
    let words = text(path, lang)?;
    let baseline: Baseline = match serde_json::from_str(&words) {
        Ok(baseline) => baseline,
        Err(fault) => {
            complain(&match lang {
                Lang::Zh => format!("错误：{} 不是基线文件：{fault}", path.display()),
                Lang::En => format!("error: {} is no baseline: {fault}", path.display()),
            });
            return None;
        }
    };
    if baseline.version != BASELINE_VERSION {
        complain(&match lang {
            Lang::Zh => format!("错误：{} 由另一版本写成，请用 --write-baseline 重新生成", path.display()),
            Lang::En => {
                format!("error: {} is of another version; write it again with --write-baseline", path.display())
            }
        });
        return None;
    }
    let root = folder(path);
    let of = |input: &Input| Some((input.name(), baseline.files.get(&key(input, &root))?.clone()));
    Some(inputs.iter().filter_map(of).collect())
}

/// Writes what was found as a baseline instead of showing it; `done` holds, for each input, why it could not be read or
/// its findings.
pub fn write_baseline(path: &Path, done: Vec<(&Input, Result<Vec<KnownFinding>, &String>)>, lang: Lang) -> Exit {
    let inputs = done.len();
    let mut found = Vec::with_capacity(inputs);
    for (input, known) in done {
        match known {
            Ok(known) => found.push((input, known)),
            Err(why) => complain(&match lang {
                Lang::Zh => format!("错误：{}：{why}；没有写基线", input.name()),
                Lang::En => format!("error: {}: {why}; no baseline was written", input.name()),
            }),
        }
    }
    if found.len() < inputs {
        return Exit::Usage;
    }
    let count: usize = found.iter().flat_map(|(_, known)| known).map(|known| known.count).sum();
    match write(path, found) {
        Ok(()) => {
            complain(&match lang {
                Lang::Zh => format!("说明：已把 {count} 条问题写入 {}；以后加 --baseline 只看新问题", path.display()),
                Lang::En => {
                    format!(
                        "note: {count} finding(s) written to {}; with --baseline only new ones are shown",
                        path.display()
                    )
                }
            });
            Exit::Clean
        }
        Err(fault) => {
            complain(&match lang {
                Lang::Zh => format!("错误：无法写入 {}：{fault}", path.display()),
                Lang::En => format!("error: cannot write {}: {fault}", path.display()),
            });
            Exit::Usage
        }
    }
}

fn write(path: &Path, found: Vec<(&Input, Vec<KnownFinding>)>) -> std::io::Result<()> {
    let root = folder(path);
    let mut baseline = Baseline::default();
    for (input, known) in found.into_iter().filter(|(_, known)| !known.is_empty()) {
        baseline.files.insert(key(input, &root), known);
    }
    let words = serde_json::to_string_pretty(&baseline).unwrap_or_default();
    std::fs::write(path, words + "\n")
}

/// What the waivers of a file say of themselves after a run.
pub fn findings(path: &Path, waivers: &[Waiver], faults: &[(usize, WaiverFault)], lang: Lang) -> Vec<WaiverJson> {
    let finding = |(index, fault): &(usize, WaiverFault)| {
        let rule = waivers.get(*index).map_or("", |waiver| waiver.rule.as_str());
        let number = index + 1;
        let message = match (fault, lang) {
            (WaiverFault::Expired(until), Lang::Zh) => {
                format!("第{number}条豁免（{rule}）已于{until}到期，不再生效；请改正问题，或者重新审核后延期")
            }
            (WaiverFault::Expired(until), Lang::En) => {
                format!(
                    "waiver {number} ({rule}) ended on {until} and waives nothing; mend the fault or renew it after review"
                )
            }
            (WaiverFault::Stale, Lang::Zh) => format!("第{number}条豁免（{rule}）已经没有对应的问题，请删去"),
            (WaiverFault::Stale, Lang::En) => format!("waiver {number} ({rule}) no longer waives anything; delete it"),
        };
        WaiverJson { rule: fault.id(), severity: "warning", path: path.display().to_string(), number, message }
    };
    faults.iter().map(finding).collect()
}

/// Shows such findings, one a line.
pub fn show(findings: &[WaiverJson]) {
    for found in findings {
        print(&format!("{}: {}[{}]: {}\n", found.path, found.severity, found.rule, found.message));
    }
}

/// Today in China, or the day that `SOURCE_DATE_EPOCH` states.
pub fn today() -> Option<CalendarDate> {
    let stated = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<u64>().ok());
    let now = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok().map(|since| since.as_secs());
    let seconds = stated.or_else(now)?;
    civil(i64::try_from((seconds + 8 * 3600) / 86_400).ok()?)
}

/// The date so many days after 1 January 1970.
fn civil(days: i64) -> Option<CalendarDate> {
    // Years that begin in March put the leap day last; 146,097 days are four hundred years.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let (month, shift) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = i32::try_from(year + era * 400 + shift).ok()?;
    CalendarDate::new(year, u32::try_from(month).ok()?, u32::try_from(date).ok()?)
}

fn text(path: &Path, lang: Lang) -> Option<String> {
    let read = std::fs::metadata(path).and_then(|meta| {
        if meta.len() > MAX_BYTES {
            return Err(std::io::Error::from(std::io::ErrorKind::FileTooLarge));
        }
        std::fs::read_to_string(path)
    });
    match read {
        Ok(text) => Some(text),
        Err(fault) => {
            complain(&match lang {
                Lang::Zh => format!("错误：无法读取 {}：{fault}", path.display()),
                Lang::En => format!("error: cannot read {}: {fault}", path.display()),
            });
            None
        }
    }
}

fn folder(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned())
}

/// The name of an input in a baseline that lies in `root`: its path from there, so that both can move together.
fn key(input: &Input, root: &Path) -> String {
    let Input::File(path) = input else { return input.name() };
    let full = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    let (own, base): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (full.components().collect(), root.components().collect());
    let shared = own.iter().zip(&base).take_while(|(a, b)| a == b).count();
    // On another drive there is no way from one to the other.
    if shared == 0 {
        return full.to_string_lossy().replace('\\', "/");
    }
    let up = base.iter().skip(shared).map(|_| "..".to_owned());
    let down = own.iter().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_become_dates() {
        for (days, date) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_454, "2026-01-01")] {
            assert_eq!(civil(days).map(|date| date.to_string()).as_deref(), Some(date));
        }
    }
}
