//! OFD (GB/T 33190—2016): text objects of each page, joined to lines and paragraphs by their places.

use super::archive::{Archive, resolve};
use super::container::{Container, ContainerFault, Extract};
use super::lay::{Fragment, Page, paragraphs};
use super::xml::Tree;

/// Most pages that are read.
const MOST_PAGES: usize = 2000;

/// Reads an .ofd file.
///
/// # Errors
/// [`ContainerFault`] where it is damaged, encrypted, too large or without text.
pub fn read(archive: &mut Archive<'_>) -> Result<Extract, ContainerFault> {
    let damaged = ContainerFault::Damaged(Container::Ofd);
    if archive.has("Encryptions.xml") || archive.names().any(|name| name.ends_with("/Encryptions.xml")) {
        return Err(ContainerFault::Encrypted(Some(Container::Ofd)));
    }
    let root = archive.text("OFD.xml")?.ok_or(damaged)?;
    let tree = Tree::parse(&root, Container::Ofd)?;
    let document = tree.descendants(0).find(|index| tree.name(*index) == "DocRoot").ok_or(damaged)?;
    let document = resolve("", tree.words(document).trim());
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let part = archive.text(&document)?.ok_or(damaged)?;
    let tree = Tree::parse(&part, Container::Ofd)?;
    let pages: Vec<String> = tree
        .descendants(0)
        .filter(|index| tree.name(*index) == "Page")
        .filter_map(|index| tree.attribute(index, "BaseLoc"))
        .map(|place| resolve(&folder, &place))
        .collect();
    if pages.len() > MOST_PAGES {
        return Err(ContainerFault::TooLarge(Container::Ofd));
    }
    let mut read = Vec::with_capacity(pages.len());
    for name in pages {
        let part = archive.text(&name)?.ok_or(damaged)?;
        let tree = Tree::parse(&part, Container::Ofd)?;
        read.push(page(&tree));
    }
    let extract = paragraphs(&read);
    if extract.text.trim().is_empty() {
        return Err(ContainerFault::NoText(Container::Ofd));
    }
    Ok(extract)
}

fn page(tree: &Tree<'_>) -> Page {
    let mut fragments = Vec::new();
    for index in tree.descendants(0).filter(|index| tree.name(*index) == "TextObject") {
        let numbers = |name: &str| -> Vec<i64> {
            let value = tree.attribute(index, name).unwrap_or_default();
            value.split_ascii_whitespace().filter_map(hundredths).collect()
        };
        let boundary = numbers("Boundary");
        let scale = numbers("CTM");
        let size = numbers("Size").first().copied().unwrap_or(500);
        // The vertical scale of the matrix, in hundredths, makes the size; its offset is added to the place.
        let (factor, move_x, move_y) = match scale.as_slice() {
            [_, _, _, d, e, f] => (*d, *e, *f),
            _ => (100, 0, 0),
        };
        let size = (size.saturating_mul(factor.abs().clamp(1, 100_000)) / 100).max(1);
        for code in tree.children(index).filter(|code| tree.name(*code) == "TextCode") {
            let place = |name: &str| tree.attribute(code, name).and_then(|value| hundredths(&value)).unwrap_or(0);
            let words = tree.words(code);
            let (left, top) = (boundary.first().copied().unwrap_or(0), boundary.get(1).copied().unwrap_or(0));
            let wide = advance(&tree.attribute(code, "DeltaX").unwrap_or_default());
            let start = left + move_x + place("X") * factor / 100;
            let end =
                wide.map_or_else(|| start + Fragment::width(&words, size), |wide| start + wide * factor / 100 + size);
            fragments.push(Fragment {
                left: start,
                right: end,
                base: top + move_y + place("Y") * factor / 100,
                size,
                words,
            });
        }
    }
    let area = tree.descendants(0).find(|index| tree.name(*index) == "PhysicalBox");
    let width = area.and_then(|area| {
        let words = tree.words(area);
        hundredths(words.split_ascii_whitespace().nth(2)?)
    });
    Page { fragments, width }
}

/// The sum of the steps of `DeltaX`: “3.2 3.2” or “g 10 3.2”, in hundredths.
fn advance(steps: &str) -> Option<i64> {
    let mut words = steps.split_ascii_whitespace();
    let mut sum = 0i64;
    let mut any = false;
    while let Some(word) = words.next() {
        if word == "g" {
            let count = words.next()?.parse::<i64>().ok()?.clamp(0, 100_000);
            sum = sum.saturating_add(hundredths(words.next()?)?.saturating_mul(count));
        } else {
            sum = sum.saturating_add(hundredths(word)?);
        }
        any = true;
    }
    any.then_some(sum)
}

/// A decimal number in hundredths, without floating point.
fn hundredths(word: &str) -> Option<i64> {
    let (sign, digits) = word.strip_prefix('-').map_or((1, word), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let mut part: String = part.chars().take(2).collect();
    while part.len() < 2 {
        part.push('0');
    }
    Some(sign * (whole.clamp(0, 1_000_000_000) * 100 + part.parse::<i64>().ok()?))
}
