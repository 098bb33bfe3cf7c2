//! Word files: the final text with its numbers, the way back, comments and changes written without a loss.

#![cfg(feature = "docx")]
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

use fazhi::annotate::{Note, Stamp, Tracking, comment, notes, revise};
use fazhi::diagnostic::{Edit, Lang, Severity};
use fazhi::source::docx::{PieceKind, read};
use fazhi::source::load::from_bytes;
use fazhi::source::{FileMarkKind, Source, Span, Story};
use office::{W, docx, p, part, raw_parts};

const FIXTURES: [&str; 4] = ["python-docx", "libreoffice", "npm-docx", "messy"];

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(support::project(&format!("tests/docx/{name}.docx"))).unwrap()
}

fn source(bytes: &[u8]) -> Source {
    from_bytes("报告.docx", bytes).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn stamp() -> Stamp {
    Stamp { author: "fazhi".into(), date: "2026-03-20T09:30:00Z".into() }
}

/// Lines without the indentation and the blank behind numbers that LibreOffice adds; cells one by one.
fn plain(text: &str) -> Vec<String> {
    text.trim_start_matches('\u{feff}')
        .replace('\t', "\n")
        .lines()
        .map(|line| {
            let line = line.trim();
            let (head, rest) = line.split_once(' ').unwrap_or((line, ""));
            let number = head.ends_with(['、', '）', '.']) && head.chars().count() <= 5;
            if number { format!("{head}{rest}") } else { line.to_owned() }
        })
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn the_text_is_what_libreoffice_exports() {
    for name in ["python-docx", "libreoffice", "npm-docx"] {
        let exported = std::fs::read_to_string(support::project(&format!("tests/docx/{name}.txt"))).unwrap();
        let docx = read(&fixture(name)).unwrap();
        // The note stands behind its paragraph here; LibreOffice prints its number only.
        let notes: Vec<usize> =
            docx.extract.places.iter().filter(|place| place.story == Story::Note).map(|place| place.at).collect();
        let text: String = {
            let mut at = 0;
            let mut kept = String::new();
            for line in docx.extract.text.split_inclusive('\n') {
                if !notes.contains(&at) {
                    kept.push_str(line);
                }
                at += line.len();
            }
            kept
        };
        assert_eq!(plain(&text), plain(&exported.replace("64家次1，", "64家次，")), "{name}");
    }
}

#[test]
fn every_character_leads_back_to_the_xml() {
    for name in FIXTURES {
        let docx = read(&fixture(name)).unwrap();
        let mut covered = 0;
        for piece in &docx.layout.pieces {
            if let PieceKind::Text { .. } = piece.kind {
                assert_eq!(piece.text.of(&docx.extract.text), piece.xml.of(&docx.parts.document), "{name}");
            }
            covered += piece.text.len();
        }
        let labels: usize = docx.extract.places.iter().map(|place| place.label).sum();
        let lines = docx.extract.text.matches(['\n', '\t']).count();
        let notes: usize = docx
            .extract
            .places
            .iter()
            .filter(|place| place.story == Story::Note)
            .map(|place| docx.extract.text[place.at..].find('\n').unwrap())
            .sum();
        assert_eq!(covered + labels + lines + notes, docx.extract.text.len(), "{name}");
        assert!(docx.layout.pieces.is_sorted_by_key(|piece| piece.text.start), "{name}");
    }
}

/// A numbering part with one list of these levels: number format, text, more XML.
fn list(levels: &[(&str, &str, &str)]) -> String {
    let levels: String = levels
        .iter()
        .enumerate()
        .map(|(depth, (format, text, more))| {
            format!(
                "<w:lvl w:ilvl=\"{depth}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>{more}</w:lvl>"
            )
        })
        .collect();
    format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num></w:numbering>"
    )
}

fn numbered(list: usize, depth: usize, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
    )
}

#[test]
fn numbers_count_as_word_counts() {
    let numbering = list(&[
        ("chineseCounting", "%1、", ""),
        ("chineseCounting", "（%2）", ""),
        ("decimal", "%3．", "<w:suff w:val=\"nothing\"/>"),
        ("decimalEnclosedCircleChinese", "%4", ""),
    ]);
    let steps = [
        (1, 0),
        (1, 1),
        (1, 1),
        (1, 2),
        (1, 2),
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 3),
        (1, 0),
        (1, 1),
        (2, 1),
        (2, 1),
        (1, 2),
    ];
    let body: String = steps.iter().map(|(list, depth)| numbered(*list, *depth, "甲")).collect();
    let docx = read(&docx(&body, &[("numbering", &numbering)])).unwrap();
    let lines: Vec<&str> = docx.extract.text.lines().collect();
    let expected = [
        "一、甲",
        "（一）甲",
        "（二）甲",
        "1．甲",
        "2．甲",
        "（三）甲",
        "1．甲",
        "①甲",
        "②甲",
        "二、甲",
        "（一）甲",
        "（五）甲",
        "（六）甲",
        "1．甲",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn number_formats_are_those_of_word() {
    let cases = [
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 120, "一百二十"),
        ("chineseCounting", 20, "二十"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 2, "丑"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("japaneseCounting", 11, "十一"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
    ];
    for (format, number, expected) in cases {
        let numbering = list(&[(format, "%1、", "<w:x/>")])
            .replace("<w:start w:val=\"1\"/>", &format!("<w:start w:val=\"{number}\"/>"));
        let docx = read(&docx(&numbered(1, 0, "甲"), &[("numbering", &numbering)])).unwrap();
        assert_eq!(docx.extract.text, format!("{expected}、甲\n"), "{format}");
    }
}

#[test]
fn styles_number_paragraphs_and_make_headings() {
    let numbering = list(&[
        ("chineseCounting", "%1、", "<w:pStyle w:val=\"1\"/>"),
        ("chineseCounting", "（%2）", "<w:pStyle w:val=\"2\"/>"),
    ]);
    let styles = format!(
        "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"1\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"3\"><w:name w:val=\"无号\"/><w:basedOn w:val=\"2\"/><w:pPr><w:numPr><w:numId w:val=\"0\"/></w:numPr><w:outlineLvl w:val=\"2\"/></w:pPr></w:style></w:styles>"
    );
    let in_style = |style: &str, words: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
    };
    let body = in_style("1", "成效") + &in_style("2", "执法") + &in_style("3", "无号标题") + &in_style("1", "不足");
    let docx = read(&docx(&body, &[("numbering", &numbering), ("styles", &styles)])).unwrap();
    assert_eq!(docx.extract.text, "一、成效\n（一）执法\n无号标题\n二、不足\n");
    let levels: Vec<u8> = docx.extract.outline.iter().map(|line| line.level).collect();
    assert_eq!(levels, [1, 2, 3, 1]);
}

#[test]
fn heading_styles_make_sections_without_numbers() {
    let styles = format!(
        "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"h\"><w:name w:val=\"heading 1\"/></w:style></w:styles>"
    );
    let heading =
        |words: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"h\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>");
    let body = p("青石镇2025年法治政府建设情况报告")
        + &heading("主要举措和成效")
        + &p("短。")
        + &heading("整段误用了标题样式的文字，全年开展执法培训4次。评查案卷30卷。")
        + &p("评查案卷12卷。");
    let source = source(&docx(&body, &[("styles", &styles)]));
    let document = fazhi::document::parse(&source);
    let headings: Vec<&str> = document.sections.iter().map(|s| s.heading.text.of(source.text())).collect();
    assert_eq!(headings, ["主要举措和成效"]);
}

#[test]
fn read_is_what_the_printed_page_shows() {
    let comments = format!(
        "<w:comments {W}><w:comment w:id=\"7\" w:author=\"王科长\"><w:p><w:r><w:t>数字再核</w:t></w:r></w:p></w:comment></w:comments>"
    );
    let body = "<w:p><w:r><w:t>甲</w:t></w:r>\
        <w:ins w:id=\"1\" w:author=\"李\"><w:r><w:t>乙&amp;</w:t></w:r></w:ins>\
        <w:del w:id=\"2\" w:author=\"李\"><w:r><w:delText>删</w:delText></w:r></w:del>\
        <w:commentRangeStart w:id=\"7\"/><w:r><w:t>丙</w:t><w:tab/><w:t>丁</w:t></w:r><w:commentRangeEnd w:id=\"7\"/><w:r><w:commentReference w:id=\"7\"/></w:r>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>\
        <w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>\
        <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>域</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
        <w:sdt><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent></w:sdt><w:r><w:br/><w:t>行</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:del w:id=\"3\" w:author=\"李\"/></w:rPr></w:pPr><w:r><w:t>上段</w:t></w:r></w:p><w:p><w:r><w:t>下段</w:t></w:r></w:p>\
        <w:p><w:r><w:drawing><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:drawing></w:r><w:r><w:t>框外</w:t></w:r></w:p>";
    let docx = read(&docx(body, &[("comments", &comments)])).unwrap();
    assert_eq!(docx.extract.text, "甲乙&丙\t丁链域控\n行\n上段下段\n框外\n框\n");
    let found: Vec<(FileMarkKind, &str)> =
        docx.extract.marks.iter().map(|mark| (mark.kind, mark.words.as_str())).collect();
    for expected in [
        (FileMarkKind::Insertion, "乙&"),
        (FileMarkKind::Deletion, "删"),
        (FileMarkKind::Comment, "数字再核"),
        (FileMarkKind::Hidden, "隐"),
        (FileMarkKind::Deletion, "¶"),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    let comment = docx.extract.marks.iter().find(|mark| mark.kind == FileMarkKind::Comment).unwrap();
    assert_eq!((comment.span.of(&docx.extract.text), comment.author.as_str()), ("丙\t丁", "王科长"));
    assert_eq!(docx.extract.places.last().unwrap().story, Story::TextBox);
}

#[test]
fn a_table_of_contents_repeats_no_heading() {
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>一、成效 1</w:t></w:r></w:p><w:p><w:r><w:t>二、不足 2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    let docx = read(&docx(&(field.to_owned() + &p("一、成效")), &[])).unwrap();
    assert_eq!(docx.extract.text.trim(), "一、成效");
}

#[test]
fn tables_are_rows_unless_they_lay_out_the_page() {
    let cell = |words: &str| format!("<w:tc>{}</w:tc>", words.split('/').map(p).collect::<String>());
    let row = |words: &[&str]| format!("<w:tr>{}</w:tr>", words.iter().map(|w| cell(w)).collect::<String>());
    let data = format!("<w:tbl>{}{}</w:tbl>", row(&["事项", "件数"]), row(&["处罚", "12"]));
    let layout = format!("<w:tbl>{}</w:tbl>", row(&["第一段/第二段", "旁注"]));
    let docx = read(&docx(&(data + &layout), &[])).unwrap();
    assert_eq!(docx.extract.text, "事项\t件数\n处罚\t12\n第一段\n第二段\n旁注\n");
    let cell = docx.extract.places[3].cell.unwrap();
    assert_eq!((cell.table, cell.row, cell.column), (1, 2, 2));
}

#[test]
fn places_are_paragraphs_and_characters() {
    let numbering = list(&[("chineseCounting", "%1、", "")]);
    let body = p("标题") + "<w:p/>" + &numbered(1, 0, "成效");
    let source = source(&docx(&body, &[("numbering", &numbering)]));
    let at = source.text().find("成效").unwrap();
    let origin = source.origin(at + "成".len()).unwrap();
    assert_eq!((origin.paragraph, origin.character), (2, 2));
    assert_eq!(source.origin(source.text().find("一、").unwrap()).unwrap().character, 0);
    assert_eq!(source.start(Span::empty(at)).line, 3);
}

/// Each character of a document with the properties of its run.
fn characters(bytes: &[u8]) -> Vec<(char, String)> {
    let docx = read(bytes).unwrap();
    let mut out = Vec::new();
    for piece in &docx.layout.pieces {
        let properties = docx.layout.runs[piece.run].properties.of(&docx.parts.document);
        out.extend(piece.text.of(&docx.extract.text).chars().map(|c| (c, properties.to_owned())));
    }
    out
}

/// What stands between the range marks of each comment in a document part: tags left out.
fn ranges(document: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (at, mark) in document.match_indices("commentRangeStart w:id=\"") {
        let rest = &document[at + mark.len()..];
        let id = &rest[..rest.find('"').unwrap()];
        let inside = &rest[..rest.find(&format!("commentRangeEnd w:id=\"{id}\"")).unwrap()];
        let mut words = String::new();
        for piece in inside.split("<w:t").skip(1) {
            let Some((tag, tail)) = piece.split_once('>') else { continue };
            if tag.is_empty() || tag.starts_with(' ') {
                words.push_str(&tail[..tail.find('<').unwrap_or(tail.len())]);
            }
        }
        out.push((id.to_owned(), words));
    }
    out
}

#[test]
fn comments_change_nothing_but_what_they_must() {
    let rules = support::national();
    for name in FIXTURES {
        let bytes = fixture(name);
        let source = source(&bytes);
        let report = support::check_default(rules, &source);
        let mut notes = notes(&report, &source, rules, Lang::Zh, Severity::Info);
        // Comments on single characters all over the text as well.
        let starts: Vec<usize> = source.text().char_indices().step_by(7).map(|(at, _)| at).collect();
        notes.extend(starts.iter().map(|at| {
            let end = at + source.text()[*at..].chars().next().unwrap().len_utf8();
            Note { span: Span::new(*at, end), paragraphs: vec!["<&>".into()] }
        }));
        let written = comment(&bytes, &notes, &stamp()).unwrap();
        let (before, after) = (raw_parts(&bytes), raw_parts(&written));
        let may = ["word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"];
        let mut same = 0;
        for (part, raw) in &before {
            let found = after.iter().find(|(name, _)| name == part).unwrap_or_else(|| panic!("{name} lost {part}"));
            if found.1 == *raw {
                same += 1;
            } else {
                assert!(may.contains(&part.as_str()), "{name}: {part} changed");
            }
        }
        assert!(same >= before.len() - 4, "{name}");
        assert!(after.len() <= before.len() + 1, "{name}");
        // The text, and the looks of each character, are the same.
        assert_eq!(read(&written).unwrap().extract.text, source.text(), "{name}");
        assert_eq!(characters(&written), characters(&bytes), "{name}");
        // Written twice, it is the same file.
        assert_eq!(comment(&bytes, &notes, &stamp()).unwrap(), written, "{name}");
    }
}

#[test]
fn comments_stand_at_the_exact_characters() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">一二 三</w:t><w:tab/><w:t>四&amp;五</w:t></w:r><w:r><w:t>六</w:t></w:r></w:p>";
    let bytes = docx(body, &[]);
    let text = read(&bytes).unwrap().extract.text;
    for (words, expected) in [
        ("二", "二"),
        ("二 三", "二 三"),
        ("三\t四", "三四"),
        ("&", "&amp;"),
        ("四&五", "四&amp;五"),
        ("五六", "五六"),
        ("六", "六"),
    ] {
        let at = text.find(words).unwrap();
        let note = Note { span: Span::new(at, at + words.len()), paragraphs: vec!["x".into()] };
        let written = comment(&bytes, &[note], &stamp()).unwrap();
        let document = part(&written, "word/document.xml");
        assert_eq!(ranges(&document), [("1".to_owned(), expected.to_owned())], "{words}: {document}");
        assert_eq!(read(&written).unwrap().extract.text, text, "{words}");
        assert_eq!(characters(&written), characters(&bytes), "{words}");
    }
}

#[test]
fn what_has_no_characters_is_commented_where_it_belongs() {
    let numbering = list(&[("chineseCounting", "%1、", "")]);
    let footnotes = format!(
        "<w:footnotes {W}><w:footnote w:id=\"2\"><w:p><w:r><w:t>注文</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let body = p("标题")
        + &numbered(1, 0, "成效")
        + "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p><w:p/>";
    let bytes = docx(&body, &[("numbering", &numbering), ("footnotes", &footnotes)]);
    let text = read(&bytes).unwrap().extract.text;
    assert_eq!(text, "标题\n一、成效\n正文\n注文\n\n");
    let at = |words: &str| text.find(words).unwrap();
    for (span, expected) in [
        // A generated number: its paragraph.
        (Span::new(at("一、"), at("一、") + 6), "成效"),
        // A note: the run that refers to it.
        (Span::new(at("注文"), at("注文") + 6), ""),
        // A missing passage: the character before it.
        (Span::empty(at("正文") + 6), "文"),
        (Span::empty(0), "标"),
        (Span::empty(text.len()), ""),
    ] {
        let note = Note { span, paragraphs: vec!["x".into()] };
        let document = part(&comment(&bytes, &[note], &stamp()).unwrap(), "word/document.xml");
        assert_eq!(ranges(&document), [("1".to_owned(), expected.to_owned())], "{span:?}: {document}");
    }
}

#[test]
fn comments_of_others_are_kept() {
    let bytes = fixture("messy");
    let note = Note { span: Span::new(0, 3), paragraphs: vec!["新".into()] };
    let written = comment(&bytes, &[note], &stamp()).unwrap();
    let comments = part(&written, "word/comments.xml");
    assert!(comments.contains("数字再核") && comments.contains("王科长") && comments.contains("author=\"fazhi\""));
    let old = part(&bytes, "word/comments.xml");
    let end = old.rfind("</").unwrap();
    assert!(comments.starts_with(&old[..end]), "what was there is untouched");
}

#[test]
fn other_prefixes_and_declarations_are_respected() {
    // As a program writes that knows no w:.
    let body = p("标题").replace("w:", "ns0:");
    let document =
        format!("<ns0:document {}><ns0:body>{body}</ns0:body></ns0:document>", W.replace("xmlns:w", "xmlns:ns0"));
    let rels = "<n:Relationships xmlns:n=\"http://schemas.openxmlformats.org/package/2006/relationships\"><n:Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"/d/x.xml\"/></n:Relationships>";
    let bytes = office::zip(&[("[Content_Types].xml", office::TYPES), ("_rels/.rels", rels), ("d/x.xml", &document)]);
    let note = Note { span: Span::new(0, 3), paragraphs: vec!["新".into()] };
    let written = comment(&bytes, &[note], &stamp()).unwrap();
    assert!(part(&written, "d/x.xml").contains("<ns0:commentRangeStart ns0:id=\"1\"/>"));
    assert!(part(&written, "d/comments.xml").contains("新"));
    assert!(part(&written, "d/_rels/x.xml.rels").contains("/d/comments.xml"));
    let again = read(&written).unwrap();
    assert!(again.extract.marks.iter().any(|mark| mark.words == "新"));
}

fn edit(text: &str, words: &str, replacement: &str) -> Edit {
    let start = text.find(words).unwrap();
    Edit { span: Span::new(start, start + words.len()), replacement: replacement.into() }
}

/// The document with all insertions taken out and all deletions put back.
fn rejected(bytes: &[u8]) -> String {
    let mut document = part(bytes, "word/document.xml");
    for (open, close, keep) in [("<w:ins ", "</w:ins>", false), ("<w:del ", "</w:del>", true)] {
        while let Some(start) = document.find(open) {
            let end = start + document[start..].find(close).unwrap();
            let inside = document[start..end].split_once('>').unwrap().1.to_owned();
            let inside = if keep { inside.replace("w:delText", "w:t") } else { String::new() };
            document = format!("{}{inside}{}", &document[..start], &document[end + close.len()..]);
        }
    }
    let body = document.split_once("<w:body>").unwrap().1.split_once("</w:body>").unwrap().0.to_owned();
    read(&docx(&body, &[])).unwrap().extract.text
}

#[test]
fn fixes_become_tracked_changes_that_can_be_rejected() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>截止</w:t></w:r><w:r><w:t>目前，做为法&amp;制政府</w:t></w:r></w:p>"
        .to_owned() + &p("第二段");
    let bytes = docx(&body, &[]);
    let text = read(&bytes).unwrap().extract.text;
    let mut edits = vec![
        edit(&text, "截止目前", "截至目前"),
        edit(&text, "做为", "作为"),
        edit(&text, "法&制", "法治"),
        Edit { span: Span::empty(text.find("第二段").unwrap() + 9), replacement: "。".into() },
        Edit { span: edit(&text, "第二", "").span, replacement: String::new() },
    ];
    let revised = revise(&bytes, &edits, &Tracking::Tracked(stamp())).unwrap();
    assert!(revised.skipped.is_empty());
    let after = read(&revised.bytes).unwrap();
    assert_eq!(after.extract.text, "截至目前，作为法治政府\n段。\n");
    assert_eq!(rejected(&revised.bytes), text);
    let kinds: Vec<FileMarkKind> = after.extract.marks.iter().map(|mark| mark.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == FileMarkKind::Insertion).count(), 4);
    let document = part(&revised.bytes, "word/document.xml");
    assert!(
        document.contains("<w:r><w:rPr><w:b/></w:rPr><w:delText xml:space=\"preserve\">止</w:delText></w:r>"),
        "{document}"
    );
    let plain = revise(&bytes, &edits, &Tracking::Plain).unwrap();
    assert_eq!(read(&plain.bytes).unwrap().extract.text, after.extract.text);
    assert!(!part(&plain.bytes, "word/document.xml").contains("<w:ins"));
    // Edits that overlap, cross a paragraph or lie outside are left, and told.
    edits.push(edit(&text, "止目", "x"));
    edits.push(edit(&text, "府\n第", "x"));
    edits.push(Edit { span: Span::new(9_000, 9_001), replacement: "x".into() });
    assert_eq!(revise(&bytes, &edits, &Tracking::Tracked(stamp())).unwrap().skipped, [5, 6, 7]);
}

#[test]
fn changes_of_others_are_not_touched() {
    let bytes = fixture("messy");
    let text = read(&bytes).unwrap().extract.text;
    let edits = [edit(&text, "我镇全面", "我们"), edit(&text, "推进", "加快推进")];
    let revised = revise(&bytes, &edits, &Tracking::Tracked(stamp())).unwrap();
    assert_eq!(revised.skipped, [0]);
    let document = part(&revised.bytes, "word/document.xml");
    assert!(document.contains("w:author=\"李四\"") && document.contains(">加快</w:t></w:r></w:ins>"));
    assert_eq!(
        read(&revised.bytes).unwrap().extract.text,
        text.replace("推进法治政府建设，现将", "加快推进法治政府建设，现将")
    );
    let same = raw_parts(&bytes).iter().zip(raw_parts(&revised.bytes)).filter(|(a, b)| **a == *b).count();
    assert_eq!(same, raw_parts(&bytes).len() - 1);
}

#[test]
fn the_command_mends_a_word_file_as_tracked_changes_or_as_text() {
    let lines = [
        "云岭县青溪乡人民政府2025年法治政府建设年度报告",
        "一、主要举措和成效",
        "截止2025年底，办理行政执法案件12件，开展执法培训4次。",
    ];
    let body: String = lines.iter().map(|line| p(line)).collect();
    let folder = tempfile::tempdir().unwrap();
    let mend = |name: &str, options: &[&str]| {
        let path = folder.path().join(name);
        std::fs::write(&path, docx(&body, &[])).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_fazhi"));
        command.args(["check", "--no-config", "--as-report", "--format", "short", "--fix"]).args(options).arg(&path);
        let output = command.env("SOURCE_DATE_EPOCH", "1790000000").output().unwrap();
        assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read(&path).unwrap()
    };
    let mended = lines.join("\n").replace("截止", "截至") + "\n";
    let tracked = mend("tracked.docx", &[]);
    assert_eq!(read(&tracked).unwrap().extract.text, mended);
    assert_eq!(rejected(&tracked), lines.join("\n") + "\n");
    let plain = mend("plain.docx", &["--accept-fixes"]);
    assert_eq!(read(&plain).unwrap().extract.text, mended);
    assert!(!part(&plain, "word/document.xml").contains("<w:ins"));
}
