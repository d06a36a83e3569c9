//! Signals of any type over Leptos's own.
//!
//! Leptos builds the code of a signal anew for each type that it holds: measured, a fifth of the page. Here all of it but the look
//! at the value is built once: a signal is a place in Leptos's arena that holds a value of any type, and what is told when it
//! changes.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::{
    ArcTrigger, Get as _, GetUntracked as _, GetValue as _, LocalStorage, Notify as _, Track as _,
};
pub use leptos::prelude::{Owner, on_cleanup};

use super::act::{Hear, Make};

/// A value, and who reads it.
struct Kept<T: ?Sized> {
    changed: ArcTrigger,
    value: RefCell<T>,
}

type Cell = Rc<Kept<dyn Any>>;
type Place = leptos::prelude::StoredValue<Cell, LocalStorage>;

// What is not inlined here is called from everywhere: a call is a few bytes, its body would be many.

#[inline(never)]
fn place(cell: Cell) -> Place {
    Place::new_local(cell)
}

fn new<T: 'static>(value: T) -> Place {
    place(Rc::new(Kept { changed: ArcTrigger::new(), value: RefCell::new(value) }))
}

#[inline(never)]
fn reach(place: Place, track: bool) -> Option<Cell> {
    let cell = place.try_get_value()?;
    if track {
        cell.changed.track();
    }
    Some(cell)
}

fn see<T: 'static, R>(place: Place, track: bool, see: impl FnOnce(&T) -> R) -> Option<R> {
    let cell = reach(place, track)?;
    let value = cell.value.borrow();
    value.downcast_ref().map(see)
}

fn change<T: 'static, R>(cell: &Cell, change: impl FnOnce(&mut T) -> R) -> Option<R> {
    cell.value.borrow_mut().downcast_mut().map(change)
}

/// As with Leptos: what asks for a value of a part of the page that is gone has outlived its owner.
#[cold]
#[inline(never)]
#[expect(clippy::panic, reason = "a signal is read by what its owner owns")]
fn gone() -> ! {
    panic!("a signal was read after its owner was gone")
}

/// A value that tells who reads it when it changes.
pub struct RwSignal<T>(Place, PhantomData<fn() -> T>);

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: 'static> RwSignal<T> {
    /// Makes one that lives as long as the owner.
    pub fn new(value: T) -> Self {
        Self(new(value), PhantomData)
    }

    /// Looks at the value, and hears of changes.
    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        see(self.0, true, look).unwrap_or_else(|| gone())
    }

    /// Looks at the value.
    pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        see(self.0, false, look).unwrap_or_else(|| gone())
    }

    /// Hears of changes.
    pub fn track(self) {
        reach(self.0, true);
    }

    /// Changes the value, and tells nobody.
    pub fn update_untracked(self, how: impl FnOnce(&mut T)) {
        if let Some(cell) = reach(self.0, false) {
            change(&cell, how);
        }
    }

    /// Changes the value, and tells. Nothing is done where the owner is gone, and with it all who read it.
    pub fn update(self, how: impl FnOnce(&mut T)) {
        if let Some(cell) = reach(self.0, false) {
            change(&cell, how);
            cell.changed.notify();
        }
    }

    /// Puts another value in its place, and tells.
    pub fn set(self, value: T) {
        self.update(|old| *old = value);
    }
}

impl<T: Clone + 'static> RwSignal<T> {
    /// The value; hears of changes.
    #[inline(never)]
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value.
    #[inline(never)]
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

/// A value that lives as long as its owner.
pub struct StoredValue<T>(Place, PhantomData<fn() -> T>);

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T: 'static> StoredValue<T> {
    /// Makes one.
    pub fn new(value: T) -> Self {
        Self(new(value), PhantomData)
    }

    /// Looks at the value, if it is still there.
    pub fn try_with_value<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        see(self.0, false, look)
    }

    /// Looks at the value.
    pub fn with_value<R>(self, look: impl FnOnce(&T) -> R) -> R {
        self.try_with_value(look).unwrap_or_else(|| gone())
    }

    /// Changes the value, if it is still there.
    pub fn try_update_value<R>(self, how: impl FnOnce(&mut T) -> R) -> Option<R> {
        change(&reach(self.0, false)?, how)
    }

    /// Changes the value.
    pub fn update_value(self, how: impl FnOnce(&mut T)) {
        self.try_update_value(how);
    }

    /// Puts another value in its place.
    pub fn set_value(self, value: T) {
        self.update_value(|old| *old = value);
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    /// The value.
    pub fn get_value(self) -> T {
        self.with_value(T::clone)
    }

    /// The value, if it is still there.
    pub fn try_get_value(self) -> Option<T> {
        self.try_with_value(T::clone)
    }
}

/// Keeps something until the owner is gone.
pub fn keep<T: 'static>(it: T) {
    new(it);
}

/// Something that can be told from what it was before.
trait Same: Any + Send + Sync {
    fn same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Same for T {
    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

#[derive(Clone)]
struct Made(Arc<dyn Same>);

impl PartialEq for Made {
    fn eq(&self, other: &Self) -> bool {
        self.0.same(&*other.0)
    }
}

/// A value that is made of others, and tells only when it becomes another one.
pub struct Memo<T>(leptos::prelude::Memo<Made>, PhantomData<fn() -> T>);

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

#[inline(never)]
fn memo(make: Box<dyn Make<Made> + Send + Sync>) -> leptos::prelude::Memo<Made> {
    leptos::prelude::Memo::new(move |_| make.make())
}

#[inline(never)]
fn made(memo: leptos::prelude::Memo<Made>, track: bool) -> Arc<dyn Same> {
    if track { memo.get().0 } else { memo.get_untracked().0 }
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// Makes it of what `make` reads.
    pub fn new(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self(memo(Box::new(move || Made(Arc::new(make())))), PhantomData)
    }

    fn see<R>(self, track: bool, look: impl FnOnce(&T) -> R) -> R {
        let made: &dyn Any = &*made(self.0, track);
        made.downcast_ref().map(look).unwrap_or_else(|| gone())
    }

    /// Looks at the value, and hears of changes.
    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        self.see(true, look)
    }

    /// Looks at the value.
    pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        self.see(false, look)
    }

    /// Hears of changes.
    pub fn track(self) {
        made(self.0, true);
    }
}

impl<T: PartialEq + Clone + Send + Sync + 'static> Memo<T> {
    /// The value; hears of changes.
    #[inline(never)]
    pub fn get(self) -> T {
        self.see(true, T::clone)
    }

    /// The value.
    #[inline(never)]
    pub fn get_untracked(self) -> T {
        self.see(false, T::clone)
    }
}

/// Does something soon, and again whenever what it reads changes, until the owner is gone.
pub fn effect(mut act: impl FnMut() + 'static) {
    effect_boxed(Box::new(move |()| act()));
}

#[inline(never)]
fn effect_boxed(mut act: Box<dyn Hear<()>>) {
    leptos::prelude::Effect::new(move |_: Option<()>| act.hear(()));
}

/// Something to be done with an index.
#[derive(Clone, Copy)]
pub struct Callback(StoredValue<Rc<dyn Fn(u32)>>);

impl Callback {
    /// Does this.
    pub fn new(act: impl Fn(u32) + 'static) -> Self {
        Self(StoredValue::new(Rc::new(act)))
    }

    /// Does it.
    pub fn run(self, index: u32) {
        (self.0.get_value())(index);
    }
}
