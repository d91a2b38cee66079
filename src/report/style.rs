//! The few styles of terminal output, and a brush that does nothing where colour is off.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// Headings and the numbers that matter.
pub(crate) const BOLD: Style = Style::new().bold();
/// What may be skipped on a first reading.
pub(crate) const DIM: Style = Style::new().dimmed();
/// Test gaps.
pub(crate) const GAP: Style = AnsiColor::Red.on_default().bold();
/// Warnings.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Phases and whatever went as planned.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// Identifiers that can be copied into a command.
pub(crate) const ID: Style = AnsiColor::Cyan.on_default();
/// Old text.
pub(crate) const OLD: Style = AnsiColor::Red.on_default();
/// The changed words of old text.
pub(crate) const OLD_CHANGED: Style = AnsiColor::Red.on_default().bold().invert();
/// New text.
pub(crate) const NEW: Style = AnsiColor::Green.on_default();
/// The changed words of new text.
pub(crate) const NEW_CHANGED: Style = AnsiColor::Green.on_default().bold().invert();

/// Styles text, or leaves it as it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    /// Whether to use colour at all.
    pub(crate) color: bool,
}

impl Paint {
    /// The text in a style.
    pub(crate) fn put(self, style: Style, text: impl Display) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_string() }
    }
}
