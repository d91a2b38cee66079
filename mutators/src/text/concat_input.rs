//! Forgets one of the frames that are put together, or takes it twice (strict); forgets a part of a text that is
//! put together.
//!
//! Imitates: last month's file that was not read, or read twice.
//!
//! Before:
//! ```text
//! fn all(a: LazyFrame, b: LazyFrame) -> PolarsResult<LazyFrame> { concat([a, b], UnionArgs::default()) }
//! ```
//! After:
//! ```text
//! fn all(a: LazyFrame, b: LazyFrame) -> PolarsResult<LazyFrame> { concat([a], UnionArgs::default()) }
//! ```
//! Stays away: lists of one input, and inputs in variables.
//!
//! Equivalents: inputs without rows.

use crate::frames::edits::remove;
use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "concat-input";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let (Some((call, name)), Node::Expr(whole)) = (parts::function(node), node) {
        let (frames, group) = match (name.as_str(), call.args.len()) {
            ("concat", 2) | ("concat_lf_diagonal", 2) => (true, Group::Default),
            ("concat_str", 3) => (false, Group::Strict),
            _ => return,
        };
        let Some(inputs) = parts::list(&call.args[0]).filter(|list| list.elements.len() > 1) else { return };
        let all = text_of(&call.args[0]);
        for index in 0..inputs.elements.len().min(4) {
            sink.value(group, whole, inputs.span_of(index), "");
            if frames {
                let text = format!(
                    "{{ let mut inputs = Vec::from({all}); inputs.push(inputs[{index}].clone()); inputs }}"
                );
                sink.value(Group::Strict, whole, range_of(&call.args[0]), text);
            }
        }
        return;
    }
    let Some(call) = frames::call(node, context) else { return };
    if call.name == "vstack" && call.of == Of::Data && call.arity() == 1 {
        remove(sink, Group::Default, &call, context);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn inputs_go_and_come_twice() {
        assert_eq!(
            of("concat(vec![a, b.clone()], args)?"),
            [
                "{ let mut inputs = Vec::from(vec![a, b.clone()]); inputs.push(inputs[0].clone()); inputs }",
                "{ let mut inputs = Vec::from(vec![a, b.clone()]); inputs.push(inputs[1].clone()); inputs }",
                "",
                ""
            ]
        );
    }

    #[test]
    fn data_frames() {
        assert_eq!(
            of(r#"df.vstack(&other)?; concat_str([col("a"), col("b")], "-", true)"#),
            [".clone().pipe(Ok)", "", ""]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["concat(inputs, args)", "[a, b].concat()", "lines.concat()"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
