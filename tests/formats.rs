//! OpenDocument, OFD, web pages, PDF, Word 97; formats known by content; hostile containers refused in time.

#![cfg(all(feature = "docx", feature = "odt", feature = "ofd", feature = "html", feature = "pdf", feature = "doc"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::format_collect,
    reason = "a test may stop where it fails"
)]
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value, missing_docs, reason = "tests read best in one piece")]

#[path = "support/office.rs"]
mod office;
mod support;

use std::time::{Duration, Instant};

use fazhi::source::container::{ContainerFault, OtherFile};
use fazhi::source::load::{LoadError, from_bytes};
use fazhi::source::{Container, Source};
use office::{docx, p, zip};

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(support::project(&format!("tests/{name}"))).unwrap()
}

fn read(name: &str) -> Source {
    // The name says nothing: formats are known by content.
    from_bytes("报告.txt", &bytes(name)).unwrap_or_else(|fault| panic!("{name}: {fault:?}"))
}

fn fault(bytes: &[u8]) -> ContainerFault {
    match from_bytes("报告.docx", bytes) {
        Err(LoadError::Container(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

/// The paragraphs of the body, headings with their numbers; notes and table rows left out.
fn paragraphs(source: &Source) -> Vec<String> {
    let lines = source.text().lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.contains('\t') && !line.contains("数据截至"));
    lines.map(|line| line.replace("家次1，", "家次，").replace(". ", ".")).collect()
}

#[test]
fn the_same_report_reads_the_same_from_every_format() {
    let word = paragraphs(&read("docx/npm-docx.docx"));
    assert!(word.contains(&"（一）规范行政执法".to_owned()));
    for (name, kind) in [("formats/libreoffice.odt", Container::Odt), ("formats/libreoffice.pdf", Container::Pdf)] {
        let source = read(name);
        assert_eq!(source.container(), Some(kind));
        let found: Vec<String> =
            paragraphs(&source).into_iter().filter(|line| !["事项 件数", "调解 96"].contains(&line.as_str())).collect();
        assert_eq!(found, word, "{name}");
    }
    // Chinese fonts that are named and not embedded, lines indented and wrapped, three pages.
    let source = read("formats/cid-font.pdf");
    let found: Vec<String> = paragraphs(&source)
        .into_iter()
        .filter(|line| !["事项", "件数", "调解", "96"].contains(&line.as_str()))
        .collect();
    assert_eq!(found, word);
    let last = source.origin(source.text().find("特此报告").unwrap()).unwrap();
    assert!(last.page.unwrap() >= 2, "{last:?}");
}

#[test]
fn old_word_files_are_read_by_their_pieces() {
    let source = read("formats/libreoffice.doc");
    assert_eq!(source.container(), Some(Container::Doc));
    let text = std::fs::read_to_string(support::project("tests/silent/01-county-four-block-2025.txt")).unwrap();
    let expected: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let found: Vec<&str> = source.text().lines().filter(|line| !line.is_empty() && !line.contains('\t')).collect();
    assert_eq!(found, expected);
    assert!(source.text().contains("事项\t数量\t备注\n"));
    // Automatic numbers are not in the text of this format: rather no answer than a wrong one.
    assert_eq!(fault(&bytes("formats/numbered.doc")), ContainerFault::Numbered(Container::Doc));
}

#[test]
fn a_web_page_gives_its_article_with_title_and_date() {
    let source = read("formats/page-gbk.html");
    assert_eq!(source.container(), Some(Container::Html));
    let lines: Vec<&str> = source.text().lines().map(|line| line.trim_matches(['\u{3000}', '\u{2003}', ' '])).collect();
    assert_eq!(
        lines[..4],
        [
            "发布时间：2026-02-10",
            "青石镇2025年法治政府建设情况报告",
            "2025年，青石镇认真推进法治政府建设，现将有关情况报告如下：",
            "一、主要举措和成效"
        ]
    );
    assert!(lines.contains(&"事项\t件数") && lines.contains(&"二、存在的不足和原因"));
    for outside in ["首页", "脚本", "看不见", "分享到", "备案号"] {
        assert!(!source.text().contains(outside), "{outside}");
    }
    let rules = support::national();
    let report = support::check_default(rules, &source);
    assert_eq!(report.profile.published.map(|known| known.value.to_string()), Some("2026-02-10".into()));
    assert!(report.requirements.iter().take(5).all(|row| row.status == fazhi::report::Status::Satisfied));
}

#[test]
fn an_ofd_file_is_read_by_the_places_of_its_text() {
    let object = |y: &str, x: &str, words: &str, n: usize| {
        format!(
            "<ofd:TextObject Boundary=\"{x} {y} 150 10\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"g {n} 5\">{words}</ofd:TextCode></ofd:TextObject>"
        )
    };
    let page = |objects: &str| {
        format!(
            "<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    };
    let full = "全年开展执法培训四次化解矛盾纠纷九十六件办结率百分之百并且";
    let first = object("20", "60", "青石镇报告", 4)
        + &object("40", "40", &full[..28 * 3], 27)
        + &object("50", "30", "全部整改。", 4)
        + &object("60", "40", &full[..28 * 3], 27)
        + &object("70", "30", &format!("{}二十", &full[..28 * 3]), 29)
        + &object("280", "100", "— 1 —", 4);
    let second = object("40", "30", "余字的末行。", 5) + &object("50", "40", "三、下一步", 4);
    let root = "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    let document = "<ofd:Document xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/><ofd:Page ID=\"2\" BaseLoc=\"/Doc_0/Pages/Page_1/Content.xml\"/></ofd:Pages></ofd:Document>";
    let file = zip(&[
        ("OFD.xml", root),
        ("Doc_0/Document.xml", document),
        ("Doc_0/Pages/Page_0/Content.xml", &page(&first)),
        ("Doc_0/Pages/Page_1/Content.xml", &page(&second)),
    ]);
    let source = from_bytes("a.ofd", &file).unwrap();
    assert_eq!(source.container(), Some(Container::Ofd));
    let lines: Vec<&str> = source.text().lines().collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert_eq!(lines[0], "青石镇报告");
    assert!(lines[1].ends_with("全部整改。") && lines[2].ends_with("二十余字的末行。"), "{lines:?}");
    assert_eq!(source.origin(source.text().find("三、").unwrap()).unwrap().page, Some(2));
    let empty = zip(&[
        ("OFD.xml", root),
        ("Doc_0/Document.xml", document),
        ("Doc_0/Pages/Page_0/Content.xml", &page("")),
        ("Doc_0/Pages/Page_1/Content.xml", &page("")),
    ]);
    assert_eq!(fault(&empty), ContainerFault::NoText(Container::Ofd));
}

#[test]
fn files_of_other_kinds_are_named() {
    let office = |target: &str| {
        let rels = format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"{target}\"/></Relationships>"
        );
        zip(&[("[Content_Types].xml", office::TYPES), ("_rels/.rels", &rels), (target, "<x/>")])
    };
    let cases: [(Vec<u8>, ContainerFault); 9] = [
        (office("xl/workbook.xml"), ContainerFault::Other(OtherFile::Spreadsheet)),
        (office("ppt/presentation.xml"), ContainerFault::Other(OtherFile::Slides)),
        (zip(&[("a.txt", "x")]), ContainerFault::Other(OtherFile::Zip)),
        (b"{\\rtf1 x}".to_vec(), ContainerFault::Other(OtherFile::Rtf)),
        (b"\xff\xd8\xff\xe0 x".to_vec(), ContainerFault::Other(OtherFile::Picture)),
        (b"MIME-Version: 1.0\n\nx".to_vec(), ContainerFault::Other(OtherFile::WebArchive)),
        (
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><x/>".to_vec(),
            ContainerFault::Other(OtherFile::WordXml),
        ),
        (docx("<w:p/>", &[]), ContainerFault::NoText(Container::Docx)),
        (b"%PDF-1.4\nrubbish".to_vec(), ContainerFault::Damaged(Container::Pdf)),
    ];
    for (bytes, expected) in cases {
        assert_eq!(fault(&bytes), expected);
    }
    // A text that speaks of tags is a text.
    assert!(from_bytes("a.txt", "一、网站 <html> 标签整改".as_bytes()).unwrap().container().is_none());
}

fn in_time<T>(what: &str, most: Duration, job: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = job();
    assert!(start.elapsed() < most, "{what} took {:?}", start.elapsed());
    out
}

#[test]
fn hostile_containers_are_refused_in_time() {
    let most = Duration::from_secs(20);
    // A bomb: 60 MB of one character in 60 kB.
    let bomb = docx(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "法".repeat(20_000_000)), &[]);
    assert!(bomb.len() < 1_000_000);
    assert_eq!(in_time("bomb", most, || fault(&bomb)), ContainerFault::TooLarge(Container::Docx));
    // Millions of nodes, and nodes in nodes.
    let many = docx(&"<w:r/>".repeat(4_000_000), &[]);
    assert_eq!(in_time("nodes", most, || fault(&many)), ContainerFault::TooLarge(Container::Docx));
    let deep = docx(&format!("{}{}{}", "<w:p><w:r>".repeat(5_000), "x", "</w:r></w:p>".repeat(5_000)), &[]);
    assert_eq!(in_time("depth", most, || fault(&deep)), ContainerFault::TooLarge(Container::Docx));
    // Entities, declared here or elsewhere, are not expanded.
    let rels = office::part(&docx(&p("x"), &[]), "_rels/.rels");
    for dtd in [
        "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE d [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>",
    ] {
        let text = format!(
            "<?xml version=\"1.0\"?>{dtd}<w:document {}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>",
            office::W
        );
        let file = zip(&[("[Content_Types].xml", office::TYPES), ("_rels/.rels", &rels), ("word/document.xml", &text)]);
        assert_eq!(fault(&file), ContainerFault::Damaged(Container::Docx));
    }
    // A target outside of the archive names nothing.
    let outside = rels.replace("word/document.xml", "../../../../etc/passwd");
    let file = zip(&[("[Content_Types].xml", office::TYPES), ("_rels/.rels", &outside)]);
    assert_eq!(fault(&file), ContainerFault::Damaged(Container::Docx));
    // Lists that count from a hostile number, levels that do not exist.
    let numbering = format!(
        "<w:numbering {}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"4294967295\"/><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1%2%9%%x\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        office::W
    );
    let body = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>".to_owned()
        + &"<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>".repeat(3);
    assert!(from_bytes("a", &docx(&body, &[("numbering", &numbering)])).is_ok());
    // Pages nested without end.
    let page = format!("<html><body>{}法治{}</body></html>", "<div>".repeat(200_000), "</div>".repeat(200_000));
    assert_eq!(in_time("page", most, || fault(page.as_bytes())), ContainerFault::TooLarge(Container::Html));
    let fonts = format!("<html><body>{}", "<font color=1><p>法".repeat(100_000));
    in_time("fonts", most, || assert_eq!(fault(fonts.as_bytes()), ContainerFault::TooLarge(Container::Html)));
}

#[test]
fn damage_is_told_and_never_breaks_the_program() {
    let names = [
        "docx/npm-docx.docx",
        "docx/messy.docx",
        "formats/libreoffice.odt",
        "formats/cid-font.pdf",
        "formats/libreoffice.doc",
        "formats/page-gbk.html",
        "formats/libreoffice.pdf",
    ];
    let mut seed = 12_345u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for name in names {
        let whole = bytes(name);
        for cut in 1..12 {
            let part = &whole[..whole.len() * cut / 12];
            in_time(name, Duration::from_secs(20), || drop(from_bytes("x", part)));
        }
        for _ in 0..25 {
            let mut damaged = whole.clone();
            for _ in 0..=next(6) {
                let at = next(damaged.len());
                damaged[at] = u8::try_from(next(256)).unwrap();
            }
            in_time(name, Duration::from_secs(20), || {
                if let Ok(source) = from_bytes("x", &damaged) {
                    let at = next(source.text().len() + 1);
                    let _ = source.origin(at);
                    let note = fazhi::annotate::Note { span: fazhi::source::Span::empty(at), paragraphs: Vec::new() };
                    let stamp = fazhi::annotate::Stamp { author: String::new(), date: String::new() };
                    let _ = fazhi::annotate::comment(&damaged, &[note], &stamp);
                }
            });
        }
    }
}
