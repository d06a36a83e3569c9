//! Closures behind a pointer.
//!
//! Behind a `dyn Fn` stands a table with its code three times over, for calling it once, by `&mut` and by `&`; behind these it
//! stands once.

/// What makes something.
pub trait Make<T> {
    /// Makes it.
    fn make(&self) -> T;
}

impl<T, F: Fn() -> T> Make<T> for F {
    fn make(&self) -> T {
        self()
    }
}

/// What is told something.
pub trait Hear<T> {
    /// Tells it.
    fn hear(&mut self, it: T);
}

impl<T, F: FnMut(T)> Hear<T> for F {
    fn hear(&mut self, it: T) {
        self(it);
    }
}

/// The same, of what may be told something while it is.
pub trait Heed<T> {
    /// Tells it.
    fn heed(&self, it: T);
}

impl<T, F: Fn(T)> Heed<T> for F {
    fn heed(&self, it: T) {
        self(it);
    }
}
