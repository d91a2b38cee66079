//! Edits that several mutators of frames make: numbers that step, calls that go.

use syn::Expr;

use super::{Call, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::Context;
use crate::syntax::{range_of, takes_suffix, text_of};

/// Takes a number one further in the default group and one back in the strict one, but not below `least`.
///
/// The number may be a literal, in `lit(..)` or `Some(..)`, or any other expression.
pub(crate) fn step(sink: &mut Sink<'_>, expr: &Expr, least: i128) {
    let inner = parts::innermost(expr);
    if let Some((value, suffix)) = parts::integer(inner) {
        sink.literal(Group::Default, range_of(inner), format!("{}{suffix}", value + 1));
        if value > least {
            sink.literal(Group::Strict, range_of(inner), format!("{}{suffix}", value - 1));
        }
        return;
    }
    // A text, a closure, or an expression of polars does not add up with a number.
    let adds_up = matches!(
        inner,
        Expr::Path(_) | Expr::Field(_) | Expr::Cast(_) | Expr::Binary(_) | Expr::MethodCall(_)
    );
    if adds_up && !is_nothing(inner) && !parts::mentions(inner, "col") && !parts::mentions(inner, "MAX") {
        let text = text_of(inner);
        let operand = if takes_suffix(inner) { text } else { format!("({text})") };
        sink.value(Group::Default, inner, range_of(inner), format!("{operand} + 1"));
    }
}

/// True for `None`.
pub(crate) fn is_nothing(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident("None"))
}

/// Removes a call that gives what it is called on: the frame, column or expression itself; eager kinds in a `Result`.
pub(crate) fn remove(sink: &mut Sink<'_>, group: Group, call: &Call<'_>, context: &Context) {
    let edit = range_of(&*call.call.receiver).end..range_of(call.call).end;
    match call.of {
        Of::Data => sink.method(group, call.call, edit, ".clone().pipe(Ok)"),
        Of::Column => {
            let error = context.frames.path("PolarsError");
            let text = format!("Ok::<_, {error}>({}.clone())", text_of(&call.call.receiver));
            sink.whole_call(group, call.call, text);
        }
        _ => sink.method(group, call.call, edit, ""),
    }
}

/// Removes a call that gives what it is called on, eager kinds as they are.
pub(crate) fn remove_infallible(sink: &mut Sink<'_>, group: Group, call: &Call<'_>) {
    let edit = range_of(&*call.call.receiver).end..range_of(call.call).end;
    let kept = if matches!(call.of, Of::Data | Of::Column) { ".clone()" } else { "" };
    sink.method(group, call.call, edit, kept);
}
