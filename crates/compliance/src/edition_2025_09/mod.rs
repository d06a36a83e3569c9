//! Edition 2025-09: the five frameworks of the published original, exactly, its faults included.
