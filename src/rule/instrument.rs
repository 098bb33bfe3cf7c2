//! The instruments that reports cite: titles, dates, periods and successors of a pack, indexed by reduced title.
//!
//! The table is built once, when a pack is compiled, and stored flat. A title is looked up by binary search; the index
//! of title pieces, which finds titles one or two characters off, is asked only when that fails.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Text;
use crate::facts::TitleKey;

use super::matcher::PartialDate;
use super::yaml::Located;

/// Shortest name, in characters, that is compared with others: below that, one character off is another name.
pub const FUZZY_FROM: usize = 6;
/// From this length on two characters may differ.
const TWO_FROM: usize = 14;

/// `lexicon/instruments.yaml`
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawInstruments {
    /// What it holds.
    pub title: Text,
    /// One row an instrument.
    pub entries: Vec<RawInstrument>,
    /// Further titles that exist: never taken for a slip of another.
    #[serde(default)]
    pub known: Vec<String>,
}

/// One instrument, as written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RawInstrument {
    /// Its full title without 《》.
    pub title: Located<String>,
    /// Short titles in use.
    #[serde(default)]
    pub short: Vec<String>,
    /// Wrong names under which it is cited.
    #[serde(default)]
    pub slips: Vec<String>,
    /// Periods that instruments of other organs bear under the same name, such as 2016—2020.
    #[serde(default)]
    pub elsewhere: Vec<String>,
    /// Who issued it.
    #[serde(default)]
    pub issuer: Option<String>,
    /// Its document number.
    #[serde(default)]
    pub number: Option<String>,
    /// Adopted or issued.
    #[serde(default)]
    pub issued: Option<Located<String>>,
    /// In force from.
    #[serde(default)]
    pub effective: Option<Located<String>>,
    /// No longer in force from.
    #[serde(default)]
    pub repealed: Option<Located<String>>,
    /// The full title of what replaced it.
    #[serde(default)]
    pub successor: Option<Located<String>>,
    /// Issued by a province, city or county: right as written, and no other title is measured by it.
    #[serde(default)]
    pub local: bool,
    /// How firmly its dates are known.
    pub verified: super::raw::Verified,
    /// Where they were read.
    pub source: String,
    /// Anything a reader of the table should know.
    #[serde(default)]
    pub note: Option<String>,
}

/// One instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Its full title without 《》.
    pub title: String,
    /// Its document number; may be empty.
    pub number: String,
    /// The day from which it was no longer in force.
    pub repealed: Option<PartialDate>,
    /// Index of what replaced it.
    pub successor: Option<u32>,
    /// The years of its title.
    pub period: Option<(i32, i32)>,
    /// See [`RawInstrument::elsewhere`].
    pub elsewhere: Vec<(i32, i32)>,
    /// Issued by a province, city or county.
    pub local: bool,
    /// Whether its dates were read in a text, at first or second hand.
    pub firm: bool,
}

impl Instrument {
    /// The last year of which it was in force on the last day, for one that was repealed.
    #[must_use]
    pub fn last_year(&self) -> Option<i32> {
        let day = self.repealed?;
        // A day that is not known counts as the last possible one.
        Some(if day.month == 1 && day.day == 1 { day.year - 1 } else { day.year })
    }
}

/// What a name in the index stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Meaning {
    /// The title or a short title of a row.
    Title(u32),
    /// A wrong name of a row.
    Slip(u32),
    /// A title that is only known to exist.
    Known,
}

/// What is known of a cited name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved<'a> {
    /// The instruments of this name; none for a title that is only known to exist.
    Exact(Vec<&'a Instrument>),
    /// A known wrong name of this instrument.
    Slip(&'a Instrument),
    /// No name of the table.
    Unknown,
}

/// All instruments of a pack and of the packs under it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct InstrumentTable {
    rows: Vec<Instrument>,
    /// The names of the index, one after another.
    pool: String,
    /// Sorted by name: end of the name in the pool, and what it stands for.
    index: Vec<(u32, u32, Meaning)>,
    /// Sorted: hash of a third of a name, and its place in the index.
    pieces: Vec<(u32, u32)>,
}

impl InstrumentTable {
    /// Builds the table; the second list names successors that are no title of it.
    ///
    /// Rows of the same title and period are one row, the later of which counts.
    #[must_use]
    pub fn build(raw: Vec<RawInstrument>, known: &[String]) -> (Self, Vec<Located<String>>) {
        let mut table = Self::default();
        let mut names: Vec<(String, Meaning)> =
            known.iter().map(|title| (TitleKey::of(title).name, Meaning::Known)).collect();
        let mut successors = Vec::new();
        let mut titles: Vec<String> = Vec::new();
        for row in raw {
            let key = TitleKey::of(&row.title.value);
            let place = titles.iter().position(|title| *title == row.title.value).unwrap_or(titles.len());
            let index = u32::try_from(place).unwrap_or(u32::MAX);
            let span = |words: &String| TitleKey::of(&format!("x（{words}年）")).period;
            let instrument = Instrument {
                title: row.title.value.clone(),
                number: row.number.unwrap_or_default(),
                repealed: row.repealed.and_then(|day| PartialDate::parse(&day.value)),
                successor: None,
                period: key.period,
                elsewhere: row.elsewhere.iter().filter_map(span).collect(),
                local: row.local,
                firm: matches!(row.verified, super::raw::Verified::Primary | super::raw::Verified::Secondary),
            };
            let shorts = row.short.iter().map(|short| (TitleKey::of(short).name, Meaning::Title(index)));
            let slips = row.slips.iter().map(|slip| (TitleKey::of(slip).name, Meaning::Slip(index)));
            names.extend(shorts.chain(slips));
            names.push((key.name, Meaning::Title(index)));
            successors.extend(row.successor.map(|successor| (place, successor)));
            if let Some(known) = table.rows.get_mut(place) {
                *known = instrument;
            } else {
                table.rows.push(instrument);
                titles.push(row.title.value);
            }
        }
        let mut dangling = Vec::new();
        for (place, successor) in successors {
            match titles.iter().position(|title| *title == successor.value) {
                Some(found) => {
                    if let Some(row) = table.rows.get_mut(place) {
                        row.successor = u32::try_from(found).ok();
                    }
                }
                None => dangling.push(successor),
            }
        }
        table.index(names);
        (table, dangling)
    }

    fn index(&mut self, mut names: Vec<(String, Meaning)>) {
        names.retain(|(name, _)| !name.is_empty());
        names.sort();
        names.dedup();
        for (name, meaning) in names {
            let start = self.pool.len();
            self.pool.push_str(&name);
            let place = u32::try_from(self.index.len()).unwrap_or(u32::MAX);
            let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            self.index.push((offset(start), offset(self.pool.len()), meaning));
            // Only what is issued centrally measures others; a third of the name survives two slips.
            let central = match meaning {
                Meaning::Title(row) => self.rows.get(row as usize).is_some_and(|row| !row.local),
                Meaning::Slip(_) | Meaning::Known => false,
            };
            if central && name.chars().count() >= FUZZY_FROM {
                let chars: Vec<char> = name.chars().collect();
                self.pieces.extend(
                    thirds(chars.len())
                        .into_iter()
                        .filter_map(|(from, to)| chars.get(from..to).map(|piece| (hash(piece), place))),
                );
            }
        }
        self.pieces.sort_unstable();
        self.pieces.dedup();
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Instrument] {
        &self.rows
    }

    /// What replaced `instrument`.
    #[must_use]
    pub fn successor(&self, instrument: &Instrument) -> Option<&Instrument> {
        self.rows.get(instrument.successor? as usize)
    }

    fn name(&self, place: usize) -> &str {
        let range = self.index.get(place).map(|(from, to, _)| *from as usize..*to as usize);
        range.and_then(|range| self.pool.get(range)).unwrap_or("")
    }

    /// What is known of the name of `key`: an exact look-up.
    #[must_use]
    pub fn resolve(&self, key: &TitleKey) -> Resolved<'_> {
        let before = |(from, to, _): &(u32, u32, Meaning)| {
            self.pool.as_bytes().get(*from as usize..*to as usize) < Some(key.name.as_bytes())
        };
        let low = self.index.partition_point(before);
        let same = (low..self.index.len()).take_while(|place| self.name(*place) == key.name);
        let meanings: Vec<Meaning> = same.filter_map(|place| self.index.get(place)).map(|entry| entry.2).collect();
        let row = |index: u32| self.rows.get(index as usize);
        let exact: Vec<&Instrument> = meanings
            .iter()
            .filter_map(|meaning| match meaning {
                Meaning::Title(index) => row(*index),
                Meaning::Slip(_) | Meaning::Known => None,
            })
            .collect();
        if !exact.is_empty() || meanings.contains(&Meaning::Known) {
            return Resolved::Exact(exact);
        }
        // A wrong name may belong to several rows, such as the outlines of two periods.
        let slips: Vec<&Instrument> = meanings
            .iter()
            .filter_map(|meaning| match meaning {
                Meaning::Slip(index) => row(*index),
                Meaning::Title(_) | Meaning::Known => None,
            })
            .collect();
        let fitting = slips.iter().find(|slip| slip.period == key.period).or(slips.first());
        fitting.map_or(Resolved::Unknown, |slip| Resolved::Slip(slip))
    }

    /// The names of central instruments that are one character off `name`, or two if it is long, with their rows.
    /// To be asked only when [`InstrumentTable::resolve`] knows nothing.
    #[must_use]
    pub fn near(&self, name: &str) -> Vec<(&str, &Instrument)> {
        let chars: Vec<char> = name.chars().collect();
        if chars.len() < FUZZY_FROM {
            return Vec::new();
        }
        let mut places: Vec<u32> = Vec::new();
        for length in chars.len().saturating_sub(2)..=chars.len() + 2 {
            for (from, to) in thirds(length) {
                for shift in 0..=4usize {
                    let Some(start) = (from + shift).checked_sub(2) else { continue };
                    let Some(piece) = chars.get(start..start + to - from) else { continue };
                    let wanted = hash(piece);
                    let first = self.pieces.partition_point(|(hash, _)| *hash < wanted);
                    let found = self.pieces.get(first..).unwrap_or(&[]).iter();
                    places.extend(found.take_while(|(hash, _)| *hash == wanted).map(|(_, place)| *place));
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        let most = if chars.len() >= TWO_FROM { 2 } else { 1 };
        let mut near: Vec<(usize, &str, &Instrument)> = places
            .into_iter()
            .filter_map(|place| {
                let known = self.name(place as usize);
                let (.., Meaning::Title(row)) = self.index.get(place as usize)? else { return None };
                let distance = super::fault::distance(name, known, most + 1);
                (distance <= most).then_some((distance, known, self.rows.get(*row as usize)?))
            })
            .collect();
        let best = near.iter().map(|(distance, ..)| *distance).min();
        near.retain(|(distance, ..)| Some(*distance) == best);
        near.into_iter().map(|(_, known, row)| (known, row)).collect()
    }
}

/// Three parts of a name of `length` characters, as ranges.
fn thirds(length: usize) -> [(usize, usize); 3] {
    let (one, two) = (length / 3, length * 2 / 3);
    [(0, one), (one, two), (two, length)]
}

/// FNV-1a over characters: the same on every machine.
fn hash(chars: &[char]) -> u32 {
    chars.iter().fold(0x811c_9dc5, |sum: u32, c| (sum ^ u32::from(*c)).wrapping_mul(0x0100_0193))
}
