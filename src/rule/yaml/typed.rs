//! [`Node`]s to typed shapes, through serde; what does not fit is a [`Mismatch`] at the guilty word.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, EnumAccess, IntoDeserializer, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::mismatch::Mismatch;
use super::node::{FileId, Node, Place, Scalar, Value};
use crate::source::Span;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// The name by which [`Located`] asks [`NodeDeserializer`] for the place.
const LOCATED: &str = "fazhi::Located";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LocatedVisitor<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for LocatedVisitor<T> {
            type Value = Located<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a value with its place")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut parts: A) -> Result<Located<T>, A::Error> {
                let [file, start, end] = {
                    let mut numbers = [0u64; 3];
                    for number in &mut numbers {
                        *number = parts.next_element()?.unwrap_or(0);
                    }
                    numbers.map(|number| usize::try_from(number).unwrap_or(0))
                };
                let value = parts.next_element()?.ok_or_else(|| de::Error::custom("no value"))?;
                Ok(Located { value, place: Place { file: FileId(file), span: Span::new(start, end) } })
            }
        }

        deserializer.deserialize_tuple_struct(LOCATED, 4, LocatedVisitor(std::marker::PhantomData))
    }
}

/// Turns `node` into a typed shape.
///
/// # Errors
/// [`Mismatch`] at the guilty word.
pub fn typed<T: DeserializeOwned>(node: &Node) -> Result<T, Mismatch> {
    T::deserialize(NodeDeserializer(node)).map_err(|fault| fault.at(node.place))
}

/// Lends a [`Node`] to serde.
#[derive(Clone, Copy)]
struct NodeDeserializer<'a>(&'a Node);

impl NodeDeserializer<'_> {
    fn placed<T>(self, result: Result<T, Mismatch>) -> Result<T, Mismatch> {
        result.map_err(|fault| fault.at(self.0.place))
    }
}

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let result = match &self.0.value {
            Value::Scalar(Scalar::Null) => visitor.visit_unit(),
            Value::Scalar(Scalar::Bool(value)) => visitor.visit_bool(*value),
            Value::Scalar(Scalar::Int(value, _)) => visitor.visit_i64(*value),
            Value::Scalar(Scalar::Decimal(words) | Scalar::Text(words)) => visitor.visit_str(words),
            Value::List(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(NodeDeserializer))),
            Value::Map(entries) => visitor.visit_map(MapDeserializer::new(
                entries.iter().map(|(key, value)| (KeyDeserializer(key), NodeDeserializer(value))),
            )),
        };
        self.placed(result)
    }

    /// Text may look like a number or a truth value: `number: 2019`.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match &self.0.value {
            Value::Scalar(scalar) if *scalar != Scalar::Null => {
                let result = visitor.visit_str(scalar.words());
                self.placed(result)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    /// An empty key (`remainder:`) is an empty list.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.is_null() {
            return visitor.visit_seq(SeqDeserializer::<_, Mismatch>::new(std::iter::empty::<u8>()));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        if name != LOCATED {
            return self.deserialize_any(visitor);
        }
        let place = self.0.place;
        let numbers = [place.file.0, place.span.start, place.span.end].map(|number| Part::Number(number as u64));
        let parts = numbers.into_iter().chain(std::iter::once(Part::Value(self)));
        let result = visitor.visit_seq(SeqDeserializer::new(parts));
        self.placed(result)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let result = match &self.0.value {
            Value::Scalar(_) => visitor.visit_enum(Variant { key: self.0, value: None }),
            Value::Map(entries) => {
                let [(key, value)] = entries.as_slice() else {
                    let second = entries.get(1).map_or(self.0.place, |(key, _)| key.place);
                    let (zh, en) = ("这里只能写一种，请去掉多余的键", "exactly one kind is expected here");
                    return Err(Mismatch::new(second, zh, en));
                };
                visitor.visit_enum(Variant { key, value: Some(value) })
            }
            Value::List(_) => Err(de::Error::invalid_type(de::Unexpected::Seq, &"one kind with its settings")),
        };
        self.placed(result)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit tuple map struct identifier
        ignored_any
    }
}

impl IntoDeserializer<'_, Mismatch> for NodeDeserializer<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A key; what is wrong with it is told at the key.
struct KeyDeserializer<'a>(&'a Node);

impl<'de> Deserializer<'de> for KeyDeserializer<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        NodeDeserializer(self.0).deserialize_string(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        NodeDeserializer(self.0).deserialize_tuple_struct(name, len, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Mismatch> for KeyDeserializer<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A part of a [`Located`] on its way.
enum Part<'a> {
    Number(u64),
    Value(NodeDeserializer<'a>),
}

impl<'de> Deserializer<'de> for Part<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self {
            Self::Number(number) => visitor.visit_u64(number),
            Self::Value(node) => node.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self {
            Self::Number(number) => visitor.visit_u64(number),
            Self::Value(node) => node.deserialize_string(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_string(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self {
            Self::Number(number) => visitor.visit_u64(number),
            Self::Value(node) => node.deserialize_enum(name, variants, visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl IntoDeserializer<'_, Mismatch> for Part<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A variant of an enum: a word, or a mapping with one key.
struct Variant<'a> {
    key: &'a Node,
    value: Option<&'a Node>,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Mismatch;
    type Variant = Self;

    fn variant_seed<S: de::DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Mismatch> {
        let name = seed.deserialize(KeyDeserializer(self.key)).map_err(|fault| fault.at(self.key.place))?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        match self.value {
            Some(value) if !value.is_null() => {
                Err(Mismatch::new(value.place, "这一种没有设置项", "this kind has no settings"))
            }
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<S: de::DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Mismatch> {
        match self.value {
            Some(value) => seed.deserialize(NodeDeserializer(value)).map_err(|fault| fault.at(value.place)),
            None => Err(Mismatch::new(self.key.place, "这一种需要写设置项", "this kind needs settings")),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.struct_variant(&[], visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.value {
            Some(value) => NodeDeserializer(value).deserialize_any(visitor),
            None => Err(Mismatch::new(self.key.place, "这一种需要写设置项", "this kind needs settings")),
        }
    }
}
