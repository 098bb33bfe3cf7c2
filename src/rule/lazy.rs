//! Parts of a stored rule that few reports ask for: kept as bytes until somebody does.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that is decoded when it is first asked for.
#[derive(Debug)]
pub struct Lazy<T> {
    bytes: Cow<'static, [u8]>,
    value: OnceLock<Box<T>>,
}

impl<T: Default + DeserializeOwned> Lazy<T> {
    /// A value that is there already.
    pub fn of(value: T) -> Self {
        Self { bytes: Cow::Borrowed(&[]), value: OnceLock::from(Box::new(value)) }
    }

    /// The value. Bytes that were not written by [`Lazy::serialize`] give the empty one; the built-in packs are written by
    /// the build, and a test decodes every one.
    pub fn get(&self) -> &T {
        self.value.get_or_init(|| Box::new(postcard::from_bytes(&self.bytes).unwrap_or_default()))
    }
}

impl<T: Default + Serialize + DeserializeOwned> Serialize for Lazy<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_stdvec(self.get()).map_err(S::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

/// The built-in packs lie in the program: their bytes stay where they are.
impl<'de: 'static, T> Deserialize<'de> for Lazy<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes: &'static [u8] = Deserialize::deserialize(deserializer)?;
        Ok(Self { bytes: Cow::Borrowed(bytes), value: OnceLock::new() })
    }
}
