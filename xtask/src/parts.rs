//! Into which parts the page's and the worker's wasm are split.

/// A module that is split.
#[derive(Clone, Copy, Debug)]
pub struct Whole {
    /// The binary's name.
    pub name: &'static str,
    /// What loads when somebody needs it.
    pub parts: &'static [Part],
    /// What the part is called that holds what several parts have in common, and has to be there before them; without a name that
    /// stays in the module.
    pub shared: Option<&'static str>,
}

/// A part of a module.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// What it is called, here and where it is asked for.
    pub name: &'static str,
    /// The functions through which everybody comes to it, as they are called in stack traces. They are `#[inline(never)]`, and
    /// nobody calls one before the part is there.
    pub doors: &'static [&'static str],
    /// The part has copies of what it calls of at most so many bytes. A call from one module into another takes longer and can't be
    /// inlined: without copies judging took a fifth longer.
    pub copies: usize,
}

/// All that are split. The toolkit's worker is a whole of its own.
pub const WHOLES: [Whole; 3] = [
    Whole {
        name: "page",
        parts: &[
            Part { name: "screens", doors: &["lambdascope::app::draw"], copies: 0 },
            Part {
                name: "tools",
                doors: &[
                    "lambdascope::features::toolkit::view::toolkit",
                    "lambdascope::features::toolkit::view::lock",
                ],
                copies: 0,
            },
        ],
        shared: None,
    },
    Whole {
        name: "worker",
        parts: &[
            // Judging by edition 2026-11, and what else asks its rules.
            Part {
                name: "rules",
                doors: &[
                    "<engine::judge_current::Current as engine::judge::Edition>::begin",
                    "<engine::judge_current::Current as engine::judge::Edition>::catalogue",
                    "<engine::judge_current::Current as engine::judge::Edition>::rule",
                    "engine::beside::Beside::set",
                    "engine::excerpt::looks_secret",
                    "engine::requirements::decided",
                    "engine::requirements::together",
                    "engine::rules::shipped",
                ],
                copies: 1000,
            },
            // Judging by edition 2025-09, and its classic documents.
            Part {
                name: "published",
                doors: &[
                    "<engine::judge_published::Published as engine::judge::Edition>::begin",
                    "engine::judge_published::ClassicJudge::documents",
                    "engine::judge_published::ClassicJudge::new",
                ],
                copies: 1000,
            },
            // Reading what is written, and writing what is to be read: reports, judgements, texts, tables, comparisons.
            Part {
                name: "papers",
                doors: &[
                    "engine::beside::Beside::take",
                    "engine::changes::changes",
                    "engine::export::export",
                    "engine::faults::Comparison::differences",
                    "engine::faults::Comparison::faults",
                    "engine::faults::Comparison::new",
                    "engine::opening::written",
                    "engine::rules::rows",
                    "engine::rules::rule",
                    "engine::older::<impl engine::session::Session>::compared",
                    "engine::older::<impl engine::session::Session>::fates",
                    "engine::session::Session::text",
                    "engine::worksheet::rows",
                ],
                copies: 0,
            },
        ],
        shared: Some("shared"),
    },
    Whole { name: "toolkit", parts: &[], shared: None },
];
