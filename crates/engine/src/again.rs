//! Judging open evidence again: under another edition, at another date, with another table; or by the other edition, to compare.

use checks::edition_2025_09::Subject;

use crate::faults::Comparison;
use crate::judge::{Edition, Judging};
use crate::judge_current::Current;
use crate::judge_published::Published;
use crate::lists::Indexed;
use crate::messages::{Answer, Ask, How, Progress, Shown};
use crate::opening::{Opening, Settings};
use crate::session::Session;
use crate::trail::Telling;

/// The editions, the current one first.
pub static EDITIONS: [&dyn Edition; 2] = [&Current, &Published];

/// The edition of that name; the current one where there is none of it.
pub fn edition(name: Option<&str>) -> &'static dyn Edition {
    let named = EDITIONS.into_iter().find(|edition| Some(edition.name()) == name);
    named.unwrap_or(&Current)
}

impl Settings {
    /// The same, judged so. A date that is none counts as none.
    #[must_use]
    pub fn judged(mut self, how: &How) -> Self {
        self.edition = edition(how.rules.as_deref());
        self.as_of = how.as_of.clone().filter(|date| crate::is_date(date));
        self
    }
}

/// A judgement of open evidence that is under way. What is shown stays until it is done.
#[derive(Debug)]
pub struct Rejudging {
    settings: Settings,
    judging: Box<dyn Judging>,
    /// Whether it is only to be compared with.
    compares: bool,
}

impl Session {
    /// Begins to judge the open evidence again. None where no evidence is open.
    pub fn rejudge(&self, how: &How) -> Option<Rejudging> {
        self.begin(self.settings.clone().judged(how), false)
    }

    /// Begins to judge by the other edition, to compare. None where no evidence is open.
    pub fn compare(&self) -> Option<Rejudging> {
        let judged = self.judged.as_ref()?;
        let other = EDITIONS.into_iter().find(|edition| edition.name() != judged.report.rules)?;
        let settings = Settings { edition: other, ..self.settings.clone() };
        // Both at the same date, wherever it came from.
        self.begin(Settings { as_of: Some(judged.report.as_of.clone()), ..settings }, true)
    }

    fn begin(&self, settings: Settings, compares: bool) -> Option<Rejudging> {
        let files = self.judged.as_ref()?.report.evidence.clone();
        let judging = settings.edition.begin(&self.evidence, files, &settings);
        Some(Rejudging { settings, judging, compares })
    }

    /// Takes what was judged again, once [`Rejudging::step`] gave `true`.
    pub fn take(&mut self, done: Rejudging) -> Answer {
        let Rejudging { settings, mut judging, compares } = done;
        let stamp = judging.stamp().to_owned();
        let reaching = judging.reaching();
        let telling = judging.events().filter(|_| !compares).map(Telling::new);
        let (Some(mut judged), subjects) = judging.finish() else {
            let message = "Nothing was found to judge. Open the evidence again.".to_owned();
            return Answer::Failed { message };
        };
        if compares {
            return self.take_other(judged);
        }
        judged.report.problems = self.problems.iter().map(crate::opening::problem).collect();
        self.replace(judged, subjects, stamp);
        self.settings = settings;
        self.reaching = reaching;
        self.telling = telling;
        crate::aside::apply(self);
        self.answer(&Ask::Head)
    }

    fn replace(&mut self, mut judged: Indexed, subjects: Vec<Subject>, stamp: String) {
        // Hashes that came meanwhile.
        if let Some(before) = &self.judged {
            judged.report.evidence.clone_from(&before.report.evidence);
        }
        self.judged = Some(judged);
        self.subjects = subjects;
        self.stamp = stamp;
        self.shown = Shown::Judged;
        self.other = None;
        self.changed();
    }

    fn take_other(&mut self, other: Indexed) -> Answer {
        let Some(judged) = &self.judged else {
            let message = "The evidence is not open any more. Open it again.".to_owned();
            return Answer::Failed { message };
        };
        let comparison = Comparison::new(judged, other);
        let faults = comparison.faults(judged);
        self.other = Some(comparison);
        self.changed();
        Answer::Faults(faults)
    }

    /// Lays what was read beside what is open, where [`Opening::is_only_beside`]. Says whether the evidence has to be judged
    /// again for it to show.
    pub fn lay_beside(&mut self, opening: Opening) -> bool {
        let (beside, files, problems) = opening.into_beside();
        let again = beside.runtimes.is_some() && self.judged.is_some();
        self.settings.beside.join(beside);
        self.files.extend(files);
        self.problems.extend(problems);
        again
    }

    /// The edition by which the audit that is shown was made; none where its evidence was judged just now, or its edition is none
    /// of ours.
    pub fn written_by(&self) -> Option<&'static dyn Edition> {
        let rules = &self.of().report.rules;
        EDITIONS.into_iter().find(|edition| !self.shows_judged() && edition.name() == rules)
    }

    /// Whether the other edition was asked already.
    pub fn is_compared(&self) -> bool {
        self.other.is_some()
    }

    /// How what is open was judged.
    pub fn how(&self) -> How {
        How { rules: Some(self.settings.edition.name().to_owned()), as_of: self.settings.as_of.clone() }
    }

    /// What stands beside the evidence, for a load that adds to it.
    pub fn beside(&self) -> crate::Beside {
        self.settings.beside.clone()
    }
}

impl Rejudging {
    /// Judges until all is done, which gives `true`, or until `go_on` says no.
    pub fn step(&mut self, session: &Session, go_on: &mut dyn FnMut() -> bool) -> bool {
        self.judging.step(&session.evidence, go_on)
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let (done, total) = self.judging.progress();
        Progress { stage: "judging".into(), file: String::new(), done, total }
    }
}
