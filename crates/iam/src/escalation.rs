//! Privilege escalation: which known sets of actions a role may do as a whole, over all its policies.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::OnceLock;

use crate::condition::Condition;
use crate::context::{Context, Known};
use crate::evaluate::Evaluation;
use crate::policy::{ActionPattern, Resources};
use crate::possible::Possible;
use crate::role::{Answer, PolicyRef, Question, Role, Verdict};
use crate::variable;

/// The sets, with their date and source at the head of the file.
const DATA: &str = include_str!("../data/escalation.txt");

/// How a set of actions raises rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// It changes rights in IAM itself.
    Itself,
    /// It starts something that runs as a role that is passed to it.
    PassRole,
    /// It uses something that already runs, perhaps with more rights.
    Existing,
}

/// One known set.
#[derive(Clone, Debug)]
pub struct Set {
    /// Its name, as the catalogues of the field have it.
    pub id: &'static str,
    /// How it raises rights.
    pub class: Class,
    /// The service that receives the passed role.
    pub service: Option<&'static str>,
    steps: Vec<SetStep>,
}

#[derive(Clone, Copy, Debug)]
struct SetStep {
    act: usize,
    /// True if it works on the resource of the step before.
    same_resource: bool,
}

#[derive(Debug)]
struct Act {
    action: &'static str,
    pattern: ActionPattern,
    target: &'static str,
    words: &'static str,
}

#[derive(Debug)]
struct Catalogue {
    acts: Vec<Act>,
    sets: Vec<Set>,
}

/// All that is known about how a role may raise its rights.
#[derive(Clone, Debug, Default)]
pub struct Escalation<'a> {
    /// The paths it has, in the order of the catalogue.
    pub paths: Vec<Path<'a>>,
    /// What would have to be read before other paths can be ruled out. Empty if they are.
    pub missing: Vec<String>,
}

/// One way to raise rights.
#[derive(Clone, Debug)]
pub struct Path<'a> {
    /// The set's name.
    pub id: &'static str,
    /// How it raises rights.
    pub class: Class,
    /// The service that receives the passed role.
    pub service: Option<&'static str>,
    /// Yes, or Conditionally.
    pub verdict: Verdict,
    /// True if it reaches the role itself or a policy attached to it, so that no further step is needed.
    pub on_itself: bool,
    /// What is done, in order.
    pub steps: Vec<Step<'a>>,
}

/// One step of a path.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// The action.
    pub action: &'static str,
    /// What it does, in words that continue "the role ...".
    pub words: String,
    /// Why the role may do it; many steps share an answer.
    pub answer: Rc<Answer<'a>>,
}

/// The sets that are known, in the order in which paths are reported.
pub fn sets() -> &'static [Set] {
    &catalogue().sets
}

/// The actions of all sets.
pub fn actions() -> impl Iterator<Item = &'static str> {
    catalogue().acts.iter().map(|act| act.action)
}

impl Set {
    /// The actions, in the order in which they are done.
    pub fn actions(&self) -> impl Iterator<Item = &'static str> {
        self.steps.iter().filter_map(|step| Some(catalogue().acts.get(step.act)?.action))
    }
}

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| read(DATA))
}

/// Reads the data file; a line that doesn't fit is left out, which a test would notice.
fn read(data: &'static str) -> Catalogue {
    let mut acts: Vec<Act> = Vec::new();
    let mut sets = Vec::new();
    for line in data.lines() {
        if let Some(line) = line.strip_prefix("act ") {
            let mut fields = line.splitn(3, '|').map(str::trim);
            if let (Some(action), Some(target), Some(words)) = (fields.next(), fields.next(), fields.next()) {
                acts.push(Act { action, pattern: ActionPattern::new(action.to_owned()), target, words });
            }
        } else if let Some(line) = line.strip_prefix("set ") {
            sets.extend(read_set(line, &acts));
        }
    }
    Catalogue { acts, sets }
}

fn read_set(line: &'static str, acts: &[Act]) -> Option<Set> {
    let mut fields = line.splitn(4, '|').map(str::trim);
    let id = fields.next()?;
    let class = match fields.next()? {
        "self" => Class::Itself,
        "passrole" => Class::PassRole,
        "existing" => Class::Existing,
        _ => return None,
    };
    let service = fields.next().filter(|service| !service.is_empty());
    let mut steps = Vec::new();
    for word in fields.next()?.split_whitespace() {
        let action = word.trim_start_matches('&');
        let act = acts.iter().position(|act| act.action == action)?;
        steps.push(SetStep { act, same_resource: word.starts_with('&') });
    }
    Some(Set { id, class, service, steps })
}

/// The action with which a role is handed to a service.
const PASS_ROLE: &str = "iam:PassRole";

/// Judges all sets against a role.
pub fn escalation<'a>(role: &Role<'a>) -> Escalation<'a> {
    let catalogue = catalogue();
    let could = catalogue.acts.iter().map(|act| role.could(act.action)).collect();
    let mut asked = Asked { role, could, by_service: heeds_service(role), answers: BTreeMap::new() };
    let mut result = Escalation::default();
    for set in &catalogue.sets {
        match path(catalogue, set, &mut asked) {
            Some(path) if path.verdict == Verdict::CannotTell => {
                for missing in path.steps.iter().flat_map(|step| &step.answer.missing) {
                    if !result.missing.contains(missing) {
                        result.missing.push(missing.clone());
                    }
                }
            }
            Some(path) => result.paths.push(path),
            None => {}
        }
    }
    result
}

/// Answers that were already given: many sets share an action.
struct Asked<'r, 'a> {
    role: &'r Role<'a>,
    /// Whether anything could allow an action at all, for each of the catalogue.
    could: Vec<bool>,
    /// Whether it makes a difference to which service a role is handed.
    by_service: bool,
    answers: BTreeMap<(usize, Option<&'static str>), Rc<Answer<'a>>>,
}

impl<'a> Asked<'_, 'a> {
    fn answer(&mut self, index: usize, act: &Act, service: Option<&'static str>) -> &Rc<Answer<'a>> {
        let service = service.filter(|_| act.action == PASS_ROLE);
        let (role, key) = (self.role, (index, service.filter(|_| self.by_service)));
        self.answers.entry(key).or_insert_with(|| Rc::new(role.may(&question(role, act, service))))
    }
}

/// Whether any statement may look at the service to which a role is handed.
fn heeds_service(role: &Role<'_>) -> bool {
    role.policies().flat_map(|(_, named)| &named.policy.statements).any(|statement| {
        let open = |condition: &Condition| {
            condition.lowercase_key == "iam:passedtoservice"
                || condition.values.iter().any(|value| variable::occurs_in(value))
        };
        statement.conditions.iter().any(open)
            || statement.resources.patterns().iter().any(|pattern| pattern.glob().is_none())
    })
}

fn question(role: &Role<'_>, act: &Act, service: Option<&'static str>) -> Question {
    let target = act.target.replace("{p}", role.partition()).replace("{a}", role.account());
    let mut question =
        if target == "*" { Question::exactly(act.action, "*") } else { Question::some(act.action, &target) };
    question.action = act.pattern.clone();
    if let Some(service) = service {
        question.context = Context::new().with("iam:PassedToService", Known::one(service));
    }
    question
}

fn path<'a>(catalogue: &Catalogue, set: &Set, asked: &mut Asked<'_, 'a>) -> Option<Path<'a>> {
    if set.steps.iter().any(|step| asked.could.get(step.act) != Some(&true)) {
        return None;
    }
    let steps: Vec<(SetStep, &Act)> =
        set.steps.iter().filter_map(|step| Some((*step, catalogue.acts.get(step.act)?))).collect();
    let mut verdict = Verdict::Yes;
    // Many roles may be handed over, and what is done with them is granted to few: that is asked first.
    for (step, act) in steps.iter().rev() {
        verdict = verdict.min(asked.answer(step.act, act, set.service).verdict);
        if verdict == Verdict::No {
            return None;
        }
    }
    if verdict >= Verdict::Conditionally {
        match common_resource(asked, set, &steps) {
            Possible::Yes => {}
            Possible::Unknown => verdict = Verdict::Conditionally,
            Possible::No => return None,
        }
    }
    let on_itself = steps.iter().any(|(_, act)| is_on_itself(asked.role, act));
    let steps = steps
        .iter()
        .map(|(step, act)| Step {
            action: act.action,
            words: act.words.replace("{s}", set.service.unwrap_or("a service")),
            answer: asked.answer(step.act, act, set.service).clone(),
        })
        .collect();
    Some(Path { id: set.id, class: set.class, service: set.service, verdict, on_itself, steps })
}

/// Steps that work on one resource need one on which all of them are granted.
fn common_resource(asked: &mut Asked<'_, '_>, set: &Set, steps: &[(SetStep, &Act)]) -> Possible {
    let role = asked.role;
    let mut result = Possible::Yes;
    let mut group: Vec<(usize, &Act)> = Vec::new();
    let mut groups: Vec<Vec<(usize, &Act)>> = Vec::new();
    for (step, act) in steps {
        if !step.same_resource {
            groups.push(std::mem::take(&mut group));
        }
        group.push((step.act, act));
    }
    groups.push(group);
    for group in groups.iter().filter(|group| group.len() > 1) {
        if group.iter().all(|act| is_everywhere(role, asked.answer(act.0, act.1, set.service))) {
            continue;
        }
        let questions: Vec<Question> =
            group.iter().map(|(_, act)| question(role, act, set.service)).collect();
        let evaluations: Vec<Evaluation<'_>> =
            questions.iter().map(|question| Evaluation::new(role, question)).collect();
        match Evaluation::together(&evaluations.iter().collect::<Vec<_>>()) {
            Possible::No => return Possible::No,
            Possible::Unknown => result = Possible::Unknown,
            Possible::Yes => {}
        }
    }
    result
}

/// True if a statement grants it on `*` and nothing takes any of that away.
fn is_everywhere(role: &Role<'_>, answer: &Answer<'_>) -> bool {
    answer.denies.is_empty()
        && answer.grants.iter().any(|grant| {
            grant.certain
                && grant.within.is_empty()
                && role.statement(grant.at).is_some_and(|statement| match &statement.resources {
                    Resources::Only(patterns) => patterns.iter().any(|pattern| pattern.text == "*"),
                    Resources::Except(_) | Resources::Attached => false,
                })
        })
}

/// Does an action that changes roles or policies reach this role, or a policy attached to it?
fn is_on_itself(role: &Role<'_>, act: &Act) -> bool {
    let reaches = |resource: &str| role.may(&Question::exactly(act.action, resource)).is_granted();
    if !act.action.starts_with("iam:") || act.action == PASS_ROLE {
        false
    } else if act.target.ends_with(":role/*") {
        reaches(role.arn)
    } else if act.target.ends_with(":policy/*") {
        let own_account = format!("::{}:policy/", role.account());
        role.identity.iter().any(|named| named.name.contains(&own_account) && reaches(named.name))
    } else {
        false
    }
}

impl Path<'_> {
    /// The roles that can be passed, as the policies write them. Empty for paths that pass none.
    pub fn passable_roles(&self) -> Vec<&str> {
        self.steps
            .iter()
            .find(|step| step.action == PASS_ROLE)
            .map_or(Vec::new(), |step| step.answer.resources())
    }

    /// Can this role be passed on this path? Whether it trusts the service is another question.
    pub fn can_pass(&self, from: &Role<'_>, to: &str) -> bool {
        let mut question = Question::exactly(PASS_ROLE, to);
        if let Some(service) = self.service {
            question.context = Context::new().with("iam:PassedToService", Known::one(service));
        }
        from.may(&question).is_granted()
    }

    /// The path in plain words, step by step, each with its action and the statements that grant it.
    pub fn describe(&self, role: &Role<'_>) -> String {
        let mut text = String::new();
        for (number, step) in self.steps.iter().enumerate() {
            let mut reasons: Vec<String> = Vec::new();
            for grant in &step.answer.grants {
                let name = role.policy(grant.at.policy).map_or("the boundary", |named| named.name);
                let place = match grant.at.policy {
                    PolicyRef::Identity(_) => format!("{name}, statement {}", grant.at.statement + 1),
                    PolicyRef::Boundary => name.to_owned(),
                };
                if !reasons.contains(&place) {
                    reasons.push(place);
                }
            }
            if number > 0 {
                text.push_str("; ");
            }
            text.push_str(&format!("{}. it {} ({}", number + 1, step.words, step.action));
            if !reasons.is_empty() {
                text.push_str(&format!(", granted by {}", reasons.join(" and ")));
            }
            text.push(')');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    const ROLE: &str = "arn:aws:iam::123456789012:role/app/orders";

    #[test]
    fn every_line_of_the_data_is_read() {
        let count = |kind: &str| DATA.lines().filter(|line| line.starts_with(kind)).count();
        assert_eq!(catalogue().acts.len(), count("act "));
        assert_eq!(sets().len(), count("set "));
        for act in &catalogue().acts {
            let used = sets().iter().any(|set| set.actions().any(|action| action == act.action));
            assert!(used && (act.target == "*" || act.target.starts_with("arn:{p}:")), "{act:?}");
        }
        for set in sets() {
            let passes = set.actions().any(|action| action == PASS_ROLE);
            assert_eq!(passes, set.class == Class::PassRole, "{}", set.id);
            assert!(passes || set.service.is_none(), "{}", set.id);
        }
    }

    /// The ids of the paths that a role with these statements has.
    #[track_caller]
    fn check(statements: &str, expected: &[&str]) {
        let policy =
            Policy::parse(&format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)).unwrap();
        let role = Role::new(ROLE).with("p", &policy);
        let ids: Vec<&str> = escalation(&role).paths.iter().map(|path| path.id).collect();
        assert_eq!(ids, expected, "{statements}");
    }

    fn allow(actions: &str, resource: &str) -> String {
        let actions: Vec<String> = actions.split(' ').map(|action| format!("\"{action}\"")).collect();
        format!(r#"{{"Effect":"Allow","Action":[{}],"Resource":"{resource}"}}"#, actions.join(","))
    }

    #[test]
    fn paths() {
        check(&allow("s3:GetObject", "*"), &[]);
        check(&allow("iam:CreatePolicyVersion", "*"), &["CreatePolicyVersion"]);
        check(&allow("iam:PutRolePolicy", "arn:aws:iam::999988887777:role/*"), &[]);
        check(&allow("iam:PutRolePolicy", "arn:aws:iam::123456789012:user/*"), &[]);
        check(&allow("iam:PutRolePolicy", "arn:aws:iam::*:role/app/*"), &["iam:PutRolePolicy"]);
        check(&allow("iam:PutRolePolicy", "arn:aws-cn:iam::*:role/app/*"), &[]);
        check(
            &format!(
                "{},{}",
                allow("iam:PassRole", "*"),
                allow("lambda:CreateFunction lambda:InvokeFunction", "*")
            ),
            &["PassRole+CreateLambda+Invoke"],
        );
        check(&allow("iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping", ROLE), &[]);
    }

    #[test]
    fn steps_on_one_resource_need_a_common_one() {
        let create = |name| allow("lambda:CreateFunction", &format!("arn:aws:lambda:*:*:function:{name}"));
        let invoke = |name| allow("lambda:InvokeFunction", &format!("arn:aws:lambda:*:*:function:{name}"));
        let pass = allow("iam:PassRole", "*");
        check(&[pass.clone(), create("a-*"), invoke("b-*")].join(","), &[]);
        check(&[pass.clone(), create("a-*"), invoke("*-b")].join(","), &["PassRole+CreateLambda+Invoke"]);
        let deny = r#"{"Effect":"Deny","Action":"lambda:*","Resource":"arn:aws:lambda:*:*:function:a-*-b"}"#;
        check(
            &[pass, create("a-*"), invoke("*-b"), deny.to_owned()].join(","),
            &["PassRole+CreateLambda+Invoke"],
        );
    }

    #[test]
    fn passed_to_service() {
        let pass = |operator: &str, service: &str| {
            format!(
                r#"{{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/Admin",
                "Condition":{{"{operator}":{{"iam:PassedToService":"{service}"}}}}}},{}"#,
                allow("glue:CreateJob glue:StartJobRun", "*")
            )
        };
        check(&pass("StringEquals", "lambda.amazonaws.com"), &[]);
        check(&pass("StringEquals", "glue.amazonaws.com"), &["PassRole+GlueCreateJob+StartJobRun"]);
        check(&pass("StringEqualsIfExists", "glue.amazonaws.com"), &["PassRole+GlueCreateJob+StartJobRun"]);
        check(&pass("StringLike", "*"), &["PassRole+GlueCreateJob+StartJobRun"]);
        check(&pass("StringNotEquals", "glue.amazonaws.com"), &[]);
    }

    #[test]
    fn words_and_roles() {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[{},{}]}}"#,
            allow("iam:PassRole", "arn:aws:iam::123456789012:role/Admin"),
            allow("lambda:CreateFunction lambda:InvokeFunction", "*")
        );
        let policy = Policy::parse(&text).unwrap();
        let role = Role::new(ROLE).with("deploy", &policy);
        let escalation = escalation(&role);
        let path = &escalation.paths[0];
        assert_eq!(
            path.describe(&role),
            "1. it hands a role to lambda.amazonaws.com (iam:PassRole, granted by deploy, statement 1); \
             2. it creates a function with its own code that runs as that role \
             (lambda:CreateFunction, granted by deploy, statement 2); \
             3. it invokes it (lambda:InvokeFunction, granted by deploy, statement 2)"
        );
        assert_eq!(path.passable_roles(), ["arn:aws:iam::123456789012:role/Admin"]);
        assert!(path.can_pass(&role, "arn:aws:iam::123456789012:role/Admin"));
        assert!(!path.can_pass(&role, "arn:aws:iam::123456789012:role/Other"));
        assert!(!path.on_itself);
    }
}
