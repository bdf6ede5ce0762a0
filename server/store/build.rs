//! Tells Cargo that the migrations are part of this crate, wherever they lie.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
