//! Where everything is: relative addresses that stay the same from run to run.

use cargo_metadata::camino::Utf8Path;

/// Names of files may have 255 bytes.
const LONGEST: usize = 180;

/// The pages that every report has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Totals, survivors, files.
    Start,
    /// Scores by family.
    Families,
    /// What each test detects.
    Tests,
    /// The manual of every mutator.
    Catalogue,
    /// Suppressed mutants and stale suppressions.
    Ignored,
}

impl Page {
    /// In the order of the navigation.
    pub const ALL: [Self; 5] = [Self::Start, Self::Families, Self::Tests, Self::Catalogue, Self::Ignored];

    /// The file in the report's folder.
    pub fn file(self) -> &'static str {
        match self {
            Self::Start => "index.html",
            Self::Families => "families.html",
            Self::Tests => "tests.html",
            Self::Catalogue => "catalogue.html",
            Self::Ignored => "ignored.html",
        }
    }

    /// The word in the navigation, and the heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Start => "Survivors",
            Self::Families => "Families",
            Self::Tests => "Tests",
            Self::Catalogue => "Catalogue",
            Self::Ignored => "Ignored",
        }
    }

    /// The part of a report in one file.
    pub fn anchor(self) -> &'static str {
        self.file().trim_end_matches(".html")
    }
}

/// Makes addresses as they are written on one page.
#[derive(Debug, Clone, Copy)]
pub struct Links {
    /// The way from the page's folder to the report's.
    base: &'static str,
    single: bool,
}

impl Links {
    /// For a page whose folder is `base` away from the report's.
    pub fn site(base: &'static str) -> Self {
        Self { base, single: false }
    }

    /// For a report in one file.
    pub fn single() -> Self {
        Self { base: "", single: true }
    }

    /// A file beside `index.html`.
    pub fn asset(self, name: &str) -> String {
        format!("{}{name}", self.base)
    }

    /// One of the pages.
    pub fn page(self, page: Page) -> String {
        if self.single { format!("#{}", page.anchor()) } else { self.asset(page.file()) }
    }

    /// The page of a source file.
    pub fn file(self, path: &Utf8Path) -> String {
        let slug = slug(path);
        if self.single { format!("#file-{slug}") } else { self.asset(&format!("files/{slug}.html")) }
    }

    /// What the identifiers on the page of a file start with.
    pub fn prefix(self, path: &Utf8Path) -> String {
        if self.single { slug(path) + "-" } else { String::new() }
    }

    /// A line of a source file.
    pub fn line(self, path: &Utf8Path, line: usize) -> String {
        let page = if self.single { String::new() } else { self.file(path) };
        format!("{page}#{}L{line}", self.prefix(path))
    }

    /// The card of a mutant.
    pub fn mutant(self, path: &Utf8Path, id: &str) -> String {
        let page = if self.single { String::new() } else { self.file(path) };
        format!("{page}#m-{id}")
    }

    /// The manual of a mutator.
    pub fn mutator(self, name: &str) -> String {
        self.part(Page::Catalogue, "mutator", name)
    }

    /// The part of a family.
    pub fn family(self, name: &str) -> String {
        self.part(Page::Families, "family", name)
    }

    /// The row of a test.
    pub fn test(self, index: usize) -> String {
        self.part(Page::Tests, "test", &index.to_string())
    }

    fn part(self, page: Page, kind: &str, name: &str) -> String {
        let file = if self.single { String::new() } else { self.page(page) };
        format!("{file}#{kind}-{name}")
    }
}

/// A path as one name of a file that needs no escape in an address; other paths have other names.
pub fn slug(path: &Utf8Path) -> String {
    let mut slug = String::new();
    for c in path.as_str().chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' => slug.push(c),
            '/' => slug.push('~'),
            _ => slug.extend(c.to_string().bytes().map(|byte| format!("+{byte:02x}"))),
        }
    }
    if slug.len() > LONGEST {
        let hash = blake3::hash(path.as_str().as_bytes()).to_hex();
        slug.truncate(LONGEST);
        slug.push('+');
        slug.push_str(&hash[..12]);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_readable_and_tell_paths_apart() {
        assert_eq!(slug("flights/src/clean.rs".into()), "flights~src~clean.rs");
        assert_eq!(slug("odd dir/<b>~.rs".into()), "odd+20dir~+3cb+3e+7e.rs");
        assert_eq!(slug("日.rs".into()), "+e6+97+a5.rs");
    }

    #[test]
    fn long_paths_are_cut_and_still_told_apart() {
        let path = |end: &str| slug(Utf8Path::new(&format!("{}{end}", "a/".repeat(300))));
        assert!(path("b").len() < 200 && path("b") != path("c"));
    }

    #[test]
    fn addresses_of_mutants_hold_the_id_and_no_line() {
        let file = Utf8Path::new("src/a.rs");
        assert_eq!(Links::site("../").mutant(file, "3f2a"), "../files/src~a.rs.html#m-3f2a");
        assert_eq!(Links::single().mutant(file, "3f2a"), "#m-3f2a");
    }
}
