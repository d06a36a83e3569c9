//! The function's resource policies: its own and those of its versions and aliases.

use evidence::facts::{Answer, Field, Function, Gap};
use iam::callers::{Caller, callers};

use crate::edition_2026_11::{Context, Read};

const GET: &str = "lambda:GetPolicy";

/// What callers may be let do with a function. A Deny counts where it covers one of these, so each is asked on its own.
const ACTIONS: [&str; 9] = [
    "lambda:InvokeFunction",
    "lambda:InvokeFunctionUrl",
    "lambda:InvokeAsync",
    "lambda:GetFunction",
    "lambda:GetFunctionConfiguration",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "lambda:AddPermission",
    "lambda:DeleteFunction",
];

/// The policies that are known, and why there may be more.
pub(super) struct Policies {
    pub known: Vec<Read>,
    pub gap: Option<Gap>,
}

/// Somebody whom a statement of a policy lets in.
pub(super) struct Admitted<'p> {
    pub policy: &'p Read,
    pub caller: Caller,
}

impl Admitted<'_> {
    /// The statement, by name.
    pub fn statement(&self) -> String {
        self.policy.name(self.caller.statement)
    }

    /// Where the statement stands.
    pub fn place(&self) -> crate::EvidenceRef {
        self.policy.statement(self.caller.statement)
    }
}

/// Reads the policies of a function.
pub(super) fn read(context: &Context<'_>, function: &Function<'_>) -> Policies {
    let (mut known, mut gap) = (Vec::new(), None);
    for (_, answer) in function.ask_each(GET) {
        gap = gap.or(answer.gap());
        let Answer::Known(answer) = answer else { continue };
        let document: Option<Field<'_>> = answer.get("Policy");
        match document.map(|document| context.policy(&document, GET)) {
            Some(Ok(policy)) => known.push(policy),
            Some(Err(unread)) => gap = Some(unread),
            None => gap = Some(Gap { operation: GET, call: Some(answer.call) }),
        }
    }
    Policies { known, gap }
}

impl Policies {
    /// Everybody whom the policies let do something, each once per statement.
    pub fn admitted(&self) -> Vec<Admitted<'_>> {
        self.admitted_to(&ACTIONS)
    }

    /// Everybody whom the policies let do one of these actions.
    pub fn admitted_to(&self, actions: &[&str]) -> Vec<Admitted<'_>> {
        let mut found: Vec<Admitted<'_>> = Vec::new();
        for policy in &self.known {
            // What no named action covers, such as an action that came later, is asked as all of them.
            let all: &[&str] = if actions.len() == ACTIONS.len() { &["*"] } else { &[] };
            for action in actions.iter().chain(all) {
                for caller in callers(&policy.policy, &[action], None) {
                    let same = |known: &Admitted<'_>| {
                        std::ptr::eq(known.policy, policy)
                            && known.caller.statement == caller.statement
                            && known.caller.who == caller.who
                    };
                    if caller.is_admitted() && !found.iter().any(same) {
                        found.push(Admitted { policy, caller });
                    }
                }
            }
        }
        found
    }
}
