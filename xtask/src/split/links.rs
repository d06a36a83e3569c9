//! What the linker knew: which function or constant refers to which. It stands in the module that cargo wrote (`--emit-relocs`).
//!
//! wasm-bindgen keeps names, addresses and table slots, but numbers the functions anew: they are told by their names here.

use std::collections::HashMap;

use wasmparser::{KnownCustom, Linking, Parser, Payload, RelocationEntry, RelocationType, SymbolInfo};

use super::module::Module;
use crate::Result;

/// What something refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refers {
    /// Functions whose table slots it knows, by name.
    pub functions: Vec<String>,
    /// Constants and variables, by their number in [`Links::data`].
    pub data: Vec<usize>,
}

/// A constant or a variable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Datum {
    /// Where it stands.
    pub address: u32,
    /// How many bytes it has.
    pub size: u32,
    /// What stands in it.
    pub refers: Refers,
}

/// Who refers to whom.
#[derive(Default)]
pub struct Links {
    /// What functions refer to beside what they call.
    pub functions: HashMap<String, Refers>,
    /// The constants and variables.
    pub data: Vec<Datum>,
    /// What is referred to from places that belong to nobody.
    pub loose: Refers,
    /// What stands in the table's slots.
    pub slots: Vec<(u32, String)>,
}

/// What a symbol of the linker is.
#[derive(Clone, Copy)]
enum Symbol {
    Function(u32),
    Data(usize),
    Other,
}

/// What the linker says, as it stands in the module.
#[derive(Default)]
struct Said {
    /// Where the code section's contents begin: places in it are counted from there.
    code: usize,
    /// Each piece of data: where in its section its bytes begin, how many they are, and at which address they will be.
    pieces: Vec<(usize, usize, u32)>,
    symbols: Vec<Symbol>,
    in_code: Vec<RelocationEntry>,
    in_data: Vec<RelocationEntry>,
}

impl Links {
    /// Reads them from the module that cargo wrote.
    ///
    /// # Errors
    /// Where it wasn't linked with `--emit-relocs`, or in a way that can't be split.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let module = Module::read(bytes)?;
        let mut links = Self::default();
        let said = links.hear(bytes, &module)?;
        if said.in_code.is_empty() {
            return Err("The linker left no relocations. Build with `-C link-arg=--emit-relocs`.".into());
        }
        let name = |function: u32| -> Result<&str> {
            let name = module.names.get(function as usize).copied().flatten();
            Ok(name.ok_or_else(|| format!("The linker names no function {function}."))?)
        };
        for (slot, function) in &module.slots {
            links.slots.push((*slot, name(*function)?.to_owned()));
        }
        for function in (module.imported..).take(module.bodies.len()) {
            links.functions.entry(name(function)?.to_owned()).or_default();
        }
        let target = |entry: &RelocationEntry| -> Result<Refers> {
            let symbol = said.symbols.get(entry.index as usize).copied().unwrap_or(Symbol::Other);
            let mut to = Refers::default();
            use RelocationType as R;
            match (entry.ty, symbol) {
                (R::TableIndexSleb | R::TableIndexI32, Symbol::Function(function)) => {
                    to.functions.push(name(function)?.to_owned());
                }
                (R::MemoryAddrLeb | R::MemoryAddrSleb | R::MemoryAddrI32, Symbol::Data(datum)) => {
                    to.data.push(datum);
                }
                // The heap's beginning and such, and what the module itself says as well.
                (R::MemoryAddrLeb | R::MemoryAddrSleb | R::MemoryAddrI32, Symbol::Other)
                | (R::FunctionIndexLeb | R::TypeIndexLeb | R::GlobalIndexLeb | R::TableNumberLeb, _) => {}
                (kind, _) => return Err(format!("The linker left {kind:?}, which can't be split.").into()),
            }
            Ok(to)
        };
        for entry in &said.in_code {
            let at = entry.offset as usize;
            let body = module.bodies.partition_point(|body| body.range().end - said.code <= at);
            let function = name(module.imported + u32::try_from(body)?)?;
            links.functions.entry(function.to_owned()).or_default().join(target(entry)?);
        }
        let places = Places::of(&links.data);
        for entry in &said.in_data {
            let at = entry.offset as usize;
            let piece = said.pieces.iter().find(|(from, length, _)| (*from..from + length).contains(&at));
            let (from, _, address) = piece.ok_or("The linker points outside of the data.")?;
            let to = target(entry)?;
            let holders = places.over(&links.data, address + u32::try_from(at - from)?);
            if holders.is_empty() {
                links.loose.join(to.clone());
            }
            for holder in holders {
                if let Some(datum) = links.data.get_mut(holder) {
                    datum.refers.join(to.clone());
                }
            }
        }
        Ok(links)
    }

    /// What a function refers to, by the name that it has once wasm-bindgen is done: it takes marks off the names of what
    /// JavaScript calls.
    pub fn of(&self, name: &str) -> Option<&Refers> {
        let marked = |known: &&String| {
            let mark = known.strip_prefix(name).and_then(|rest| rest.strip_prefix('_'));
            mark.is_some_and(|mark| mark.len() == 16 && mark.bytes().all(|byte| byte.is_ascii_hexdigit()))
        };
        self.functions.get(name).or_else(|| self.functions.get(self.functions.keys().find(marked)?))
    }

    fn hear(&mut self, bytes: &[u8], module: &Module<'_>) -> Result<Said> {
        let mut said = Said::default();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::CodeSectionStart { range, .. } => said.code = range.start,
                Payload::DataSection(section) => {
                    let from = section.range().start;
                    for (piece, (address, bytes)) in section.into_iter().zip(&module.data) {
                        said.pieces.push((piece?.range.end - bytes.len() - from, bytes.len(), *address));
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            let Linking::SymbolTable(table) = part? else { continue };
                            for symbol in table {
                                let symbol = self.symbol(&symbol?, &said.pieces);
                                said.symbols.push(symbol);
                            }
                        }
                    }
                    KnownCustom::Reloc(relocations) => {
                        let entries = match section.name() {
                            "reloc.CODE" => &mut said.in_code,
                            "reloc.DATA" => &mut said.in_data,
                            _ => continue,
                        };
                        for entry in relocations.entries() {
                            entries.push(entry?);
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(said)
    }

    fn symbol(&mut self, symbol: &SymbolInfo<'_>, pieces: &[(usize, usize, u32)]) -> Symbol {
        match symbol {
            SymbolInfo::Func { index, .. } => Symbol::Function(*index),
            SymbolInfo::Data { symbol: Some(defined), .. } => {
                let Some((.., base)) = pieces.get(defined.index as usize) else { return Symbol::Other };
                let address = base + defined.offset;
                self.data.push(Datum { address, size: defined.size, refers: Refers::default() });
                Symbol::Data(self.data.len() - 1)
            }
            _ => Symbol::Other,
        }
    }
}

impl Refers {
    fn join(&mut self, other: Self) {
        self.functions.extend(other.functions);
        self.data.extend(other.data);
    }
}

/// Data in the order of their addresses, to find those that lie over one.
struct Places {
    order: Vec<usize>,
    addresses: Vec<u32>,
    largest: u32,
}

impl Places {
    fn of(data: &[Datum]) -> Self {
        let mut order: Vec<usize> = (0..data.len()).collect();
        let address = |at: &usize| data.get(*at).map_or(0, |datum| datum.address);
        order.sort_by_key(address);
        let addresses = order.iter().map(address).collect();
        let largest = data.iter().map(|datum| datum.size).max().unwrap_or_default();
        Self { order, addresses, largest }
    }

    /// The data over an address: more than one where the linker laid them over each other.
    fn over(&self, data: &[Datum], address: u32) -> Vec<usize> {
        let to = self.addresses.partition_point(|&at| at <= address);
        let from = self.addresses.partition_point(|&at| at + self.largest <= address);
        let near = self.order.get(from..to).unwrap_or_default().iter().copied();
        near.filter(|&at| data.get(at).is_some_and(|datum| address - datum.address < datum.size)).collect()
    }
}
