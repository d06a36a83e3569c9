//! The policy language: reading IAM documents and judging what a role may do.
