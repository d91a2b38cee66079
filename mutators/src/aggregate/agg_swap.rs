//! Computes another aggregate of the same type: the greatest value (strict: the first) for the sum, the median for
//! the mean, `min` for `max`, `first` for `last`, `std` for `var`. What a sum is made of is summed again, so that
//! the type stays.
//!
//! Imitates: the wrong aggregate, which looks right as long as each group has one row.
//!
//! Before:
//! ```text
//! fn total() -> Expr { col("cents").sum().alias("total") }
//! ```
//! After:
//! ```text
//! fn total() -> Expr { col("cents").max().sum().alias("total") }
//! ```
//! Stays away: iterators, and sums with a type argument, whose types differ.
//!
//! Equivalents: groups of one row.

use syn::Expr;

use crate::frames::{self, Call, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "agg-swap";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let (Some((call, name)), Node::Expr(whole)) = (parts::function(node), node) {
        return named_column(call, &name, whole, sink);
    }
    let Some(call) = frames::call(node, context) else { return };
    let at = call.call;
    let spaced = ["str", "dt", "name", "cat", "struct_"].iter().any(|space| call.within(space));
    if spaced || matches!(call.of, Of::Groups | Of::When | Of::Join | Of::Exprs) {
        return;
    }
    let pair = match (call.name.as_str(), call.arity()) {
        ("sum", 0) if at.turbofish.is_none() => return sum(&call, sink),
        ("mean", 0) => "median",
        ("median", 0) => "mean",
        ("min", 0) => "max",
        ("max", 0) => "min",
        ("first", 0) if call.of != Of::Data => "last",
        ("last", 0) if call.of != Of::Data => "first",
        ("std", 1) => "var",
        ("var", 1) => "std",
        ("sum_reduce", 0) => "max_reduce",
        ("mean_reduce", 0) => "median_reduce",
        ("median_reduce", 0) => "mean_reduce",
        ("min_reduce", 0) => "max_reduce",
        ("max_reduce", 0) => "min_reduce",
        ("std_reduce", 1) => "var_reduce",
        ("var_reduce", 1) => "std_reduce",
        _ => return,
    };
    if call.of == Of::DataGroups {
        sink.method(
            Group::Default,
            at,
            range_of(&at.method).start..range_of(at).end,
            renamed(&call.name, pair),
        );
    } else {
        sink.rename_call(Group::Default, at, pair);
    }
}

fn sum(call: &Call<'_>, sink: &mut Sink<'_>) {
    let at = call.call;
    let end = range_of(&*at.receiver).end;
    match call.of {
        Of::Expr if call.within("list") || call.within("arr") => sink.rename_call(Group::Default, at, "max"),
        // Small integers are summed as large ones, and booleans as counts: the sum of one value has the sum's type.
        Of::Expr => {
            sink.method(Group::Default, at, end..end, ".max()");
            sink.method(Group::Strict, at, end..end, ".head(Some(1))");
        }
        Of::DataGroups => {
            let edit = range_of(&at.method).start..range_of(at).end;
            sink.method(Group::Default, at, edit, renamed("sum", "max"));
        }
        _ => sink.rename_call(Group::Default, at, "max"),
    }
}

/// Grouped data frames name their columns for the aggregate: the new one under the old name.
fn renamed(old: &str, new: &str) -> String {
    format!(
        "{new}().map(|mut frame| {{ let names: Vec<String> = frame.get_column_names().iter().map(|name| \
         name.strip_suffix(\"_{new}\").map_or_else(|| name.to_string(), |stem| format!(\"{{stem}}_{old}\")))\
         .collect(); let _ = frame.set_column_names(&names); frame }})"
    )
}

/// `sum("a")` and its like, which stand for `col("a").sum()`.
fn named_column(call: &syn::ExprCall, name: &str, whole: &Expr, sink: &mut Sink<'_>) {
    let Expr::Path(path) = &*call.func else { return };
    let is_name = call.args.len() == 1 && parts::text_literal(&call.args[0]).is_some();
    let other = match name {
        "mean" | "avg" => "median",
        "median" => "mean",
        "min" => "max",
        "max" => "min",
        "sum" if is_name => {
            let end = range_of(whole).end;
            let column = format!("col({}).max()", text_of(&call.args[0]));
            sink.value(Group::Default, whole, range_of(whole).start..end, format!("{column}.sum()"));
            return;
        }
        _ => return,
    };
    if let (true, Some(segment)) = (is_name, path.path.segments.last()) {
        sink.value(Group::Default, whole, range_of(&segment.ident), other);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn expressions_and_columns() {
        assert_eq!(
            of(
                r#"col("a").sum(); col("a").mean().over(["b"]); df.column("a")?.i64()?.sum(); col("a").std(1); mean("a")"#
            ),
            [".max()", ".head(Some(1))", "median", "max", "var", "median"]
        );
    }

    #[test]
    fn helpers_inside_agg_make_expressions() {
        assert_eq!(
            of(r#"lf.group_by(["a"]).agg([is_late().sum().alias("late")])"#),
            [".max()", ".head(Some(1))"]
        );
    }

    #[test]
    fn grouped_data_frames_keep_their_names() {
        assert_eq!(
            of(r#"df.group_by(["a"])?.select(["b"]).min()?"#),
            [
                r#"max().map(|mut frame| { let names: Vec<String> = frame.get_column_names().iter().map(|name| name.strip_suffix("_max").map_or_else(|| name.to_string(), |stem| format!("{stem}_min"))).collect(); let _ = frame.set_column_names(&names); frame })"#
            ]
        );
    }

    #[test]
    fn stays_away() {
        for source in
            ["rows.iter().sum::<i64>()", r#"df.column("a")?.sum::<i64>()?"#, "a.max(b)", "items.first()"]
        {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
