//! What a piece of polars code is, as far as its tokens tell: a lazy frame, a data frame, an expression, a column.
//!
//! Sources of knowledge, strongest first: types of parameters, fields and functions of the file ([`names`]), functions
//! and types of polars that start a chain, methods that only polars has, and what a method is given.

pub(crate) mod edits;
pub(crate) mod names;
pub(crate) mod parts;

use syn::{Expr, ExprMethodCall};

use crate::scan::{Context, Node};
use crate::syntax::{last_segment, leaves, range_of};
use names::Names;

/// What the value of an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// A `LazyFrame`.
    Lazy,
    /// A `DataFrame`.
    Data,
    /// A grouped `LazyFrame`.
    Groups,
    /// A grouped `DataFrame`.
    DataGroups,
    /// An expression, a selector, or a name space of one, such as `.str()`.
    Expr,
    /// An array or vector of expressions.
    Exprs,
    /// A `Series`, a `Column` or a `ChunkedArray`.
    Column,
    /// A `JoinBuilder`.
    Join,
    /// `when(..)` up to its `otherwise`.
    When,
}

/// Functions of polars whose value is an expression.
const EXPR_FUNCTIONS: &str = "col cols lit nth dtype_col dtype_cols by_name element as_struct concat_str format_str \
    coalesce int_range date_range datetime_range datetime duration all_horizontal any_horizontal max_horizontal \
    min_horizontal sum_horizontal mean_horizontal concat_list ternary_expr pearson_corr cov arg_sort_by fold_exprs";

/// Types of polars whose associated functions make columns.
const COLUMN_TYPES: &str = "Series Column ChunkedArray";

/// Methods that hand their receiver on.
const PASSING: &str = "clone to_owned unwrap expect as_ref as_mut into_owned unwrap_or_default unwrap_or_else \
    map_err context with_context borrow to_vec as_slice as_expr cache";

/// Methods of expressions and columns that nothing else has.
const EXPR_ONLY: &str = "alias over over_with_options is_between eq_missing neq_missing fill_nan fill_null_with_strategy \
    n_unique is_duplicated is_unique is_first_distinct gt_eq lt_eq strict_cast cum_sum cum_count cum_max cum_min cum_prod \
    rolling_sum rolling_mean rolling_min rolling_max rolling_median rolling_std rolling_var rolling_sum_by \
    rolling_mean_by rolling_min_by rolling_max_by rolling_median_by is_not_null logical_and logical_or implode \
    shift_and_fill pct_change qcut floor_div true_div clip_min clip_max";

/// Methods of lazy frames that nothing else has.
const LAZY_ONLY: &str = "with_columns with_columns_seq sort_by_exprs select_seq collect_schema unique_generic \
    unique_stable_generic drop_nans join_builder describe_plan group_by_dynamic";

/// Joins of both kinds of frames.
const JOINS: &str = "left_join right_join inner_join full_join semi_join anti_join cross_join";

/// Methods of frames that are given expressions.
const TAKING_EXPRS: &str = "filter remove select with_column with_columns group_by group_by_stable agg having \
    sort_by_exprs top_k bottom_k join with_columns_seq select_seq";

/// Methods of expressions that are given another one.
const COMBINING: &str = "and or xor logical_and logical_or eq neq gt gt_eq lt lt_eq eq_missing neq_missing is_in \
    is_between fill_null fill_nan floor_div pow clip";

/// Methods whose result is no longer of polars.
const LEAVING: &str = "iter into_iter into_no_null_iter par_iter get height width shape is_empty get_column_names \
    get_column_names_owned schema collect_schema dtype dtypes columns estimated_size explain to_string iter_chunks \
    get_column_index equals equals_missing get_any_value describe_plan try_extract extract into_value as_any_value";

/// Methods that take one value out of a column.
const REDUCING: &str = "sum min max mean median std var len n_unique first last null_count any all name sum_reduce \
    min_reduce max_reduce mean_reduce median_reduce std_reduce var_reduce quantile get";

pub(crate) fn among(names: &str, name: &str) -> bool {
    names.split_whitespace().any(|one| one == name)
}

/// What the value of `expr` is, if it is of polars at all.
pub(crate) fn of(expr: &Expr, names: &Names) -> Option<Of> {
    match expr {
        Expr::Paren(inner) => of(&inner.expr, names),
        Expr::Group(inner) => of(&inner.expr, names),
        Expr::Reference(inner) => of(&inner.expr, names),
        Expr::Try(inner) => of(&inner.expr, names),
        Expr::Await(inner) => of(&inner.base, names),
        Expr::Unary(unary) => of(&unary.expr, names),
        Expr::Binary(binary) if !crate::syntax::is_comparison(&binary.op) => {
            let side = of(&binary.left, names).or_else(|| of(&binary.right, names));
            side.filter(|side| matches!(side, Of::Expr | Of::Column))
        }
        Expr::Path(path) => names.variable(&path.path.get_ident()?.to_string(), range_of(expr).start),
        Expr::Field(field) => match &field.member {
            syn::Member::Named(name) => names.field(&name.to_string()),
            syn::Member::Unnamed(_) => None,
        },
        Expr::Index(index) => match of(&index.expr, names)? {
            Of::Exprs => Some(Of::Expr),
            Of::Data => Some(Of::Column),
            _ => None,
        },
        Expr::Array(_) | Expr::Macro(_) => of_list(expr, names),
        Expr::Block(_) | Expr::If(_) | Expr::Match(_) => {
            leaves(expr).into_iter().find_map(|leaf| of(leaf, names))
        }
        Expr::Call(call) => of_function(call, names),
        Expr::MethodCall(call) => of_method(call, names),
        _ => None,
    }
}

fn of_list(expr: &Expr, names: &Names) -> Option<Of> {
    if let Expr::Macro(mac) = expr
        && mac.mac.path.is_ident("df")
    {
        return Some(Of::Data);
    }
    let first = parts::list(expr)?.elements.into_iter().next()?;
    matches!(of(&first, names)?, Of::Expr | Of::When).then_some(Of::Exprs)
}

fn of_function(call: &syn::ExprCall, names: &Names) -> Option<Of> {
    let Expr::Path(path) = &*call.func else { return None };
    let name = last_segment(&path.path)?;
    let ty = path.path.segments.iter().rev().nth(1).map(|segment| segment.ident.to_string());
    if let Some(ty) = ty.as_deref().filter(|ty| ty.starts_with(char::is_uppercase)) {
        return names::of_type_name(ty).or(match ty {
            "LazyCsvReader" | "LazyJsonLineReader" => Some(Of::Lazy),
            _ if among(COLUMN_TYPES, ty) || ty.ends_with("Chunked") => Some(Of::Column),
            _ => names.function(&name),
        });
    }
    match (name.as_str(), call.args.len()) {
        ("Some" | "Ok", 1) => of(&call.args[0], names),
        ("when", 1) => Some(Of::When),
        ("len", 0) | ("not" | "is_null" | "is_not_null", 1) => Some(Of::Expr),
        ("sum" | "mean" | "min" | "max" | "median", 1) => {
            matches!(call.args[0], Expr::Lit(_)).then_some(Of::Expr)
        }
        ("concat", 2) | ("concat_lf_diagonal" | "concat_lf_horizontal", _) => Some(Of::Lazy),
        ("concat_df_diagonal" | "concat_df_horizontal", _) => Some(Of::Data),
        (name, 1..) if among(EXPR_FUNCTIONS, name) => Some(Of::Expr),
        (name, _) => names.function(name),
    }
}

fn of_method(call: &ExprMethodCall, names: &Names) -> Option<Of> {
    let name = call.method.to_string();
    let name = name.as_str();
    let receiver = of(&call.receiver, names);
    match (name, receiver) {
        _ if among(PASSING, name) => receiver,
        ("lazy", _) => Some(Of::Lazy),
        ("collect", Some(Of::Lazy)) => Some(Of::Data),
        ("collect", _) => None,
        ("agg", Some(Of::Groups) | None) => Some(Of::Lazy),
        ("then" | "when", Some(Of::When)) => Some(Of::When),
        ("then", _) => None,
        ("otherwise", Some(Of::When)) => Some(Of::Expr),
        ("finish" | "join_where", Some(Of::Join)) => Some(Of::Lazy),
        ("column", Some(Of::Data) | None) if call.args.len() == 1 => Some(Of::Column),
        ("into_frame" | "to_frame", Some(Of::Column)) => Some(Of::Data),
        ("rolling", Some(Of::Expr)) => Some(Of::Expr),
        ("group_by" | "group_by_stable" | "group_by_dynamic" | "rolling", Some(Of::Data)) => {
            Some(Of::DataGroups)
        }
        ("group_by" | "group_by_stable" | "group_by_dynamic" | "rolling", Some(Of::Lazy)) => Some(Of::Groups),
        ("group_by" | "group_by_stable" | "group_by_dynamic", None) if gets_expressions(call, names) => {
            Some(Of::Groups)
        }
        ("head" | "tail", Some(Of::Groups)) => Some(Of::Lazy),
        ("select", Some(Of::DataGroups)) => Some(Of::DataGroups),
        (_, Some(Of::DataGroups)) => Some(Of::Data),
        (name, _) if among(LEAVING, name) => None,
        (name, Some(Of::Column)) if among(REDUCING, name) => None,
        ("map" | "and_then" | "ok" | "into" | "as_str" | "join", Some(Of::Exprs | Of::Column)) => None,
        ("join_builder", _) => Some(Of::Join),
        (_, Some(receiver)) => Some(receiver),
        (name, None) if among(JOINS, name) => Some(join_side(call)),
        (name, None) if among(LAZY_ONLY, name) => Some(Of::Lazy),
        (name, None) if among(EXPR_ONLY, name) => Some(Of::Expr),
        (name, None) if gets_expressions(call, names) => of_what_it_gets(name),
        (name, None) => of_options(name, call, names),
    }
}

/// Sorts and joins tell themselves by their options; data frames give results, which are unwrapped.
fn of_options(name: &str, call: &ExprMethodCall, names: &Names) -> Option<Of> {
    let options = match (name, call.args.len()) {
        ("sort", 2) => ["SortMultipleOptions", "with_order_descending"],
        ("join", 4 | 5) => ["JoinArgs", "JoinType"],
        _ => return None,
    };
    let known = call.args.iter().any(|argument| options.iter().any(|name| parts::mentions(argument, name)));
    let eager = call.args.len() == 5 || names.is_unwrapped(call);
    known.then_some(if eager { Of::Data } else { Of::Lazy })
}

/// Data frames are joined with references, lazy frames with values.
fn join_side(call: &ExprMethodCall) -> Of {
    if matches!(call.args.first(), Some(Expr::Reference(_))) { Of::Data } else { Of::Lazy }
}

fn of_what_it_gets(name: &str) -> Option<Of> {
    match name {
        name if among(TAKING_EXPRS, name) => Some(Of::Lazy),
        name if among(COMBINING, name) => Some(Of::Expr),
        _ => None,
    }
}

fn gets_expressions(call: &ExprMethodCall, names: &Names) -> bool {
    call.args.iter().any(|argument| {
        matches!(of(argument, names), Some(Of::Expr | Of::Exprs | Of::When))
            && !matches!(argument, Expr::Closure(_))
    })
}

/// A method call on something of polars.
pub(crate) struct Call<'a> {
    pub(crate) call: &'a ExprMethodCall,
    /// The name of the method.
    pub(crate) name: String,
    /// What it is called on.
    pub(crate) of: Of,
}

impl Call<'_> {
    /// The number of arguments.
    pub(crate) fn arity(&self) -> usize {
        self.call.args.len()
    }

    /// True where it is called on the name space that `.str()`, `.dt()` or `.list()` opens.
    pub(crate) fn within(&self, space: &str) -> bool {
        matches!(&*self.call.receiver, Expr::MethodCall(outer) if outer.method == space && outer.args.is_empty())
    }

    /// True for a plain method of an expression, outside of all name spaces.
    pub(crate) fn is_plain_expr(&self) -> bool {
        let spaces = ["str", "dt", "list", "arr", "name", "cat", "struct_", "binary", "bin", "meta"];
        self.of == Of::Expr && !spaces.iter().any(|space| self.within(space))
    }
}

/// The method call that the node is about which a mutator is asked, if it is called on something of polars.
pub(crate) fn call<'a>(node: Node<'a>, context: &Context) -> Option<Call<'a>> {
    let Node::Expr(Expr::MethodCall(call)) = node else { return None };
    let of = context.receiver?;
    Some(Call { call, name: call.method.to_string(), of })
}

/// What a method is called on.
pub(crate) fn receiver(call: &ExprMethodCall, context: &Context) -> Option<Of> {
    let names = &context.frames;
    if let Some(known) = of(&call.receiver, names) {
        return Some(known);
    }
    let name = call.method.to_string();
    match name.as_str() {
        name if among(JOINS, name) => Some(join_side(call)),
        name if among(LAZY_ONLY, name) => Some(Of::Lazy),
        name if among(EXPR_ONLY, name) => Some(Of::Expr),
        name if gets_expressions(call, names) => of_what_it_gets(name),
        name if of_options(name, call, names).is_some() => of_options(name, call, names),
        // A helper function among the arguments of `agg`, `select` and their like most likely makes an expression.
        _ if context.frame_argument && starts_with_helper(&call.receiver) => Some(Of::Expr),
        _ => None,
    }
}

/// True for a chain that starts at the call of a plain function and stays with it.
fn starts_with_helper(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => starts_with_helper(&inner.expr),
        Expr::Try(inner) => starts_with_helper(&inner.expr),
        Expr::MethodCall(call) => {
            !among(LEAVING, &call.method.to_string()) && starts_with_helper(&call.receiver)
        }
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => last_segment(&path.path).is_some_and(|name| {
                let constructs =
                    ["new", "default", "from", "with_capacity", "once", "repeat", "from_fn", "zip"];
                name.starts_with(char::is_lowercase) && !constructs.contains(&name.as_str())
            }),
            _ => false,
        },
        _ => false,
    }
}

/// True for calls whose arguments are expressions of polars, whatever functions they come from.
pub(crate) fn takes_expressions(call: &ExprMethodCall, context: &Context) -> bool {
    let name = call.method.to_string();
    among("agg with_columns with_columns_seq sort_by_exprs select_seq", &name)
        || among("select with_column filter group_by having", &name)
            && matches!(receiver(call, context), Some(Of::Lazy | Of::Groups))
}

/// Methods whose numbers and flags have mutators of their own.
const OWN_METHODS: &str = "limit head tail slice top_k bottom_k std var std_reduce var_reduce round truncate shift \
    shift_and_fill diff pct_change pivot implode total_days total_hours total_minutes total_seconds explode \
    with_row_index";

/// Fields of options whose values have mutators of their own.
const OWN_FIELDS: &str = "window_size min_periods min_samples maintain_order index_column left_by right_by \
    tolerance_str";

/// Options of polars that have mutators of their own, field by field.
const OWN_OPTIONS: &str = "SortOptions SortMultipleOptions JoinArgs UnionArgs RankOptions RollingOptionsFixedWindow \
    RollingOptionsDynamicWindow RollingGroupOptions DynamicGroupOptions AsOfOptions ExplodeOptions HConcatOptions";

/// True where a mutator of plain literals would only repeat, or spoil, what mutators of frames do.
pub(crate) fn owns_literals(context: &Context) -> bool {
    let method = context.argument_of.as_deref().and_then(|name| name.strip_prefix('.'));
    let own = method.is_some_and(|name| {
        context.frame_method && among(OWN_METHODS, name) || name == "with_maintain_order"
    });
    own || context.field.as_deref().is_some_and(|name| among(OWN_FIELDS, name))
}

/// True for options of polars whose fields have mutators of their own.
pub(crate) fn owns_fields(ty: &str) -> bool {
    among(OWN_OPTIONS, ty)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(source: &str) -> Option<Of> {
        of(&syn::parse_str(source).expect("an expression"), &Names::default())
    }

    #[test]
    fn chains_are_followed() {
        assert_eq!(kind("col(\"a\").sum()"), Some(Of::Expr));
        assert_eq!(kind("df!(\"a\" => [1])?.lazy().filter(mask)"), Some(Of::Lazy));
        assert_eq!(kind("orders.left_join(other, col(\"a\"), col(\"a\")).collect()?"), Some(Of::Data));
        assert_eq!(kind("orders.left_join(&other, [\"a\"], [\"a\"])?"), Some(Of::Data));
        assert_eq!(kind("rows.filter(col(\"a\").gt(lit(1))).group_by([col(\"b\")])"), Some(Of::Groups));
        assert_eq!(kind("when(a).then(b).otherwise(c)"), Some(Of::Expr));
        assert_eq!(kind("lit(1) - col(\"a\")"), Some(Of::Expr));
        assert_eq!(kind("vec![col(\"a\"), col(\"b\")]"), Some(Of::Exprs));
        assert_eq!(kind("frame.column(\"a\")?.f64()?"), Some(Of::Column));
        assert_eq!(kind("a.join_builder().with(b).how(c)"), Some(Of::Join));
        assert_eq!(kind("a.join(b, [x], [x], JoinArgs::new(how), None)?"), Some(Of::Data));
        assert_eq!(kind("a.0.join(b, [x], [x], JoinArgs::new(how))"), Some(Of::Lazy));
    }

    #[test]
    fn values_have_left_polars() {
        assert_eq!(kind("frame.column(\"a\")?.f64()?.sum()"), None);
        assert_eq!(kind("df!(\"a\" => [1])?.height()"), None);
        assert_eq!(kind("frame.column(\"a\")?.f64()?.iter().flatten()"), None);
        assert_eq!(kind("rows.iter().filter(|row| row.a).sum()"), None);
        assert_eq!(kind("names.sort()"), None);
    }
}
