//! Saved web pages (.html): the words of the article, found by what content systems of government sites call it.
//!
//! Title and publication date stand outside the article on most pages; they are put before it.

use dom_query::{Document, NodeRef};

use super::container::{Container, ContainerFault, Extract, OutlineLine};
use super::decode::page;

/// Largest page, in bytes. A saved government page has some 100 kB.
const MOST_BYTES: usize = 8 << 20;
/// Deepest nesting that is read.
const DEEPEST: usize = 512;
/// Fewest Han characters of an article.
const SHORTEST: usize = 120;
/// Longest cell of a table whose rows are read as one line each, in characters.
const LONGEST_CELL: usize = 40;

/// What content systems call the article: TRS, UCAP, 开普, 博达 (vsb), 大汉, WeChat and others.
const ARTICLE: &str = "#zoom, #Zoom, #ZOOM, #zoomcon, .TRS_Editor, .TRS_UEDITOR, .trs_editor_view, #UCAP-CONTENT, \
     .pages_content, #vsb_content, #vsb_newscontent, .v_news_content, #js_content, #fontzoom, #artibody, #articleContent, \
     #article_content, .article-content, .article_content, .articleContent, .arti_content, .wp_articlecontent, \
     .news_content, .newscontent, .content_text, .con_text, .wzcon, .xl_con, .xxgk_content, .zwxl-article, \
     .zfxxgk_content, .detail-content, .detail_con, .bt_content, .view_content, #content_body, .main-txt, .info-cont, \
     .easysite-news-text, #divContent, #infoContent, article, [itemprop=articleBody]";
/// Where pages state the title of the article.
const TITLE_META: [&str; 2] = ["meta[name=ArticleTitle]", "meta[property='og:title']"];
/// Where pages state the day of publication.
const DATE_META: [&str; 3] = ["meta[name=PubDate]", "meta[name=pubdate]", "meta[property='article:published_time']"];

/// Reads a page.
///
/// # Errors
/// [`ContainerFault`] where it is too large, nested too deeply or without text.
pub fn read(bytes: &[u8]) -> Result<Extract, ContainerFault> {
    let too_large = ContainerFault::TooLarge(Container::Html);
    if bytes.len() > MOST_BYTES {
        return Err(too_large);
    }
    let text = page(bytes);
    if nesting(&text) > DEEPEST {
        return Err(too_large);
    }
    let document = Document::from(text.as_str());
    let mut extract = Extract::default();
    let article = longest(&document);
    if let Some(article) = article {
        let mut body = Extract::default();
        Walk::default().read(&article, &mut body);
        head(&document, &body.text, &mut extract);
        append(&mut extract, body);
        return Ok(extract);
    }
    if let Some(found) = readable(&text) {
        let fragment = Document::from(found.as_str());
        let mut body = Extract::default();
        Walk::default().read(&fragment.root(), &mut body);
        if super::span::han_count(&body.text) >= SHORTEST {
            head(&document, &body.text, &mut extract);
            append(&mut extract, body);
            return Ok(extract);
        }
    }
    // No article to be told from the rest: all of it, with its furniture.
    let root = document.body().unwrap_or_else(|| document.root());
    Walk::default().read(&root, &mut extract);
    Ok(extract)
}

/// A bound on how deeply tags are nested, by one pass over the text: closing tags that people leave out do not count.
fn nesting(text: &str) -> usize {
    const VOID: [&str; 24] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody",
    ];
    let (mut depth, mut deepest) = (0usize, 0usize);
    let mut rest = text;
    while let Some((_, tail)) = rest.split_once('<') {
        let closes = tail.starts_with('/');
        let name = tail.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or("");
        let counted = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && !VOID.iter().any(|void| name.eq_ignore_ascii_case(void));
        if counted && closes {
            depth = depth.saturating_sub(1);
        } else if counted {
            let own_end = tail.find('>').and_then(|at| tail.get(..at)).is_some_and(|tag| tag.ends_with('/'));
            depth += usize::from(!own_end);
            deepest = deepest.max(depth);
        }
        rest = tail;
    }
    deepest
}

/// The element of [`ARTICLE`] with most Han characters; of nested ones the innermost that has them all.
fn longest(document: &Document) -> Option<NodeRef<'_>> {
    let mut best: Option<(usize, NodeRef<'_>)> = None;
    for node in document.select(ARTICLE).nodes() {
        let han = super::span::han_count(&node.text());
        let fits = match &best {
            None => han >= SHORTEST,
            // An inner element stands behind its outer one in document order.
            Some((most, _)) => han * 100 >= *most * 95,
        };
        if fits {
            best = Some((han, *node));
        }
    }
    best.map(|(_, node)| node)
}

fn readable(text: &str) -> Option<String> {
    let config = dom_smoothie::Config { max_elements_to_parse: 60_000, disable_json_ld: true, ..Default::default() };
    let article = dom_smoothie::Readability::new(text, None, Some(config)).ok()?.parse().ok()?;
    Some(article.content.to_string())
}

/// Title and date, where the article does not begin with them.
fn head(document: &Document, body: &str, out: &mut Extract) {
    let squeeze = |words: &str| words.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let begin: String = squeeze(body).chars().take(300).collect();
    let meta = |selectors: &[&str]| {
        selectors.iter().find_map(|selector| {
            let value = document.select_single(selector).attr("content")?;
            let value = value.trim().to_owned();
            (!value.is_empty()).then_some(value)
        })
    };
    let date = meta(&DATE_META).and_then(|date| date.get(..10).map(str::to_owned));
    if let Some(date) = date.filter(|date| date.chars().all(|c| c.is_ascii_digit() || "-/.".contains(c))) {
        out.push_paragraph(&format!("发布时间：{date}"), None, None);
    }
    let spoken = |words: &str| words.contains("法治") || words.contains("依法");
    let from_page = || {
        let headings = document.select("h1, h2, h3, .title, .article-title, .con_title, .bt, .tit, #title");
        let mut words = headings.nodes().iter().map(|node| squeeze(&node.text()));
        words.find(|words| spoken(words) && (8..=80).contains(&words.chars().count()))
    };
    let from_window = || {
        let title = document.select_single("title").text();
        let first = title.split(['|', '_', '—']).next().map(squeeze)?;
        let first = first.split(" - ").next().map(str::to_owned)?;
        (spoken(&first) && first.chars().count() >= 8).then_some(first)
    };
    let title = meta(&TITLE_META).filter(|title| spoken(title)).or_else(from_page).or_else(from_window);
    if let Some(title) = title.filter(|title| !begin.contains(&squeeze(title))) {
        out.push_paragraph(title.trim(), None, None);
    }
}

/// Puts `body` behind `head`.
fn append(head: &mut Extract, body: Extract) {
    let (at, paragraph) = (head.text.len(), head.places.len());
    head.text.push_str(&body.text);
    head.places.extend(body.places.into_iter().map(|mut place| {
        place.at += at;
        place.paragraph += paragraph;
        place
    }));
    head.outline.extend(body.outline.into_iter().map(|line| OutlineLine { at: line.at + at, ..line }));
}

/// Blocks of a page to lines.
#[derive(Default)]
struct Walk {
    line: String,
    heading: Option<u8>,
    cells: Option<Vec<String>>,
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(String),
}

impl Walk {
    /// Reads all below `root`, by a stack of its own: pages may be nested deeply.
    fn read(&mut self, root: &NodeRef<'_>, out: &mut Extract) {
        let mut steps: Vec<Step<'_>> = vec![Step::Enter(*root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node) if node.is_text() => self.words(&node.text()),
                Step::Enter(node) => {
                    let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
                    if is_unseen(&name) || is_hidden(&node) {
                        continue;
                    }
                    self.enter(&name, out);
                    steps.push(Step::Leave(name));
                    steps.extend(node.children_it(true).map(Step::Enter));
                }
                Step::Leave(name) => self.leave(&name, out),
            }
        }
        self.flush(out);
    }

    fn words(&mut self, words: &str) {
        for c in words.chars() {
            // Blanks of the source are one blank; U+3000 and U+00A0 are characters.
            if !matches!(c, ' ' | '\t' | '\n' | '\r') {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
        }
    }

    fn enter(&mut self, name: &str, out: &mut Extract) {
        match name {
            "br" => self.flush(out),
            "tr" => {
                self.flush(out);
                self.cells = Some(Vec::new());
            }
            _ if is_block(name) && self.cells.is_none() => {
                self.flush(out);
                self.heading = name.strip_prefix('h').and_then(|level| level.parse().ok());
            }
            _ => {}
        }
    }

    fn leave(&mut self, name: &str, out: &mut Extract) {
        match name {
            "td" | "th" if self.cells.is_some() => {
                let words = std::mem::take(&mut self.line).trim().to_owned();
                if let Some(cells) = &mut self.cells {
                    cells.push(words);
                }
            }
            "tr" => {
                let cells = self.cells.take().unwrap_or_default();
                let filled: Vec<String> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
                if filled.iter().all(|cell| cell.chars().count() <= LONGEST_CELL) {
                    if !filled.is_empty() {
                        out.push_paragraph(&filled.join("\t"), None, None);
                    }
                } else {
                    for cell in filled {
                        for line in cell.split('\n').filter(|line| !line.trim().is_empty()) {
                            out.push_paragraph(line.trim(), None, None);
                        }
                    }
                }
            }
            _ if is_block(name) => {
                if self.cells.is_some() {
                    // Paragraphs of a cell stay apart until its row is known.
                    if !self.line.ends_with('\n') && !self.line.is_empty() {
                        self.line.push('\n');
                    }
                } else {
                    self.flush(out);
                }
            }
            _ => {}
        }
    }

    fn flush(&mut self, out: &mut Extract) {
        if self.cells.is_some() {
            if !self.line.is_empty() && !self.line.ends_with('\n') {
                self.line.push('\n');
            }
            return;
        }
        let line = std::mem::take(&mut self.line);
        let words = line.trim_matches([' ', '\n', '\t']);
        let heading = self.heading.take();
        if words.trim().is_empty() {
            return;
        }
        out.outline.extend(heading.map(|level| OutlineLine { at: out.text.len(), level }));
        out.push_paragraph(words, None, None);
    }
}

fn is_block(name: &str) -> bool {
    const BLOCK: [&str; 32] = [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "hr",
        "form",
        "fieldset",
        "center",
        "body",
    ];
    BLOCK.contains(&name)
}

fn is_unseen(name: &str) -> bool {
    const UNSEEN: [&str; 14] = [
        "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select", "textarea", "button",
        "video", "audio", "canvas",
    ];
    UNSEEN.contains(&name)
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    if !node.is_element() {
        return false;
    }
    let style: String =
        node.attr("style").map(|style| style.chars().filter(|c| !c.is_whitespace()).collect()).unwrap_or_default();
    node.has_attr("hidden") || style.contains("display:none") || style.contains("visibility:hidden")
}
