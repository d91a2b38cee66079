//! What the formats in XML share; their templates escape every text.

use askama::Template;

use crate::error::{Error, Result};
use crate::model::Mutant;

/// What stands for a class of Java: the package and the file's place in it.
pub fn module(mutant: &Mutant) -> String {
    let path = mutant.file.as_str().trim_end_matches(".rs");
    let path = path.rsplit_once("src/").map_or(path, |(_, inside)| inside);
    format!("{}::{}", mutant.package, path.replace('/', "::"))
}

/// The text of a template.
///
/// # Errors
/// Where the template fails, which is a fault of ours.
pub fn render(template: &impl Template) -> Result<String> {
    let text = template.render().map_err(|error| Error::Internal(error.to_string()))?;
    // These two are no characters of XML, and not even an escape may stand for them.
    Ok(text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}"))
}
