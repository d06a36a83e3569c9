//! The `lambdascope` command.
fn main() {}
