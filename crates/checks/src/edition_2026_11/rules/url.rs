//! Function URLs: the function's own and those of its aliases.

use evidence::facts::{Answer, Field, Function, Gap};

const GET: &str = "lambda:GetFunctionUrlConfig";
const LIST: &str = "lambda:ListFunctionUrlConfigs";

/// The URLs that are known, and why there may be more.
pub(super) fn urls<'s>(function: &'s Function<'_>) -> (Vec<Field<'s>>, Option<Gap>) {
    let listed = function.list(LIST, "FunctionUrlConfigs");
    let mut urls = listed.items;
    let mut gap = None;
    for (at, (_, answer)) in function.ask_each(GET).into_iter().enumerate() {
        if at == 0 {
            gap = answer.gap();
        }
        if let Answer::Known(url) = answer {
            let same = |other: &Field<'_>| other.text_of("FunctionUrl") == url.text_of("FunctionUrl");
            if !urls.iter().any(same) {
                urls.push(url);
            }
        }
    }
    // A whole list tells all; without one, the function's own URL is what an auditor asks for.
    (urls, gap.filter(|_| listed.gap.is_some()))
}

/// Whether nobody has to sign in.
pub(super) fn is_open(url: &Field<'_>) -> bool {
    url.get("AuthType").is_some_and(|kind| kind.is_text("NONE"))
}

/// Whether an origin stands for all of them, such as `*` or `https://*`.
pub(super) fn is_wide_origin(origin: &str) -> bool {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    host.split(':').next().unwrap_or_default().trim() == "*"
}
