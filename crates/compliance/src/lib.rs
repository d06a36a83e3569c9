//! The frameworks as data, and what rule results say about each requirement.
