//! Sheets as rows of cells: CSV (UTF-8 or GB18030) and, with the feature `sheet`, XLSX.

use std::io::Read;
use std::path::Path;

use crate::diagnostic::Lang;
use crate::source::load::load_stream;

/// Largest sheet, in bytes.
const MAX_SHEET: u64 = 16 << 20;
/// Most rows.
const MAX_ROWS: usize = 20_000;

fn is_xlsx(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

/// The rows of the sheet at `path`.
///
/// # Errors
/// Words for a sheet that cannot be read.
pub fn read(path: &Path, lang: Lang) -> Result<Vec<Vec<String>>, String> {
    let size = std::fs::metadata(path)
        .map_err(|fault| match lang {
            Lang::Zh => format!("无法读取：{fault}"),
            Lang::En => format!("cannot be read: {fault}"),
        })?
        .len();
    if size > MAX_SHEET {
        return Err(lang.pick("表格超过 16 MB", "larger than 16 MB").to_owned());
    }
    let rows = if is_xlsx(path) { read_xlsx(path, lang)? } else { read_csv(path, lang)? };
    if rows.len() > MAX_ROWS {
        return Err(lang.pick("表格超过 20000 行", "more than 20,000 rows").to_owned());
    }
    Ok(rows)
}

fn read_csv(path: &Path, lang: Lang) -> Result<Vec<Vec<String>>, String> {
    let unreadable = |fault: &dyn std::fmt::Display| match lang {
        Lang::Zh => format!("不是可用的 CSV：{fault}"),
        Lang::En => format!("not a usable CSV file: {fault}"),
    };
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(|fault| unreadable(&fault))?;
    // Excel writes CSV in the system's encoding: the decoder of reports knows them.
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => load_stream("sheet.csv", bytes.as_slice())
            .map_err(|_| lang.pick("不是 UTF-8 或 GB18030 文本", "neither UTF-8 nor GB18030 text").to_owned())?
            .text()
            .to_owned(),
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|fault| unreadable(&fault))?;
            Ok(record.iter().map(str::to_owned).collect())
        })
        .collect()
}

#[cfg(feature = "sheet")]
fn read_xlsx(path: &Path, lang: Lang) -> Result<Vec<Vec<String>>, String> {
    use calamine::{Data, DataType, Reader};

    let unreadable = |fault: &dyn std::fmt::Display| match lang {
        Lang::Zh => format!("不是可用的 XLSX：{fault}"),
        Lang::En => format!("not a usable XLSX file: {fault}"),
    };
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(path).map_err(|fault: calamine::XlsxError| unreadable(&fault))?;
    let Some(range) = book.worksheet_range_at(0) else {
        return Err(unreadable(&lang.pick("没有工作表", "no sheet")));
    };
    let range = range.map_err(|fault| unreadable(&fault))?;
    let words = |cell: &Data| cell.as_string().unwrap_or_else(|| cell.to_string());
    Ok(range.rows().take(MAX_ROWS + 1).map(|row| row.iter().map(words).collect()).collect())
}

#[cfg(not(feature = "sheet"))]
fn read_xlsx(_path: &Path, lang: Lang) -> Result<Vec<Vec<String>>, String> {
    Err(lang.pick("本程序未包含 XLSX 支持，请另存为 CSV", "built without XLSX support; save it as CSV").to_owned())
}

/// The bytes of a sheet of `rows` in the format that the ending of `path` names.
///
/// # Errors
/// Words for a format that cannot be written.
pub fn write(path: &Path, rows: &[Vec<String>], lang: Lang) -> Result<Vec<u8>, String> {
    if is_xlsx(path) {
        return write_xlsx(rows, lang);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|fault| fault.to_string())?;
    }
    let body = writer.into_inner().map_err(|fault| fault.to_string())?;
    // Excel takes a file for UTF-8 only with a mark at its beginning.
    Ok([b"\xef\xbb\xbf".as_slice(), &body].concat())
}

#[cfg(feature = "sheet")]
fn write_xlsx(rows: &[Vec<String>], _lang: Lang) -> Result<Vec<u8>, String> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let wrap = rust_xlsxwriter::Format::new().set_text_wrap().set_align(rust_xlsxwriter::FormatAlign::Top);
    let bold = wrap.clone().set_bold();
    let sheet = book.add_worksheet();
    for (column, width) in [28, 32, 40, 14, 10, 40, 60].into_iter().enumerate() {
        sheet.set_column_width(u16::try_from(column).unwrap_or(0), width).map_err(|fault| fault.to_string())?;
    }
    for (at, row) in rows.iter().enumerate() {
        let format = if at == 0 { &bold } else { &wrap };
        for (column, cell) in row.iter().enumerate() {
            let (at, column) = (u32::try_from(at).unwrap_or(0), u16::try_from(column).unwrap_or(0));
            sheet.write_string_with_format(at, column, cell, format).map_err(|fault| fault.to_string())?;
        }
    }
    book.save_to_buffer().map_err(|fault| fault.to_string())
}

#[cfg(not(feature = "sheet"))]
fn write_xlsx(_rows: &[Vec<String>], lang: Lang) -> Result<Vec<u8>, String> {
    Err(lang.pick("本程序未包含 XLSX 支持，请改用 .csv", "built without XLSX support; use .csv").to_owned())
}
