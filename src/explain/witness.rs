//! Data gaps: which row is missing, whether the source has it, and whether a row that is made would tell the mutant apart.

use std::collections::BTreeSet;
use std::ops::Range;

use mutators::witness::{self, Clue, Clues, Value};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::model::Mutant;

/// A value of a column that would tell a mutant apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// The column.
    pub column: String,
    /// The value as text.
    pub value: String,
}

/// What the code around a mutant compares columns with.
pub struct Reader<'a> {
    /// What all code of the package says, for names that hold columns.
    pub clues: &'a Clues,
    /// The constants of the package, as source text.
    pub constants: &'a str,
    /// All columns that data sets have.
    pub columns: &'a BTreeSet<String>,
}

impl Reader<'_> {
    /// Values at and around the boundaries that the mutated expression compares columns with, the boundary first.
    #[must_use]
    pub fn wanted(&self, mutant: &Mutant, source: &str) -> Vec<Wanted> {
        let Ok(file) = syn::parse_file(source) else { return Vec::new() };
        let mut around = Around { edit: &mutant.edit, found: Vec::new(), function: None };
        around.visit_file(&file);
        let function = around.function.unwrap_or_default();
        // From the smallest expression outward, until one compares a column with something.
        let texts = around.found.iter().rev().filter_map(|range| source.get(range.clone()));
        texts.map(|text| self.compared(&function, text)).find(|wanted| !wanted.is_empty()).unwrap_or_default()
    }

    fn compared(&self, function: &str, expression: &str) -> Vec<Wanted> {
        let snippet = format!("fn {function}() {{ let _ = {expression}; }}");
        let found = witness::clues([self.constants, snippet.as_str()]);
        let mut wanted = Vec::new();
        for (name, clues) in &found.comparisons {
            for column in self.clues.columns(name, self.columns) {
                let values = clues.iter().flat_map(values);
                wanted.extend(values.map(|value| Wanted { column: column.clone(), value }));
            }
        }
        // The boundary of each column comes before what lies beside it.
        let mut seen = BTreeSet::new();
        wanted.retain(|one| seen.insert(one.clone()));
        wanted
    }
}

/// The values that a comparison asks for: the boundary itself, below, above.
fn values(clue: &Clue) -> Vec<String> {
    match clue {
        Clue::Value(Value::Text(text)) => vec![text.clone()],
        Clue::Value(Value::Bool(flag)) => vec![flag.to_string(), (!flag).to_string()],
        Clue::Value(other) => other.number().map_or_else(Vec::new, |number| {
            [number, number - 1.0, number + 1.0].map(|number| number.to_string()).to_vec()
        }),
        Clue::Prefix(text) | Clue::Suffix(text) | Clue::Part(text) => vec![text.clone()],
        Clue::Empty => vec![String::new()],
        Clue::NotANumber => vec!["NaN".to_owned()],
        Clue::Missing => vec![],
    }
}

/// The constants and statics of source texts, as one text that parses.
#[must_use]
pub fn constants<'a>(sources: impl IntoIterator<Item = &'a str>) -> String {
    struct Constants<'s> {
        source: &'s str,
        text: String,
    }
    impl<'ast> Visit<'ast> for Constants<'_> {
        fn visit_item(&mut self, item: &'ast syn::Item) {
            if matches!(item, syn::Item::Const(_) | syn::Item::Static(_)) {
                self.text.push_str(self.source.get(item.span().byte_range()).unwrap_or_default());
                self.text.push('\n');
            } else {
                visit::visit_item(self, item);
            }
        }
    }
    let mut all = String::new();
    for source in sources {
        if let Ok(file) = syn::parse_file(source) {
            let mut constants = Constants { source, text: String::new() };
            constants.visit_file(&file);
            all.push_str(&constants.text);
        }
    }
    all
}

/// The expressions around an edit, the largest first, and the function that holds them.
struct Around<'e> {
    edit: &'e Range<usize>,
    found: Vec<Range<usize>>,
    function: Option<String>,
}

impl Around<'_> {
    fn holds(&self, range: &Range<usize>) -> bool {
        range.start <= self.edit.start && self.edit.end <= range.end
    }
}

impl<'ast> Visit<'ast> for Around<'_> {
    fn visit_expr(&mut self, expr: &'ast syn::Expr) {
        let range = expr.span().byte_range();
        if self.holds(&range) {
            if !matches!(expr, syn::Expr::Block(_) | syn::Expr::Closure(_)) {
                self.found.push(range);
            }
            visit::visit_expr(self, expr);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if self.holds(&item.span().byte_range()) {
            self.function = Some(item.sig.ident.to_string());
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if self.holds(&item.span().byte_range()) {
            self.function = Some(item.sig.ident.to_string());
            visit::visit_impl_item_fn(self, item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::mutant;

    const SOURCE: &str = "\
const LATE: i32 = 15;
fn band(flight: &Flight) -> bool {
    let delay = flight.dep_delay;
    delay >= LATE && flight.carrier == \"UA\"
}
";

    fn wanted(original: &str, replacement: &str) -> Vec<(String, String)> {
        let clues = witness::clues([SOURCE]);
        let columns = BTreeSet::from(["dep_delay".to_owned(), "carrier".to_owned()]);
        let constants = constants([SOURCE]);
        let reader = Reader { clues: &clues, constants: &constants, columns: &columns };
        let mutant = mutant("0", "a.rs", SOURCE, original, 0, replacement);
        reader.wanted(&mutant, SOURCE).into_iter().map(|one| (one.column, one.value)).collect()
    }

    #[test]
    fn a_comparison_wants_its_boundary_first() {
        let column = |value: &str| ("dep_delay".to_owned(), value.to_owned());
        assert_eq!(wanted(">=", ">"), [column("15"), column("14"), column("16")]);
        assert_eq!(wanted("==", "!="), [("carrier".to_owned(), "UA".to_owned())]);
    }

    #[test]
    fn code_that_compares_nothing_wants_nothing() {
        assert_eq!(wanted("flight.dep_delay", "0"), []);
    }
}
