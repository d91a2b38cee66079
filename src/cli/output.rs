//! What the command line itself prints, and whether in colour.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use crate::error::{Error, Result};
use crate::settings::{Color, parse};

/// Prints a failure to stderr.
pub fn error(error: &Error) {
    let style = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
    anstream::eprintln!("{style}error{style:#}: {error}");
}

/// Prints the answer of a command. A reader that has read enough (`| head`) is no failure.
///
/// # Errors
/// Where stdout cannot be written otherwise.
pub fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::io("write to", "stdout")(error))
        }
        _ => Ok(()),
    }
}

/// Makes all that is printed follow the flag or settings file, then `CARGO_TERM_COLOR`, then `NO_COLOR` and whether
/// there is a terminal.
pub fn follow(color: Color) {
    let choice = match if color == Color::Auto { from_environment() } else { color } {
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
        Color::Auto => anstream::ColorChoice::Auto,
    };
    choice.write_global();
}

/// As [`follow`]; says whether stdout is to be coloured.
#[must_use]
pub fn is_coloured(color: Color) -> bool {
    follow(color);
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Whether moving progress can be shown.
#[must_use]
pub fn is_interactive() -> bool {
    io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// The choice for help and usage errors, which are printed before any flag is understood.
#[must_use]
pub fn clap_color() -> clap::ColorChoice {
    match from_environment() {
        Color::Always => clap::ColorChoice::Always,
        Color::Never => clap::ColorChoice::Never,
        Color::Auto => clap::ColorChoice::Auto,
    }
}

/// Cargo's variable for the same; a wrong value is cargo's to refuse.
fn from_environment() -> Color {
    std::env::var("CARGO_TERM_COLOR").ok().and_then(|text| parse::color(&text).ok()).unwrap_or_default()
}
