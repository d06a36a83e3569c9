//! What AWS answered: recognising what was dropped, merging it, and asking it.
