//! Which functions are observed (I13): what those of production code return, and of others that they are called.

use std::ops::Range;
use std::sync::Arc;

use cargo_metadata::camino::Utf8PathBuf;
use mutators::scan::{Function, Parameter, Scan};

use super::table_structs::TableStructs;
use super::{Lines, SourceFile};
use crate::instrument::point::{Extent, Point, Table};
use crate::instrument::site::encloses;
use crate::settings::{Explain, Settings};

/// A function whose calls, results, and arguments where asked for, are recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// Package name.
    pub package: String,
    /// Path relative to the workspace root.
    pub file: Utf8PathBuf,
    /// Item path inside the file, for instance `Cart::total`.
    pub path: String,
    /// Line of its body, from 1.
    pub line: usize,
    /// Type as it is written.
    pub return_type: String,
    /// True for `pub` without restriction; methods of traits never are.
    pub public: bool,
    /// All inputs, a receiver first: the index is the number of the argument in records.
    pub parameters: Vec<Parameter>,
    /// Tables inside of parameters; their numbers in records go on where those of the parameters end.
    pub tables: Vec<Table>,
    /// True for `async fn`.
    pub is_async: bool,
    /// True where the first input is a receiver.
    pub has_receiver: bool,
    /// True where it, or the `impl` or trait around it, has parameters for types or constants.
    pub generic: bool,
    /// The whole item; bytes of the file.
    pub range: Range<usize>,
}

impl Observed {
    /// Name and type of an argument, by its number in records: `orders`, or `tables.orders` inside of a parameter.
    #[must_use]
    pub fn input(&self, argument: usize) -> Option<(String, &str)> {
        let name_of = |position: usize| {
            let name = self.parameters.get(position)?.name.clone();
            Some(name.unwrap_or_else(|| format!("argument {position}")))
        };
        if let Some(parameter) = self.parameters.get(argument) {
            return Some((name_of(argument)?, &parameter.ty));
        }
        let table = self.tables.get(argument - self.parameters.len())?;
        Some((format!("{}.{}", name_of(table.parameter)?, table.field), &table.ty))
    }
}

/// Gives the files their observation points; the list is in the order of the numbers in the code.
pub(super) fn place(settings: &Settings, files: &mut [SourceFile], scans: &[&Scan]) -> Vec<Observed> {
    let mut all = Vec::new();
    if settings.explain == Explain::None {
        return all;
    }
    let structs = TableStructs::of(files.iter());
    for (file, scan) in files.iter_mut().zip(scans) {
        let lines = Lines::new(&file.text);
        for (index, function) in file.functions.iter().enumerate() {
            let named = settings.observe.as_ref().is_none_or(|globs| globs.is_match(&function.path));
            if !named || prints(function) {
                continue;
            }
            let tables = structs.tables(&function.parameters);
            file.edits.points.push(Point {
                number: all.len(),
                function: Arc::clone(function),
                results: results(&file.functions, index, scan),
                tables: tables.clone(),
                extent: if returns_something(function) { Extent::Whole } else { Extent::Calls },
            });
            all.push(Observed {
                package: file.package.clone(),
                file: file.relative.clone(),
                path: function.path.clone(),
                line: lines.line(function.body.start),
                return_type: function.output.clone(),
                public: function.public,
                parameters: function.parameters.clone(),
                tables,
                is_async: function.is_async,
                has_receiver: function.parameters.first().is_some_and(|first| first.receiver),
                generic: function.generic,
                range: function.range.clone(),
            });
        }
    }
    all
}

/// Observing a value would call it.
fn prints(function: &Function) -> bool {
    function.name == "fmt" && function.path.contains("<impl ")
}

/// Nothing, never and hidden types cannot be read.
fn returns_something(function: &Function) -> bool {
    !matches!(&*function.output, "" | "()" | "!") && !function.opaque
}

/// What a function returns: operands of `return` that no inner function takes, and the end of its body.
pub(super) fn results(functions: &[Arc<Function>], index: usize, scan: &Scan) -> Vec<Range<usize>> {
    let own = &functions[index].body;
    let of_another = |operand: &Range<usize>| {
        functions
            .iter()
            .any(|other| other.body != *own && encloses(own, &other.body) && encloses(&other.body, operand))
    };
    let operands = scan.returns.iter().filter(|operand| encloses(own, operand) && !of_another(operand));
    operands.chain(&functions[index].result).cloned().collect()
}
