//! Which functions and which bytes go into which part.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use rustc_demangle::demangle;

use super::links::{Links, Refers};
use super::module::Module;
use crate::Result;
use crate::parts::Whole;

/// Where what goes.
#[derive(Debug, Default)]
pub struct Cut {
    /// The part that each function goes to; none for those that stay.
    pub functions: Vec<Option<usize>>,
    /// The addresses of the bytes that go to a part, with the part; in their order.
    pub data: Vec<(Range<u32>, usize)>,
}

impl Cut {
    /// The part that a function goes to; none where it stays.
    pub fn of_function(&self, function: u32) -> Option<usize> {
        self.functions.get(function as usize).copied().flatten()
    }

    /// The part that the byte at an address goes to; none where it stays.
    pub fn of_byte(&self, address: u32) -> Option<usize> {
        let at = self.data.partition_point(|(range, _)| range.end <= address);
        self.data.get(at).filter(|(range, _)| range.contains(&address)).map(|(_, part)| *part)
    }
}

/// Something that refers to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Function(u32),
    Data(usize),
}

/// The functions and constants of a module and who refers to whom.
struct Graph {
    functions: Vec<Vec<Node>>,
    data: Vec<Vec<Node>>,
    /// What is referred to from places that belong to nobody.
    loose: Vec<Node>,
    /// The part whose door a function is.
    doors: BTreeMap<u32, usize>,
}

/// Cuts a module: to a part goes what nobody can come to but through the part's doors. What several parts come to, and nobody
/// else, goes to one more part, the last, if there is to be one.
///
/// # Errors
/// Where a door is not there, or the module and the linker's word on it don't belong together.
pub fn cut(module: &Module<'_>, links: &Links, whole: &Whole) -> Result<Cut> {
    let graph = graph(module, links, whole)?;
    // What is imported, JavaScript gives to the one that stays only.
    let imported = (0..module.imported).map(Node::Function);
    let roots = module.roots.iter().map(|&root| Node::Function(root)).chain(imported);
    let roots = roots.chain(graph.loose.iter().copied());
    let mut stays = BTreeSet::new();
    graph.reach(roots, None, &mut stays);
    let mut owners: BTreeMap<Node, usize> = BTreeMap::new();
    for part in 0..whole.parts.len() {
        let doors = graph.doors.iter().filter(|&(_, of)| *of == part).map(|(&door, _)| Node::Function(door));
        let mut seen = stays.clone();
        graph.reach(doors, Some(part), &mut seen);
        for node in seen.difference(&stays) {
            owners.entry(*node).and_modify(|owner| *owner = whole.parts.len()).or_insert(part);
        }
    }
    owners.retain(|_, owner| *owner < whole.parts.len() || whole.shared.is_some());
    Ok(cut_by(module, links, &owners))
}

impl Graph {
    /// Adds all that can be come to without going through a door of another part.
    fn reach(&self, from: impl Iterator<Item = Node>, within: Option<usize>, seen: &mut BTreeSet<Node>) {
        let mut next: Vec<Node> = from.filter(|node| seen.insert(*node)).collect();
        while let Some(node) = next.pop() {
            let refers = match node {
                Node::Function(function) => self.functions.get(function as usize),
                Node::Data(datum) => self.data.get(datum),
            };
            for &to in refers.into_iter().flatten() {
                let shut = matches!(to, Node::Function(function)
                    if self.doors.get(&function).is_some_and(|&part| Some(part) != within));
                if !shut && seen.insert(to) {
                    next.push(to);
                }
            }
        }
    }
}

fn graph(module: &Module<'_>, links: &Links, whole: &Whole) -> Result<Graph> {
    let mut known: HashMap<&str, u32> = HashMap::new();
    for (function, name) in (0..).zip(&module.names) {
        let Some(name) = name else { continue };
        if known.insert(name, function).is_some() && links.functions.contains_key(*name) {
            return Err(format!("Two functions have the name {name}, so none can be told by it.").into());
        }
    }
    for (slot, name) in &links.slots {
        let here = module.slots.get(slot).and_then(|&function| module.names.get(function as usize));
        if known.contains_key(name.as_str()) && here != Some(&Some(name.as_str())) {
            return Err(format!("The table's slot {slot} doesn't hold {name} any more.").into());
        }
    }
    // What isn't there any more nobody calls.
    let nodes = |refers: &Refers| -> Vec<Node> {
        let functions = refers.functions.iter().filter_map(|name| known.get(name.as_str()));
        let functions = functions.map(|&function| Node::Function(function));
        functions.chain(refers.data.iter().map(|&datum| Node::Data(datum))).collect()
    };
    let mut functions: Vec<Vec<Node>> = vec![Vec::new(); module.functions.len()];
    for (function, calls) in (module.imported..).zip(&module.calls) {
        let Some(refers) = functions.get_mut(function as usize) else { continue };
        refers.extend(calls.iter().map(|&callee| Node::Function(callee)));
        let name = module.names.get(function as usize).copied().flatten().unwrap_or_default();
        match links.of(name) {
            Some(links) => refers.extend(nodes(links)),
            None if module.names_an_address(function)? => {
                return Err(
                    format!("The linker doesn't know {name}, so nobody knows what it refers to.").into()
                );
            }
            // Written by wasm-bindgen.
            None => {}
        }
    }
    let data = links.data.iter().map(|datum| nodes(&datum.refers)).collect();
    let mut doors = BTreeMap::new();
    for (at, part) in whole.parts.iter().enumerate() {
        for door in part.doors {
            let mut there = false;
            for (function, name) in (0..).zip(&module.names) {
                if name.is_some_and(|name| format!("{:#}", demangle(name)) == *door) {
                    doors.insert(function, at);
                    there = true;
                }
            }
            if !there {
                return Err(format!(
                    "{door} is no function of the module. Give it #[inline(never)], or name the door of `{}` anew.",
                    part.name
                )
                .into());
            }
        }
    }
    Ok(Graph { functions, data, loose: nodes(&links.loose), doors })
}

fn cut_by(module: &Module<'_>, links: &Links, owners: &BTreeMap<Node, usize>) -> Cut {
    let owner = |function| owners.get(&Node::Function(function)).copied();
    let functions = (0..).take(module.functions.len()).map(owner).collect();
    // Constants may lie over each other: a byte goes to a part only where nobody else has it.
    let mut events: Vec<(u32, i64, Option<usize>)> = Vec::new();
    for (at, datum) in links.data.iter().enumerate() {
        let owner = owners.get(&Node::Data(at)).copied();
        events.push((datum.address, 1, owner));
        events.push((datum.address + datum.size, -1, owner));
    }
    events.sort_unstable_by_key(|&(address, ..)| address);
    let mut data: Vec<(Range<u32>, usize)> = Vec::new();
    let mut over: BTreeMap<Option<usize>, i64> = BTreeMap::new();
    let mut from = 0;
    for (address, change, owner) in events {
        let mut present = over.iter().filter(|&(_, &count)| count > 0).map(|(owner, _)| *owner);
        if let (Some(Some(part)), None) = (present.next(), present.next())
            && from < address
        {
            match data.last_mut() {
                Some((last, of)) if last.end == from && *of == part => last.end = address,
                _ => data.push((from..address, part)),
            }
        }
        from = address;
        *over.entry(owner).or_default() += change;
    }
    Cut { functions, data }
}
