//! The one list of mutators; what is not here does not exist.

use std::sync::{PoisonError, RwLock};

use crate::manual::Manual;
use crate::proposal::Sink;
use crate::rules::Rule;
use crate::scan::{Context, Node};

/// What part of a job a mutator attacks; reports group by it. Each family is a folder of `mutators/src`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Operators, constants, control flow: any Rust code.
    Code,
    /// Iterators, collections and maps of rows.
    Rows,
    /// How tables are joined.
    Join,
    /// Which rows of a frame are kept.
    Filter,
    /// Groups and what is computed over them.
    Aggregate,
    /// Sorting, uniqueness and the first rows of a frame.
    Order,
    /// Nulls, defaults, casts and branches on them.
    Missing,
    /// Which column is read or written.
    Columns,
    /// Dates, windows, shifts and cumulation.
    Time,
    /// Strings, rounding and the shape of frames.
    Text,
    /// SQL in strings and included files.
    Sql,
    /// Functions of the project, by rules of its own.
    Project,
}

impl Family {
    /// Every family, in the order of reports.
    pub const ALL: [Self; 12] = [
        Self::Code,
        Self::Rows,
        Self::Join,
        Self::Filter,
        Self::Aggregate,
        Self::Order,
        Self::Missing,
        Self::Columns,
        Self::Time,
        Self::Text,
        Self::Sql,
        Self::Project,
    ];

    /// The name used in output and settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Rows => "rows",
            Self::Join => "join",
            Self::Filter => "filter",
            Self::Aggregate => "aggregate",
            Self::Order => "order",
            Self::Missing => "missing",
            Self::Columns => "columns",
            Self::Time => "time",
            Self::Text => "text",
            Self::Sql => "sql",
            Self::Project => "project",
        }
    }
}

/// A rule that plants one kind of fault.
pub struct Mutator {
    /// Kebab-case, unique, the name of its file.
    pub name: &'static str,
    /// The family that reports count it under.
    pub family: Family,
    /// The text of its file, whose opening doc comment is its manual.
    pub source: &'static str,
    /// Proposes faults for one node.
    pub propose: &'static Propose,
}

/// Looks at one node and proposes faults for it.
pub type Propose = dyn Fn(Node<'_>, &Context, &mut Sink<'_>) + Sync;

impl Mutator {
    /// The parts of its doc comment.
    #[must_use]
    pub fn manual(&self) -> Manual {
        Manual::parse(self.source)
    }
}

impl std::fmt::Debug for Mutator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mutator")
            .field("name", &self.name)
            .field("family", &self.family)
            .finish_non_exhaustive()
    }
}

/// Registers the modules of each family's folder under the names of their files.
macro_rules! catalogue {
    ($($family:ident in $folder:ident: $($module:ident)*;)*) => {
        &[$($(Mutator {
            name: crate::$folder::$module::NAME,
            family: Family::$family,
            source: include_str!(concat!(stringify!($folder), "/", stringify!($module), ".rs")),
            propose: &crate::$folder::$module::propose,
        },)*)*]
    };
}

/// Every mutator, in the order of the catalogue page.
pub static CATALOGUE: &[Mutator] = catalogue! {
    Code in code:
        arithmetic
        bitwise
        shift
        comparison_boundary
        comparison_negate
        comparison_replace
        logical
        negation_delete
        condition_force
        integer_constant
        float_constant
        bool_constant
        string_constant
        char_constant
        unit_scale
        return_value
        return_early_value
        statement_delete
        assignment_delete
        accumulate_overwrite
        match_arm_delete
        match_arm_swap
        struct_field_delete
        argument_swap
        question_skip;
    Rows in rows:
        iter_filter_remove
        iter_filter_negate
        map_remove
        take_step
        rev_remove
        row_sort_reverse
        sorted_remove
        sort_key_drop
        unique_rows_remove
        chain_drop
        zip_shift
        min_max_swap
        sum_max
        first_last_swap
        any_all_swap
        count_step
        fold_initial
        window_step
        partition_swap
        map_key_drop
        entry_default
        map_keep_first
        overflow_swap
        abs_remove
        round_swap
        clamp_bound_drop
        trim_remove
        case_remove
        prefix_suffix_swap
        parse_swallow;
    Join in join:
        join_type
        join_semi_anti
        join_key_drop
        join_right_dedup
        join_nulls
        join_coalesce
        join_validate_drop
        join_cross
        asof_strategy
        asof_tolerance;
    Filter in filter:
        filter_remove
        filter_negate
        filter_keep_null
        conjunct_drop
        bool_op
        predicate_boundary
        predicate_negate
        eq_missing
        between_closed
        is_in;
    Aggregate in aggregate:
        agg_swap
        count_kind
        agg_filter_drop
        ddof
        quantile
        extreme_by
        group_key_drop
        over_key_drop
        over_order
        pivot_agg;
    Order in order:
        sort_flip
        sort_remove
        sort_nulls
        sort_tie_drop
        stable_drop
        unique_remove
        unique_keep
        unique_subset
        top_n
        rank;
    Missing in missing:
        fill_null_remove
        fill_null_value
        fill_strategy
        drop_nulls_remove
        coalesce
        null_check
        when_branch
        cast;
    Columns in columns:
        column_swap
        alias_swap
        lit_step;
    Time in time:
        window_size
        window_closed
        rolling_agg
        row_shift
        diff
        cum
        date_offset
        date_part
        truncate_unit
        time_zone_drop;
    Text in text:
        text_normalise_remove
        text_match
        replace_all
        concat_input
        explode
        horizontal
        frame_round
        clip;
    Sql in sql:
        select_distinct
        sql_join_type
        subquery_negate
        sql_group_key_drop
        sql_agg_swap
        union_all
        order_flip
        relational
        sql_logical
        sql_arithmetic
        between_bound
        like_wildcard
        is_null_negate
        null_as_true
        coalesce_drop
        literal_step
        sql_column_swap
        limit_step
        having_drop
        where_drop;
};

/// What the project declares besides [`CATALOGUE`].
static PROJECT: RwLock<Vec<&'static Mutator>> = RwLock::new(Vec::new());

/// Lets the project's own mutators join the catalogue, in place of those that joined before.
pub fn join(rules: impl IntoIterator<Item = Rule>) {
    let joined = rules.into_iter().map(Rule::into_mutator).collect();
    *PROJECT.write().unwrap_or_else(PoisonError::into_inner) = joined;
}

/// Every mutator, the project's own ones last.
#[must_use]
pub fn all() -> Vec<&'static Mutator> {
    let project = PROJECT.read().unwrap_or_else(PoisonError::into_inner);
    CATALOGUE.iter().chain(project.iter().copied()).collect()
}

/// The mutator of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Mutator> {
    all().into_iter().find(|mutator| mutator.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposal::Group;
    use crate::rules::Pattern;

    #[test]
    fn mutators_of_the_project_come_last_and_give_way_to_later_ones() {
        let rule = |name: &str| Rule {
            name: name.to_owned(),
            doc: "a test".to_owned(),
            group: Group::Default,
            pattern: Pattern::Method("a".to_owned()),
            replacements: vec!["b".to_owned()],
        };
        join([rule("first-of-test")]);
        join([rule("second-of-test"), rule("third-of-test")]);
        let last: Vec<_> = all()[CATALOGUE.len()..].iter().map(|mutator| mutator.name).collect();
        assert_eq!(last, ["second-of-test", "third-of-test"]);
        assert!(find("first-of-test").is_none() && find("third-of-test").is_some());
        join([]);
        assert_eq!(all().len(), CATALOGUE.len());
    }
}
