//! Small tables for a terminal: columns aligned, old and new values coloured.

use anstyle::Style;

use crate::report::style::{self, Paint};

/// What stands between the columns.
const GAP: &str = "  ";

/// A cell in pieces of one style each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell(Vec<(Option<Style>, String)>);

impl Cell {
    /// Text in the terminal's own style.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self(vec![(None, text.into())])
    }

    /// Text in a style.
    pub(crate) fn styled(style: Style, text: impl Into<String>) -> Self {
        Self(vec![(Some(style), text.into())])
    }

    /// What was, and what is instead; one of them where the other is not there.
    pub(crate) fn change(before: Option<&str>, after: Option<&str>) -> Self {
        let old = before.map(|text| (Some(style::OLD), text.to_owned()));
        let new = after.map(|text| (Some(style::NEW), text.to_owned()));
        let arrow = (old.is_some() && new.is_some()).then(|| (None, " → ".to_owned()));
        Self(old.into_iter().chain(arrow).chain(new).collect())
    }

    fn width(&self) -> usize {
        self.0.iter().map(|(_, text)| text.chars().count()).sum()
    }

    fn painted(&self, paint: Paint) -> String {
        let piece = |(style, text): &(Option<Style>, String)| match style {
            Some(style) => paint.put(*style, text),
            None => text.clone(),
        };
        self.0.iter().map(piece).collect()
    }
}

/// A table with a header.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    /// Names of the columns.
    pub(crate) header: Vec<String>,
    /// Cells by row; a row may end early.
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Grid {
    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = self.header.iter().map(|name| name.chars().count()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.width().max(*width);
            }
        }
        widths
    }

    /// Columns of the terminal that it takes.
    pub(crate) fn width(&self) -> usize {
        self.widths().iter().map(|width| width + GAP.len()).sum()
    }

    /// The lines, indented and ended.
    pub(crate) fn render(&self, paint: Paint) -> String {
        let header: Vec<Cell> = self.header.iter().map(|name| Cell::styled(style::DIM, name)).collect();
        let widths = self.widths();
        let mut out = String::new();
        for row in std::iter::once(&header).chain(&self.rows) {
            let mut blank = 0;
            for (cell, width) in row.iter().zip(&widths) {
                // Blanks are written before the next text, so that no line ends in them.
                if cell.width() > 0 {
                    out.push_str(&" ".repeat(blank));
                    out.push_str(GAP);
                    out.push_str(&cell.painted(paint));
                    blank = width - cell.width();
                } else {
                    blank += width + GAP.len();
                }
            }
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let row = |name: &str, cell: Cell| vec![Cell::plain(name), cell, Cell::plain("x")];
        Grid {
            header: vec!["name".to_owned(), "n".to_owned(), String::new()],
            rows: vec![
                row("é", Cell::change(Some("10"), Some("9"))),
                row("longer", Cell::change(None, Some("5"))),
                vec![Cell::plain("a"), Cell::default(), Cell::plain("y")],
            ],
        }
    }

    #[test]
    fn columns_are_aligned_and_no_line_ends_in_blanks() {
        let text = grid().render(Paint { color: false });
        assert_eq!(text, "  name    n\n  é       10 → 9  x\n  longer  5       x\n  a               y\n");
        assert_eq!(grid().width(), 19);
    }

    #[test]
    fn colour_does_not_move_columns() {
        let text = grid().render(Paint { color: true });
        let (old, new) = (style::OLD, style::NEW);
        assert!(text.contains(&format!("é       {old}10{old:#} → {new}9{new:#}  x")), "{text:?}");
    }
}
