//! Groups by one key less. The column stays, so that code that reads it goes on: every group has the frame's first
//! value there.
//!
//! Imitates: a coarser grain than meant: sums over all years, where each year was asked for.
//!
//! Before:
//! ```text
//! fn daily(lf: LazyFrame) -> LazyFrame { lf.group_by([col("day"), col("shop")]).agg([len()]) }
//! ```
//! After:
//! ```text
//! fn daily(lf: LazyFrame) -> LazyFrame { lf.group_by([col("day"), col("shop").first()]).agg([len()]) }
//! ```
//! Stays away: single keys, and lists whose length is not seen.
//!
//! Equivalents: a key that another key determines.

use syn::Expr;

use crate::frames::parts::{self, List};
use crate::frames::{self, Call, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, takes_suffix, text_of};

pub(crate) const NAME: &str = "group-key-drop";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if !matches!(call.name.as_str(), "group_by" | "group_by_stable") || call.arity() != 1 {
        return;
    }
    let keys = &call.call.args[0];
    if call.of == Of::Data {
        return eager(sink, &call, keys, context);
    }
    if let Some(list) = parts::list(keys) {
        if list.elements.len() > 1 {
            for index in 0..list.elements.len().min(4) {
                literal_key(sink, &call, &list, index, context);
            }
        }
        return;
    }
    let Some((name, count)) = parts::named_list(keys, &context.frames).filter(|(_, count)| *count > 1) else {
        return;
    };
    let expr = context.frames.path("Expr");
    for index in 0..count.min(3) {
        let text = format!(
            "{name}.iter().enumerate().map(|(at, key)| if at == {index} {{ {expr}::from(key.clone()).first() }} \
             else {{ {expr}::from(key.clone()) }}).collect::<Vec<{expr}>>()"
        );
        sink.method(Group::Default, call.call, range_of(keys), text);
    }
}

/// The keys of data frames are names: the first value takes the place of the column in the frame itself.
fn eager(sink: &mut Sink<'_>, call: &Call<'_>, keys: &Expr, context: &Context) {
    let names = match (parts::list(keys), parts::named_list(keys, &context.frames)) {
        (Some(list), _) => list.elements.iter().map(text_of).collect(),
        (None, Some((name, count))) => (0..count).map(|at| format!("{name}[{at}]")).collect(),
        _ => vec![],
    };
    if names.len() < 2 {
        return;
    }
    let col = context.frames.path("col");
    let end = range_of(&*call.call.receiver).end;
    for name in names.iter().take(4) {
        let text = format!(
            ".clone().lazy().with_column({col}({name}).first()).collect().expect(\"the key is there\")"
        );
        sink.method(Group::Default, call.call, end..end, text);
    }
}

fn literal_key(sink: &mut Sink<'_>, call: &Call<'_>, keys: &List, index: usize, context: &Context) {
    let key = &keys.elements[index];
    if parts::text_literal(key).is_none() {
        let text = text_of(key);
        let operand = if takes_suffix(key) { text } else { format!("({text})") };
        sink.value(Group::Default, key, range_of(key), format!("{operand}.first()"));
        return;
    }
    // Names become expressions, all of them, as a list has one type.
    let col = context.frames.path("col");
    let all = keys.elements.iter().enumerate().map(|(at, key)| {
        let first = if at == index { ".first()" } else { "" };
        format!("{col}({}){first}", text_of(key))
    });
    let list = format!("[{}]", all.collect::<Vec<_>>().join(", "));
    sink.method(Group::Default, call.call, range_of(&call.call.args[0]), list);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn names_become_expressions() {
        assert_eq!(
            of(r#"lf.group_by(["a", "b"])"#),
            [r#"[col("a").first(), col("b")]"#, r#"[col("a"), col("b").first()]"#]
        );
    }

    #[test]
    fn lists_in_variables() {
        assert_eq!(
            of(r#"let keys = [col("a"), col("b")]; lf.group_by(keys.clone())"#),
            [
                "keys.iter().enumerate().map(|(at, key)| if at == 0 { Expr::from(key.clone()).first() } else { Expr::from(key.clone()) }).collect::<Vec<Expr>>()",
                "keys.iter().enumerate().map(|(at, key)| if at == 1 { Expr::from(key.clone()).first() } else { Expr::from(key.clone()) }).collect::<Vec<Expr>>()"
            ]
        );
    }

    #[test]
    fn data_frames_lose_the_key_beforehand() {
        assert_eq!(
            of(r#"df.group_by(["a", "b"])?"#),
            [
                r#".clone().lazy().with_column(col("a").first()).collect().expect("the key is there")"#,
                r#".clone().lazy().with_column(col("b").first()).collect().expect("the key is there")"#
            ]
        );
    }

    #[test]
    fn stays_away() {
        for source in [
            r#"lf.group_by([col("a")])"#,
            "lf.group_by(keys)",
            r#"df.group_by(["a"])?"#,
            "rows.group_by(|a, b| a.x == b.x)",
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
