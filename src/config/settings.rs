//! Settings with their origins.

use crate::diagnostic::{Lang, Severity};
use crate::facts::Level;
use crate::report::PolicyProfile;
use crate::rule::yaml::Located;

use super::Config;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// A line of `fazhi.yaml`, from 1.
    File(usize),
    /// An environment variable.
    Environment(&'static str),
    /// An option of the command.
    Option(&'static str),
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

/// Which packs are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The pack of the recognised province, or the national pack.
    ByProvince,
    /// These, by name or folder.
    Named(Vec<String>),
}

impl Choice {
    /// The words of `--pack` and `packs`: `auto`, `none`, or names and folders.
    #[must_use]
    pub fn of(words: &[String]) -> Self {
        match words {
            [] => Self::ByProvince,
            [word] if word == "auto" => Self::ByProvince,
            [word] if word == "none" => Self::Named(vec![crate::builtin::NATIONAL.to_owned()]),
            words => Self::Named(words.to_vec()),
        }
    }

    /// As it would be written.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::ByProvince => "auto".to_owned(),
            Self::Named(names) => names.join(", "),
        }
    }
}

/// What options, or the environment, state; nothing where they are silent.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// `--pack`
    pub packs: Vec<String>,
    /// `--profile`
    pub profile: Option<PolicyProfile>,
    /// `--fail-level`
    pub fail_level: Option<Severity>,
    /// `--show`
    pub show: Option<Severity>,
    /// `--lang`
    pub lang: Option<Lang>,
    /// `--select`
    pub select: Vec<String>,
    /// `--ignore`
    pub ignore: Vec<String>,
    /// `--level`
    pub level: Option<Level>,
    /// `--province`
    pub province: Option<String>,
    /// `--year`
    pub year: Option<i32>,
}

/// The settings of a run, or of one folder of a run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Which packs are used.
    pub packs: Setting<Choice>,
    /// The occasion.
    pub profile: Setting<PolicyProfile>,
    /// The weight from which a run fails.
    pub fail_level: Setting<Severity>,
    /// The lightest weight that is shown; by the format if not stated.
    pub show: Setting<Option<Severity>>,
    /// The language.
    pub lang: Setting<Lang>,
    /// Only these rules; all if empty.
    pub select: Setting<Vec<String>>,
    /// Not these rules.
    pub ignore: Setting<Vec<String>>,
    /// The level of the reporting organ, if stated.
    pub level: Setting<Option<Level>>,
    /// The province, if stated.
    pub province: Setting<Option<String>>,
    /// The report year, if stated.
    pub year: Setting<Option<i32>>,
}

/// The first that says something: option, environment, file, default.
struct Pick<'a> {
    config: Option<&'a Config>,
}

impl Pick<'_> {
    fn one<T: Clone>(
        &self,
        flag: (&'static str, Option<T>),
        variable: (&'static str, Option<T>),
        file: Option<&Located<T>>,
        default: T,
    ) -> Setting<T> {
        if let (name, Some(value)) = flag {
            return Setting { value, origin: Origin::Option(name) };
        }
        if let (name, Some(value)) = variable {
            return Setting { value, origin: Origin::Environment(name) };
        }
        match (file, self.config) {
            (Some(located), Some(config)) => {
                Setting { value: located.value.clone(), origin: Origin::File(config.line(located.place)) }
            }
            _ => Setting { value: default, origin: Origin::Default },
        }
    }

    fn maybe<T: Clone>(
        &self,
        flag: (&'static str, Option<T>),
        variable: (&'static str, Option<T>),
        file: Option<&Located<T>>,
    ) -> Setting<Option<T>> {
        let file = file.map(|located| Located { value: Some(located.value.clone()), place: located.place });
        self.one((flag.0, flag.1.map(Some)), (variable.0, variable.1.map(Some)), file.as_ref(), None)
    }
}

fn some(list: &[String]) -> Option<Vec<String>> {
    (!list.is_empty()).then(|| list.to_vec())
}

impl Settings {
    /// Joins what options, environment and file state.
    #[must_use]
    pub fn resolve(flags: &Stated, variables: &Stated, config: Option<&Config>) -> Self {
        let pick = Pick { config };
        let raw = config.map(|config| &config.raw);
        macro_rules! file {
            ($field:ident) => {
                raw.and_then(|raw| raw.$field.as_ref())
            };
        }
        let packs =
            pick.one(("--pack", some(&flags.packs)), ("FAZHI_PACK", some(&variables.packs)), file!(packs), Vec::new());
        Self {
            packs: Setting { value: Choice::of(&packs.value), origin: packs.origin },
            profile: pick.one(
                ("--profile", flags.profile),
                ("FAZHI_PROFILE", variables.profile),
                file!(profile),
                PolicyProfile::Submit,
            ),
            fail_level: pick.one(
                ("--fail-level", flags.fail_level),
                ("FAZHI_FAIL_LEVEL", variables.fail_level),
                file!(fail_level),
                Severity::Error,
            ),
            show: pick.maybe(("--show", flags.show), ("FAZHI_SHOW", variables.show), file!(show)),
            lang: pick.one(("--lang", flags.lang), ("FAZHI_LANG", variables.lang), file!(lang), Lang::Zh),
            select: pick.one(
                ("--select", some(&flags.select)),
                ("FAZHI_SELECT", some(&variables.select)),
                file!(select),
                Vec::new(),
            ),
            ignore: pick.one(
                ("--ignore", some(&flags.ignore)),
                ("FAZHI_IGNORE", some(&variables.ignore)),
                file!(ignore),
                Vec::new(),
            ),
            level: pick.maybe(("--level", flags.level), ("FAZHI_LEVEL", variables.level), file!(level)),
            province: pick.maybe(
                ("--province", flags.province.clone()),
                ("FAZHI_PROVINCE", variables.province.clone()),
                file!(province),
            ),
            year: pick.maybe(("--year", flags.year), ("FAZHI_YEAR", variables.year), file!(year)),
        }
    }
}
