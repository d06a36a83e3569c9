//! The exporter against a made-up `aws`.
