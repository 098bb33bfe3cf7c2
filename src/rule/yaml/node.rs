//! A value of a YAML file with its place.

use crate::source::Span;

/// Which file of a set of packs; an index into its list of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub usize);

/// Words in a file of a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The words, quotes left out.
    pub span: Span,
}

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands; of a list or mapping, where it begins.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Value {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// Keys with values, in the order of the file.
    Map(Vec<(Node, Node)>),
}

/// A single value; [`Scalar::words`] keeps it as it was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Nothing at all, or `null` or `~`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number, and how it was written.
    Int(i64, String),
    /// A number with a fraction, as it was written.
    Decimal(String),
    /// Text.
    Text(String),
}

impl Scalar {
    /// The value as text.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Null => "",
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
            Self::Int(_, words) | Self::Decimal(words) | Self::Text(words) => words,
        }
    }
}

impl Node {
    /// The value as text, if it is a single one.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar.words()),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The value under `key` of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(name, _)| name.words() == Some(key)).map(|(_, value)| value),
            Value::Scalar(_) | Value::List(_) => None,
        }
    }

    /// Takes the entry `key` out of a mapping: the key and its value.
    pub fn take(&mut self, key: &str) -> Option<(Self, Self)> {
        match &mut self.value {
            Value::Map(entries) => {
                let at = entries.iter().position(|(name, _)| name.words() == Some(key))?;
                Some(entries.remove(at))
            }
            Value::Scalar(_) | Value::List(_) => None,
        }
    }

    /// Whether the value is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Scalar(Scalar::Null))
    }

    /// Whether two values say the same, wherever they stand.
    #[must_use]
    pub fn says_same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Scalar(left), Value::Scalar(right)) => left.words() == right.words(),
            (Value::List(left), Value::List(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.says_same(right))
            }
            (Value::Map(left), Value::Map(right)) => {
                left.len() == right.len()
                    && left.iter().all(|(key, value)| {
                        key.words().and_then(|key| other.get(key)).is_some_and(|twin| value.says_same(twin))
                    })
                    && right.iter().all(|(key, _)| key.words().is_some())
            }
            _ => false,
        }
    }
}
