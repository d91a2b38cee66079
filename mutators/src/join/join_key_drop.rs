//! Joins on one key less, on both sides: in lists of keys, in builders, and in variables and constants that hold a
//! list.
//!
//! Imitates: a join that forgets the second half of a key, so that rows fan out.
//!
//! Before:
//! ```text
//! fn rated(a: LazyFrame, b: LazyFrame) -> LazyFrame { a.join(b, [col("day"), col("unit")], [col("day"), col("unit")], JoinArgs::default()) }
//! ```
//! After:
//! ```text
//! fn rated(a: LazyFrame, b: LazyFrame) -> LazyFrame { a.join(b, [col("day")], [col("day")], JoinArgs::default()) }
//! ```
//! Stays away: joins on one key, lists of different lengths, and lists whose length is not seen.
//!
//! Equivalents: a key that another key determines.

use syn::Expr;
use syn::spanned::Spanned;

use crate::frames::{self, Of, parts};
use crate::proposal::{Bytes, Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "join-key-drop";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    let joins = matches!(call.of, Of::Lazy | Of::Data | Of::Join);
    match (call.name.as_str(), call.arity()) {
        ("join", 4 | 5) if joins => {
            let pair = [&call.call.args[1], &call.call.args[2]];
            for (edit, text) in both_shorter(pair, context) {
                sink.method(Group::Default, call.call, edit, text);
            }
        }
        ("inner_join" | "left_join" | "full_join" | "semi_join" | "anti_join", 3) if call.of == Of::Data => {
            let pair = [&call.call.args[1], &call.call.args[2]];
            for (edit, text) in both_shorter(pair, context) {
                sink.method(Group::Default, call.call, edit, text);
            }
        }
        ("on", 1) if call.of == Of::Join => {
            for (edit, text) in parts::shorter(&call.call.args[0], &context.frames) {
                sink.method(Group::Default, call.call, edit, text);
            }
        }
        ("left_on" | "right_on", 1) if call.of == Of::Join => {
            // The two calls follow each other; both lists change at the second one.
            let Expr::MethodCall(first) = &*call.call.receiver else { return };
            let paired = ["left_on", "right_on"].iter().any(|name| first.method == name);
            if paired && first.args.len() == 1 {
                let Node::Expr(whole) = node else { return };
                for (edit, text) in both_shorter([&first.args[0], &call.call.args[0]], context) {
                    sink.value(Group::Default, whole, edit, text);
                }
            }
        }
        _ => {}
    }
}

/// The ways to lose the same key of both lists, as one edit from the first list to the second.
fn both_shorter([left, right]: [&Expr; 2], context: &Context) -> Vec<(Bytes, String)> {
    let (starts, ends) = (range_of(left), range_of(right));
    let (lefts, rights) = (parts::shorter(left, &context.frames), parts::shorter(right, &context.frames));
    if lefts.len() != rights.len() {
        return vec![];
    }
    let pairs = lefts.into_iter().zip(rights);
    let between = starts.end..ends.start;
    let joined = pairs.map(|(a, b)| {
        let text = format!("{}{}{}", edited(left, a), source(&between, left, right), edited(right, b));
        (starts.start..ends.end, text)
    });
    joined.collect()
}

/// The text of a list with one edit carried out.
fn edited(list: &Expr, (edit, text): (Bytes, String)) -> String {
    if edit == range_of(list) {
        return text;
    }
    let keys = parts::list(list).expect("only lists are edited in part");
    let index = (0..keys.elements.len()).find(|index| keys.span_of(*index) == edit).expect("one of its keys");
    let (open, close) = match list {
        Expr::Reference(_) => ("&[", "]"),
        Expr::Macro(_) => ("vec![", "]"),
        _ => ("[", "]"),
    };
    format!("{open}{}{close}", keys.without(index))
}

/// What stands between the two lists: a comma, or the name of the second method.
fn source(between: &Bytes, left: &Expr, right: &Expr) -> String {
    let file = range_of(left).start;
    let whole = left.span().join(right.span()).and_then(|span| span.source_text());
    let text = whole.and_then(|text| text.get(between.start - file..between.end - file).map(str::to_owned));
    // On one line, as all replacements.
    let words = |text: String| {
        text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let text = text.map_or_else(|| ",".to_owned(), words);
    if text.ends_with(',') { text + " " } else { text }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn each_key_goes_from_both_sides() {
        assert_eq!(
            of(r#"lf.join(b, [col("x"), col("y")], [col("p"), col("q")], args)"#),
            [r#"[col("x")], [col("p")]"#, r#"[col("y")], [col("q")]"#]
        );
    }

    #[test]
    fn data_frames_and_builders() {
        assert_eq!(
            of(r#"df.left_join(&b, ["x", "y"], ["p", "q"]); a.join_builder().on([col("x"), col("y")])"#),
            [r#"["x"], ["p"]"#, r#"["y"], ["q"]"#, "", ""]
        );
    }

    #[test]
    fn builders_with_two_sides() {
        assert_eq!(
            of(r#"lf.join_builder().left_on([col("x"), col("y")]).right_on([col("p"), col("q")])"#),
            [r#"[col("x")]).right_on([col("p")]"#, r#"[col("y")]).right_on([col("q")]"#]
        );
    }

    #[test]
    fn lists_in_variables() {
        assert_eq!(
            of(r#"let keys = [col("x"), col("y")]; lf.join(b, keys.clone(), keys, args)"#),
            ["&keys[..1], &keys[..1]", "&keys[1..], &keys[1..]"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [
            r#"lf.join(b, [col("x")], [col("y")], args)"#,
            r#"path.join("a")"#,
            "lf.join(b, keys, others, args)",
            r#"words.join(", ")"#,
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
