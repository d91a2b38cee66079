//! Exchanges the two branches of `when`, or forces or drops a condition: nothing fulfils it, strict: everything
//! does.
//!
//! Imitates: a rule with its branches the wrong way round, or one that no row ever fulfils.
//!
//! Before:
//! ```text
//! fn label() -> Expr { when(col("late")).then(lit("late")).otherwise(lit("on time")) }
//! ```
//! After:
//! ```text
//! fn label() -> Expr { when(col("late")).then(lit("on time")).otherwise(lit("late")) }
//! ```
//! Stays away: other methods named `when`, and branches that are the same.
//!
//! Equivalents: data that fulfils the condition in no row, or in all of them.

use syn::Expr;

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{canonical, range_of, text_of};

pub(crate) const NAME: &str = "when-branch";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let Some((call, name)) = parts::function(node) {
        if name == "when" && call.args.len() == 1 {
            force(&call.args[0], Group::Default, true, context, sink);
        }
        return;
    }
    let Some(call) = frames::call(node, context).filter(|call| call.of == Of::When) else { return };
    let Some(value) = call.call.args.first().filter(|_| call.arity() == 1) else { return };
    match call.name.as_str() {
        // A further arm: it is dropped by a condition that never holds.
        "when" => force(value, Group::Default, false, context, sink),
        "otherwise" => {
            let (Expr::MethodCall(then), Node::Expr(whole)) = (&*call.call.receiver, node) else { return };
            let single = matches!(&*then.receiver, Expr::Call(_)) && then.args.len() == 1;
            let branches = [then.args.first(), Some(value)];
            if let (true, [Some(yes), Some(no)]) = (single, branches)
                && canonical(yes) != canonical(no)
            {
                let swapped = format!("{}).otherwise({}", text_of(no), text_of(yes));
                sink.value(Group::Default, whole, range_of(yes).start..range_of(no).end, swapped);
            }
        }
        _ => {}
    }
}

fn force(condition: &Expr, group: Group, always: bool, context: &Context, sink: &mut Sink<'_>) {
    let lit = context.frames.path("lit");
    sink.value(group, condition, range_of(condition), format!("{lit}(false)"));
    if always {
        sink.value(Group::Strict, condition, range_of(condition), format!("{lit}(true)"));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn arms_are_dropped_and_forced() {
        assert_eq!(
            of("when(a).then(lit(1)).when(b).then(lit(2)).otherwise(lit(3))"),
            ["lit(false)", "lit(true)", "lit(false)"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["clock.when(x).then(y)", "when(a, b)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
