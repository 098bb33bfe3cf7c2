//! Many inputs on all cores, with a line of progress.

use std::io::{IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::diagnostic::Lang;

use super::answer::Done;
use super::input::Input;

/// Checks many inputs on all cores, this thread's among them; the answers come back in input order.
pub fn many<'a>(
    inputs: &'a [Input],
    job: &(dyn Fn(usize, &'a Input) -> Done + Sync),
    quiet: bool,
    lang: Lang,
) -> Vec<Done> {
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(inputs.len()).max(1);
    let done: Vec<OnceLock<Done>> = inputs.iter().map(|_| OnceLock::new()).collect();
    let work = |seen: &mut dyn FnMut(usize)| {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let (Some(input), Some(slot)) = (inputs.get(index), done.get(index)) else {
                break;
            };
            let _ = slot.set(job(index, input));
            seen(finished.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    let mut progress = Progress {
        shown: false,
        terminal: !quiet && std::io::stderr().is_terminal(),
        due: Instant::now() + Duration::from_secs(1),
        total: inputs.len(),
        lang,
    };
    std::thread::scope(|scope| {
        for _ in 1..workers {
            scope.spawn(|| work(&mut |_| {}));
        }
        work(&mut |count| progress.show(count));
    });
    progress.clear();
    done.into_iter().map(|slot| slot.into_inner().unwrap_or_else(|| Done::unreadable("lost".to_owned()))).collect()
}

/// A line on standard error while a run takes longer than a second.
struct Progress {
    shown: bool,
    terminal: bool,
    due: Instant,
    total: usize,
    lang: Lang,
}

impl Progress {
    fn show(&mut self, count: usize) {
        if !self.terminal || Instant::now() < self.due {
            return;
        }
        self.shown = true;
        self.due = Instant::now() + Duration::from_millis(100);
        let words = self.lang.pick("已检查", "checked");
        let mut out = std::io::stderr().lock();
        let _ = write!(out, "\r\u{1b}[K{words} {count}/{}", self.total);
        let _ = out.flush();
    }

    fn clear(&self) {
        if self.shown {
            let mut out = std::io::stderr().lock();
            let _ = write!(out, "\r\u{1b}[K");
        }
    }
}
