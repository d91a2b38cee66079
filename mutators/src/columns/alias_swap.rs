//! Exchanges the names of two neighbouring columns that are computed alike.
//!
//! Imitates: `dep_delay` under the heading of `arr_delay`.
//!
//! Before:
//! ```text
//! fn sums() -> Vec<Expr> { vec![col("a").sum().alias("debit"), col("b").sum().alias("credit")] }
//! ```
//! After:
//! ```text
//! fn sums() -> Vec<Expr> { vec![col("a").sum().alias("credit"), col("b").sum().alias("debit")] }
//! ```
//! Stays away: columns that end in different methods, which most likely differ in type, and equal names.
//!
//! Equivalents: two columns with the same values.

use syn::Expr;
use syn::spanned::Spanned;

use crate::frames::parts;
use crate::proposal::{Bytes, Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{one_line, range_of};

pub(crate) const NAME: &str = "alias-swap";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Expr(whole @ (Expr::Array(_) | Expr::Macro(_))) = node else { return };
    let Some(list) = parts::list(whole) else { return };
    let Some(source) = whole.span().source_text() else { return };
    let start = range_of(whole).start;
    for pair in list.elements.windows(2) {
        let (Some(first), Some(second)) = (aliased(&pair[0]), aliased(&pair[1])) else { continue };
        if first.kind != second.kind || first.name == second.name {
            continue;
        }
        let between = source.get(first.bytes.end - start..second.bytes.start - start).unwrap_or_default();
        let between = one_line(between, 0..between.len());
        let text = format!("{:?}{}{:?}", second.name, squeezed(&between), first.name);
        sink.value(Group::Strict, whole, first.bytes.start..second.bytes.end, text);
    }
}

struct Aliased {
    name: String,
    bytes: Bytes,
    /// What the column is computed by last.
    kind: String,
}

fn aliased(expr: &Expr) -> Option<Aliased> {
    let Expr::MethodCall(call) = expr else { return None };
    let (name, bytes) = parts::text_literal(call.args.first().filter(|_| call.method == "alias")?)?;
    let kind = match &*call.receiver {
        Expr::MethodCall(last) => match last.method.to_string().as_str() {
            "mean" | "median" | "std" | "var" => "mean".to_owned(),
            "count" | "len" | "n_unique" => "count".to_owned(),
            "gt" | "lt" | "gt_eq" | "lt_eq" | "eq" | "neq" | "is_null" | "is_not_null" => "gt".to_owned(),
            name => name.to_owned(),
        },
        Expr::Call(function) => match parts::last(&function.func)?.as_str() {
            "len" => "count".to_owned(),
            // Columns themselves may be of any type.
            "col" | "lit" => return None,
            name => name.to_owned(),
        },
        _ => return None,
    };
    Some(Aliased { name, bytes, kind })
}

/// Lines put behind each other.
fn squeezed(text: &str) -> String {
    text.lines().map(str::trim_start).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn in_lists_of_any_kind() {
        assert_eq!(
            of(
                r#"lf.select([len().alias("a"), col("x").n_unique().alias("b"), col("y").mean().alias("c")])"#
            ),
            [r#""b"), col("x").n_unique().alias("a""#]
        );
    }

    #[test]
    fn stays_away() {
        for source in [
            r#"[col("a").alias("x"), col("b").alias("y")]"#,
            r#"[col("a").sum().alias("x"), col("b").mean().alias("y")]"#,
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
