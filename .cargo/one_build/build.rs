//! Does nothing: it exists so that the build dependencies of this package count.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
