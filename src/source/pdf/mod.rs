//! PDF with a text layer: the shown strings of each page at their places, joined to paragraphs by `lay`.
//!
//! Places are quantised to hundredths of a point before anything is decided by them.

mod font;

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use super::container::{Container, ContainerFault, Extract};
use super::lay::{Fragment, Page, paragraphs};

use font::{Font, Widths, float, has_name, reading};

/// Most bytes to which one stream may unpack.
const MOST_STREAM: usize = 32 << 20;
/// Most bytes to which all pages together may unpack.
const MOST_CONTENT: usize = 128 << 20;
/// Most pages that are read.
const MOST_PAGES: usize = 2000;
/// Deepest nesting of form objects.
const DEEPEST: usize = 8;
/// Most fragments of one document.
const MOST_FRAGMENTS: usize = 2_000_000;

/// Reads a .pdf file.
///
/// # Errors
/// [`ContainerFault`] where it is damaged, encrypted, too large or without text.
pub fn read(bytes: &[u8]) -> Result<Extract, ContainerFault> {
    let damaged = ContainerFault::Damaged(Container::Pdf);
    let start = memchr::memmem::find(bytes, b"%PDF-").unwrap_or(0);
    let bytes = bytes.get(start..).unwrap_or(bytes);
    let options = LoadOptions::with_max_decompressed_size(MOST_STREAM);
    let document = Document::load_mem_with_options(bytes, options).map_err(|fault| match fault {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => ContainerFault::Encrypted(Some(Container::Pdf)),
        _ => damaged,
    })?;
    if document.is_encrypted() {
        return Err(ContainerFault::Encrypted(Some(Container::Pdf)));
    }
    let pages = document.get_pages();
    if pages.len() > MOST_PAGES {
        return Err(ContainerFault::TooLarge(Container::Pdf));
    }
    let mapped: BTreeMap<ObjectId, Dictionary> = document
        .objects
        .iter()
        .filter_map(|(id, object)| Some((*id, object.as_dict().ok()?)))
        .filter(|(_, font)| font.get_deref(b"ToUnicode", &document).and_then(Object::as_stream).is_ok())
        .map(|(id, font)| {
            let mut plain = font.clone();
            plain.remove(b"Encoding");
            (id, plain)
        })
        .collect();
    let fonts = BTreeMap::new();
    let mut reader = Reader { document: &document, content: 0, fragments: 0, lost: 0, fonts, mapped: &mapped };
    let mut read = Vec::with_capacity(pages.len());
    for id in pages.values() {
        read.push(reader.page(*id)?);
    }
    let extract = paragraphs(&read);
    let kept = extract.text.chars().filter(|c| !c.is_whitespace()).count();
    // Fonts without a way to Unicode leave crumbs: that is no text layer.
    if kept == 0 || reader.lost > kept {
        return Err(ContainerFault::NoText(Container::Pdf));
    }
    Ok(extract)
}

/// An affine matrix `a b c d e f`.
#[derive(Clone, Copy, Debug)]
struct Matrix([f64; 6]);

impl Matrix {
    const ONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// `self` first, then `outer`.
    fn then(self, outer: Self) -> Self {
        let ([xx, xy, yx, yy, dx, dy], [oxx, oxy, oyx, oyy, odx, ody]) = (self.0, outer.0);
        Self([
            xx * oxx + xy * oyx,
            xx * oxy + xy * oyy,
            yx * oxx + yy * oyx,
            yx * oxy + yy * oyy,
            dx * oxx + dy * oyx + odx,
            dx * oxy + dy * oyy + ody,
        ])
    }

    fn moved(self, x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the value is clamped before")]
fn hundredths(value: f64) -> i64 {
    (value.clamp(-1e9, 1e9) * 100.0).round() as i64
}

struct Reader<'d> {
    document: &'d Document,
    content: usize,
    fragments: usize,
    /// Characters that could not be read.
    lost: usize,
    /// By the address of the font's dictionary in the file, where it has one.
    fonts: BTreeMap<ObjectId, Rc<Font<'d>>>,
    /// Dictionaries of fonts with a map to Unicode, without the encoding they name.
    mapped: &'d BTreeMap<ObjectId, Dictionary>,
}

/// The text state of a page.
#[derive(Clone, Copy)]
struct State {
    matrix: Matrix,
    text: Matrix,
    line: Matrix,
    size: f64,
    leading: f64,
    rise: f64,
    spacing: f64,
    word_spacing: f64,
    stretch: f64,
}

impl<'d> Reader<'d> {
    fn page(&mut self, id: ObjectId) -> Result<Page, ContainerFault> {
        let too_large = ContainerFault::TooLarge(Container::Pdf);
        let content = self.document.get_page_content_with_limit(id, MOST_STREAM).map_err(|_| too_large)?;
        let area = self.document.get_dictionary(id).ok().and_then(|page| {
            let own = page.get_deref(b"MediaBox", self.document).and_then(Object::as_array);
            own.or_else(|_| {
                let parent = page.get_deref(b"Parent", self.document).and_then(Object::as_dict)?;
                parent.get_deref(b"MediaBox", self.document).and_then(Object::as_array)
            })
            .ok()
        });
        let width = area.and_then(|area| Some(hundredths(float(area.get(2)?) - float(area.first()?))));
        let mut page = Page { width, ..Page::default() };
        let (own, inherited) =
            self.document.get_page_resources(id).map_err(|_| ContainerFault::Damaged(Container::Pdf))?;
        let mut resources: Vec<&'d Dictionary> = own.into_iter().collect();
        resources.extend(inherited.iter().filter_map(|id| self.document.get_dictionary(*id).ok()));
        self.stream(&content, &resources, Matrix::ONE, 0, &mut page)?;
        Ok(page)
    }

    fn stream(
        &mut self,
        content: &[u8],
        resources: &[&'d Dictionary],
        matrix: Matrix,
        depth: usize,
        page: &mut Page,
    ) -> Result<(), ContainerFault> {
        self.content += content.len();
        if self.content > MOST_CONTENT || self.fragments > MOST_FRAGMENTS {
            return Err(ContainerFault::TooLarge(Container::Pdf));
        }
        // A damaged content stream shows what stands before the damage, as viewers do.
        let Ok(content) = Content::decode(content) else { return Ok(()) };
        let mut state = State {
            matrix,
            text: Matrix::ONE,
            line: Matrix::ONE,
            size: 0.0,
            leading: 0.0,
            rise: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
        };
        let mut saved: Vec<State> = Vec::new();
        let mut font: Option<Rc<Font<'d>>> = None;
        for Operation { operator, operands } in &content.operations {
            let number = |index: usize| operands.get(index).map_or(0.0, float);
            match operator.as_str() {
                "q" if saved.len() < 256 => saved.push(state),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.matrix = matrix_of(operands).then(state.matrix),
                "BT" => (state.text, state.line) = (Matrix::ONE, Matrix::ONE),
                "Tf" => {
                    state.size = number(1);
                    font = operands.first().and_then(|name| name.as_name().ok()).and_then(|n| self.font(n, resources));
                }
                "TL" => state.leading = number(0),
                "Ts" => state.rise = number(0),
                "Tc" => state.spacing = number(0),
                "Tw" => state.word_spacing = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "Td" => state.next(number(0), number(1)),
                "TD" => {
                    state.leading = -number(1);
                    state.next(number(0), number(1));
                }
                "Tm" => {
                    state.text = matrix_of(operands);
                    state.line = state.text;
                }
                "T*" => state.next(0.0, -state.leading),
                "Tj" => self.show(operands, &mut state, font.as_deref(), page),
                "TJ" => {
                    if let Some(parts) = operands.first().and_then(|parts| parts.as_array().ok()) {
                        self.show(parts, &mut state, font.as_deref(), page);
                    }
                }
                "'" => {
                    state.next(0.0, -state.leading);
                    self.show(operands, &mut state, font.as_deref(), page);
                }
                "\"" => {
                    state.next(0.0, -state.leading);
                    self.show(operands.get(2..).unwrap_or(&[]), &mut state, font.as_deref(), page);
                }
                "Do" if depth < DEEPEST => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    self.form(name, resources, state.matrix, depth, page)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn form(
        &mut self,
        name: &[u8],
        resources: &[&'d Dictionary],
        matrix: Matrix,
        depth: usize,
        page: &mut Page,
    ) -> Result<(), ContainerFault> {
        let document = self.document;
        let found = resources.iter().find_map(|resources| {
            let forms = document.get_dict_in_dict(resources, b"XObject").ok()?;
            forms.get_deref(name, document).ok()?.as_stream().ok()
        });
        let Some(form) = found.filter(|form| has_name(&form.dict, b"Subtype", b"Form")) else {
            return Ok(());
        };
        let content =
            form.decompressed_content_with_limit(MOST_STREAM).map_err(|_| ContainerFault::TooLarge(Container::Pdf))?;
        let own = form.dict.get(b"Matrix").and_then(Object::as_array).map_or(Matrix::ONE, |m| matrix_of(m));
        let own_resources = document.get_dict_in_dict(&form.dict, b"Resources").ok();
        let list: Vec<&'d Dictionary> = own_resources.into_iter().chain(resources.iter().copied()).take(8).collect();
        self.stream(&content, &list, own.then(matrix), depth + 1, page)
    }

    fn font(&mut self, name: &[u8], resources: &[&'d Dictionary]) -> Option<Rc<Font<'d>>> {
        let document = self.document;
        let (id, dictionary) = resources.iter().find_map(|resources| {
            let fonts = document.get_dict_in_dict(resources, b"Font").ok()?;
            let entry = fonts.get(name).ok()?;
            let id = entry.as_reference().ok();
            let dictionary = document.dereference(entry).ok()?.1.as_dict().ok()?;
            Some((id, dictionary))
        })?;
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(font.clone());
        }
        let reading = reading(document, dictionary, id.and_then(|id| self.mapped.get(&id)));
        let font = Rc::new(Font { reading, widths: Widths::read(document, dictionary) });
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        Some(font)
    }

    fn show(&mut self, parts: &[Object], state: &mut State, font: Option<&Font<'_>>, page: &mut Page) {
        let Some(font) = font else { return };
        let mut words = String::new();
        let mut first = state.text;
        for part in parts {
            let Object::String(bytes, _) = part else {
                // A step back or forth in thousandths. Behind a wide one stand other words of the line, which may belong
                // between words that another font has shown.
                let step = -float(part) / 1000.0 * state.size * state.stretch;
                if step.abs() * 4.0 > state.size {
                    self.push(std::mem::take(&mut words), first, state, page);
                    state.text = state.text.moved(step, 0.0);
                    first = state.text;
                } else {
                    state.text = state.text.moved(step, 0.0);
                }
                continue;
            };
            match font.reading.words(bytes) {
                Ok(shown) => words.push_str(&shown),
                Err(count) => self.lost += count,
            }
            let wide = font.widths.advance(bytes, state.size, state.spacing, state.word_spacing);
            state.text = state.text.moved(wide * state.stretch, 0.0);
        }
        self.push(words, first, state, page);
    }

    fn push(&mut self, words: String, first: Matrix, state: &State, page: &mut Page) {
        let start = first.moved(0.0, state.rise).then(state.matrix);
        let end = state.text.then(state.matrix);
        let [along, rise, lean, high, x, y] = start.0;
        // Text that runs upwards or downwards is a stamp or a margin note.
        if words.is_empty() || rise.abs() > along.abs() {
            return;
        }
        let size = hundredths(state.size * lean.hypot(high)).abs().max(1);
        let [.., right, _] = end.0;
        self.fragments += 1;
        page.fragments.push(Fragment {
            left: hundredths(x),
            right: hundredths(right),
            base: -hundredths(y),
            size,
            words,
        });
    }
}

impl State {
    fn next(&mut self, x: f64, y: f64) {
        self.line = self.line.moved(x, y);
        self.text = self.line;
    }
}

fn matrix_of(operands: &[Object]) -> Matrix {
    let mut out = Matrix::ONE;
    for (slot, operand) in out.0.iter_mut().zip(operands) {
        *slot = float(operand);
    }
    out
}
