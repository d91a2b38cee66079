//! The HTML report: static pages that need neither scripts nor a network, and one script that adds filters and keys.
//!
//! | module | what it makes |
//! |---|---|
//! | `links` | where every page, file, line, mutant, mutator and test is |
//! | `start` | the first page: totals, survivors ranked, files, data, run |
//! | `source` | a page per source file, with a card per mutant under its line |
//! | `card` | what is known of one mutant |
//! | `why` | why it survived |
//! | `parts` | pages by family and by test, the catalogue, what is ignored |
//! | `highlight` | source text in colours |
//! | `data` | all mutants as data for the script's filters |
//!
//! Every text of the user's reaches a template through [`crate::report::words`], which makes it printable, and is
//! escaped there.

mod card;
mod data;
mod highlight;
mod links;
mod parts;
mod source;
mod start;
mod why;

use std::collections::HashSet;
use std::fs;

use askama::Template;
use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::error::{Error, Result};
use crate::model::{Counts, Results};
use crate::report::replace_file;
use crate::report::summary::statuses;
use crate::report::words::{line, number};
use links::{Links, Page};

const STYLE: &str = include_str!("templates/style.css");
const SCRIPT: &str = include_str!("templates/script.js");

/// Writes the pages, the style sheet and the script into `dir`, and takes away pages of files that are gone. With
/// `single_file`, everything is in `index.html`.
///
/// # Errors
/// Where a file cannot be written, or where a template fails, which is a fault of ours.
pub fn write(results: &Results, dir: &Utf8Path, single_file: bool) -> Result<()> {
    let pages = if single_file { vec![single(results)?] } else { site(results)? };
    let mut written = HashSet::new();
    for (name, text) in pages {
        let path = dir.join(name);
        replace_file(&path, &text)?;
        written.insert(path);
    }
    let leftovers = ["", "files"].map(|folder| old_pages(&dir.join(folder)));
    for path in leftovers.into_iter().flatten().filter(|path| !written.contains(path)) {
        fs::remove_file(&path).map_err(Error::io("remove", path))?;
    }
    Ok(())
}

/// Files that an earlier run may have left; a folder that is not there has none.
fn old_pages(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
    let ours = |path: &Utf8PathBuf| {
        path.extension() == Some("html")
            || matches!(path.file_name(), Some("style.css" | "script.js" | "data.js"))
    };
    entries.map(|entry| entry.into_path()).filter(ours).collect()
}

/// All files of the report, by path from its folder.
fn site(results: &Results) -> Result<Vec<(String, String)>> {
    let mut pages = vec![
        ("style.css".to_owned(), STYLE.to_owned()),
        ("script.js".to_owned(), SCRIPT.to_owned()),
        ("data.js".to_owned(), format!("window.mutateData = {};\n", data::json(results))),
    ];
    let top = Links::site("");
    for page in Page::ALL {
        let frame = Frame::new(results, top, page.title(), Some(page), content(results, page, top)?);
        pages.push((page.file().to_owned(), render(&frame)?));
    }
    let links = Links::site("../");
    let index = source::Index::of(results);
    for file in index.files() {
        let body = render(&source::SourcePage::of(&index, file, links))?;
        let title = line(file.as_str());
        let frame = Frame::new(results, links, &title, None, body);
        pages.push((format!("files/{}.html", links::slug(file)), render(&frame)?));
    }
    Ok(pages)
}

/// The same as one file.
fn single(results: &Results) -> Result<(String, String)> {
    let links = Links::single();
    let mut body = String::new();
    for page in Page::ALL {
        body.push_str(&content(results, page, links)?);
        if page == Page::Start {
            let index = source::Index::of(results);
            for file in index.files() {
                body.push_str(&render(&source::SourcePage::of(&index, file, links))?);
            }
        }
    }
    let frame = Frame::new(results, links, "Mutation report", Some(Page::Start), body);
    let frame =
        Frame { inline: Some(Inline { style: STYLE, script: SCRIPT, data: data::json(results) }), ..frame };
    Ok(("index.html".to_owned(), render(&frame)?))
}

fn content(results: &Results, page: Page, links: Links) -> Result<String> {
    match page {
        Page::Start => render(&start::Start::of(results, links)),
        Page::Families => render(&parts::Families::of(results, links)),
        Page::Tests => render(&parts::Tests::of(results, links)),
        Page::Catalogue => render(&parts::Catalogue::of(results, links)),
        Page::Ignored => render(&parts::Ignored::of(results, links)),
    }
}

fn render(template: &impl Template) -> Result<String> {
    template.render().map_err(|error| Error::Internal(error.to_string()))
}

/// What is around the content of every page.
#[derive(Template)]
#[template(path = "frame.html", config = "src/report/askama.toml")]
struct Frame {
    title: String,
    packages: String,
    links: Links,
    current: Option<Page>,
    /// Rendered by a template of ours, so it is escaped already.
    body: String,
    inline: Option<Inline>,
}

/// What a page that stands alone carries with it.
struct Inline {
    style: &'static str,
    script: &'static str,
    data: String,
}

impl Frame {
    fn new(results: &Results, links: Links, title: &str, current: Option<Page>, body: String) -> Self {
        let packages = line(&results.packages.join(", "));
        Self { title: title.to_owned(), packages, links, current, body, inline: None }
    }
}

/// A status with its share of all mutants, drawn without styles: in thousandths.
struct Bar {
    name: &'static str,
    class: String,
    count: String,
    share: usize,
    start: usize,
}

/// The bars of all statuses; together they are as long as one of `total` mutants.
fn bars(counts: Counts) -> Vec<Bar> {
    let mut sum = 0;
    let thousandths = |count: usize| count * 1_000 / counts.total().max(1);
    let bar = |(name, count): (&'static str, usize)| {
        let start = thousandths(sum);
        sum += count;
        let share = thousandths(sum) - start;
        Bar { name, class: name.replace(' ', "-"), count: number(count), share, start }
    };
    statuses(counts).into_iter().map(bar).collect()
}

#[cfg(test)]
mod tests;
