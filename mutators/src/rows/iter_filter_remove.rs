//! Keeps every row: the condition of `filter` and `retain` becomes `true`; strict: `take_while` goes on and
//! `skip_while` skips nothing.
//!
//! Imitates: a filter that was forgotten, or that lets cancelled, test and duplicate rows through.
//!
//! Before:
//! ```text
//! fn open(rows: &[Row]) -> usize { rows.iter().filter(|row| row.is_open()).count() }
//! ```
//! After:
//! ```text
//! fn open(rows: &[Row]) -> usize { rows.iter().filter(|row| true).count() }
//! ```
//! Stays away: options, frames, and what is no closure and no path of a function.
//!
//! Equivalents: data in which every row passes.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, closure, is_function, kind, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{canonical, range_of, text_of};

pub(crate) const NAME: &str = "iter-filter-remove";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let (group, value) = match name.as_str() {
        "filter" | "retain" => (Group::Default, "true"),
        "take_while" => (Group::Strict, "true"),
        "skip_while" => (Group::Strict, "false"),
        _ => return,
    };
    let Some(argument) = only_argument(call).filter(|_| kind(&call.receiver) != Kind::Optional) else {
        return;
    };
    if let Some(closure) = closure(argument) {
        if !matches!(*closure.body, syn::Expr::Lit(_)) {
            let body = &*closure.body;
            // What remembers rows goes on to do so: nothing else may say what type it holds.
            let remembers = canonical(body).replace(' ', "").contains(".insert(");
            let kept = if value == "true" { "|| true" } else { "&& false" };
            let forced = if remembers { format!("({}) {kept}", text_of(body)) } else { value.to_owned() };
            sink.edit_expression(group, body, range_of(body), forced);
        }
    } else if is_function(argument) {
        sink.edit_expression(group, argument, range_of(argument), format!("|_| {value}"));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn closures_and_functions_are_replaced() {
        assert_eq!(
            of("fn f() { r.iter().filter(Row::is_open); v.retain(|(_, n)| *n > 2) }"),
            ["|_| true", "true"]
        );
        assert_eq!(of("fn f() { r.skip_while(|x| x.a).take_while(|&x| { x > 2 }) }"), ["false", "true"]);
    }

    #[test]
    fn sets_of_seen_keys_are_still_filled() {
        assert_eq!(of("fn f() { r.iter().filter(|r| seen.insert(r.id)) }"), ["(seen.insert(r.id)) || true"]);
    }

    #[test]
    fn stays_away_from_options_and_frames() {
        assert_eq!(
            of(r#"fn f() { m.get(&1).filter(|x| x.a); lf.filter(col("a").gt(lit(1))); lf.filter(mask) }"#),
            Vec::<String>::new()
        );
    }
}
