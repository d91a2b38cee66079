//! What the walk does at a text of SQL: asks the mutators, and adds the control that parses and prints.

use syn::Expr;

use super::Walker;
use crate::noise::Quiet;
use crate::proposal::{Group, Shape, Sink};
use crate::scan::Node;
use crate::sql::NO_OP;
use crate::statement::{Sql, SqlEdit};

impl Walker<'_> {
    /// Offers the SQL that an expression is; false where it is none.
    pub(super) fn sql(&mut self, expr: &Expr) -> bool {
        let Some(sql) = self.strings.read(expr, &self.options.sql, Shape::Literal) else { return false };
        match expr {
            Expr::Macro(call) => self.quiet(Quiet::Macro(&call.mac), |walker| walker.ask_sql(&sql)),
            _ => self.ask_sql(&sql),
        }
        true
    }

    /// Offers the SQL texts in the initialiser of a constant; false where there are none.
    pub(super) fn sql_constant(&mut self, name: &syn::Ident, value: &Expr) -> bool {
        let shape = Shape::Constant { name: name.to_string() };
        let texts = self.strings.inside(value);
        let read = |expr: &&Expr| self.strings.read(expr, &self.options.sql, shape.clone());
        let mut found: Vec<Sql> = texts.iter().filter_map(read).collect();
        for sql in &mut found {
            sql.place.site = crate::syntax::range_of(value);
            self.ask_sql(sql);
        }
        !found.is_empty()
    }

    fn ask_sql(&mut self, sql: &Sql) {
        let first = self.scan.proposals.len();
        self.ask(Node::Sql(sql));
        let asked = &self.scan.proposals[first..];
        let (Some(control), false) = (sql.control(), asked.iter().all(|proposal| proposal.noise.is_some()))
        else {
            return;
        };
        let mut sink = Sink { mutator: NO_OP, context: &self.context, out: &mut self.scan.proposals };
        let same = SqlEdit { before: String::new(), after: String::new() };
        sink.sql(Group::Default, &sql.place, control, same);
    }
}
