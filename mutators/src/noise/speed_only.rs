//! Options of polars that change how fast a job runs, not what it makes: `rechunk`, `parallel`, `multithreaded` and their
//! like, as fields of options and as arguments of the methods that set them.

use crate::proposal::Proposal;
use crate::scan::Node;

pub(crate) const NAME: &str = "speed-only";
pub(crate) const REASON: &str = "only changes how fast it runs";

const OPTIONS: &str = "rechunk parallel multithreaded allow_parallel force_parallel with_multithreaded low_memory \
    with_low_memory with_rechunk with_streaming with_new_streaming cache with_cache use_statistics build_side \
    with_projection_pushdown with_predicate_pushdown with_slice_pushdown with_comm_subplan_elim n_threads \
    with_n_threads row_group_size with_row_group_size";

pub(crate) fn equivalent(proposal: &Proposal, _: Node<'_>, _: &str) -> bool {
    let place = &proposal.place;
    let call = place.argument_of.as_deref().and_then(|name| name.strip_prefix('.'));
    let name = place.field.as_deref().or(call);
    name.is_some_and(|name| crate::frames::among(OPTIONS, name))
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn options_for_speed_are_left_out() {
        let noise = |source| propose("bool-constant", source)[0].noise;
        assert_eq!(noise("fn f() { g(UnionArgs { rechunk: true, ..a }) }"), Some(super::REASON));
        assert_eq!(noise("fn f() { options.with_multithreaded(true) }"), Some(super::REASON));
        assert_eq!(noise("fn f() { g(UnionArgs { strict: true, ..a }) }"), None);
    }
}
