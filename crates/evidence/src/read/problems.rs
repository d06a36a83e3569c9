//! Problems by kind: the first of each are told, the rest are counted.

use crate::problem::Problem;

/// How many problems of a kind are told for one file.
const IN_A_FILE: usize = 20;
/// How many problems of a kind are told in all.
const IN_ALL: usize = 100;

/// Problems of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Archive,
    NotRead,
    NotYet,
    Encoding,
    Json,
    DuplicateKey,
    Head,
    Call,
    Repeated,
    Answer,
    Scope,
}

#[derive(Debug, Default)]
struct Count {
    told: usize,
    told_in_file: usize,
    more: usize,
    file: String,
}

/// What is told so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    /// In the order in which the kinds were met; there are few.
    counts: Vec<(Group, Count)>,
}

impl Problems {
    pub(super) fn onto(list: Vec<Problem>) -> Self {
        Self { list, counts: Vec::new() }
    }

    pub(super) fn push(&mut self, group: Group, problem: Problem) {
        if self.takes(group, &problem.file) {
            self.list.push(problem);
        }
    }

    /// Whether one more problem of this kind is told. When not, it is counted.
    pub(super) fn takes(&mut self, group: Group, file: &str) -> bool {
        let at = self.counts.iter().position(|(known, _)| *known == group).unwrap_or(self.counts.len());
        if at == self.counts.len() {
            self.counts.push((group, Count::default()));
        }
        let Some((_, count)) = self.counts.get_mut(at) else { return false };
        if count.file != file {
            count.told_in_file = 0;
            file.clone_into(&mut count.file);
        }
        let takes = count.told_in_file < IN_A_FILE && count.told < IN_ALL;
        if takes {
            count.told_in_file += 1;
            count.told += 1;
        } else {
            count.more += 1;
        }
        takes
    }

    /// Tells a problem that [`Self::takes`] let through.
    pub(super) fn tell(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// All that is told, and one problem for each kind of which there are more.
    pub(super) fn into_list(mut self) -> Vec<Problem> {
        for (group, count) in self.counts.into_iter().filter(|(_, count)| count.more > 0) {
            let what = format!("And {} more problems with {}.", count.more, group.subject());
            self.list.push(Problem::note(
                &count.file,
                what,
                "Correct the first ones, then read the files again.",
            ));
        }
        self.list
    }
}

impl Group {
    fn subject(self) -> &'static str {
        match self {
            Self::Archive => "archives",
            Self::NotRead => "files that hold nothing to read",
            Self::NotYet => "files that are not read yet",
            Self::Encoding => "text that is not UTF-8",
            Self::Json => "text that is not JSON",
            Self::DuplicateKey => "keys that stand twice",
            Self::Head => "heads of bundles",
            Self::Call => "recorded calls",
            Self::Repeated => "calls that stand twice",
            Self::Answer => "answers of the AWS CLI",
            Self::Scope => "calls of unknown account or region",
        }
    }
}
