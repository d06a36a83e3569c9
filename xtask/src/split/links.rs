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
    /// Functions of whose table slots it knows, by name.
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
    /// By function.
    pub functions: HashMap<String, Refers>,
    /// The constants and variables.
    pub data: Vec<Datum>,
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

impl Links {
    /// Reads them from the module that cargo wrote.
    ///
    /// # Errors
    /// Where it wasn't linked with `--emit-relocs`.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let module = Module::read(bytes)?;
        let mut links = Self::default();
        let mut symbols = Vec::new();
        let mut relocations: Vec<(String, Vec<RelocationEntry>)> = Vec::new();
        // Where the sections' contents begin: the linker counts from there.
        let mut code = 0;
        // Each piece of data: where its bytes stand in the section, and at which address they will.
        let mut pieces: Vec<(usize, u32, usize)> = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::DataSection(section) => {
                    let from = section.range().start;
                    for (piece, (address, bytes)) in section.into_iter().zip(&module.data) {
                        let start = piece?.range.end - bytes.len();
                        pieces.push((start - from, *address, bytes.len()));
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            let Linking::SymbolTable(table) = part? else { continue };
                            for symbol in table {
                                symbols.push(links.symbol(&symbol?, &pieces));
                            }
                        }
                    }
                    KnownCustom::Reloc(section_relocations) => {
                        let entries = section_relocations
                            .entries()
                            .into_iter()
                            .collect::<std::result::Result<_, _>>()?;
                        relocations.push((section.name().to_owned(), entries));
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        if relocations.is_empty() {
            return Err("The linker left no relocations. Build with `-C link-arg=--emit-relocs`.".into());
        }
        let name = |function: u32| -> Result<String> {
            let name = module.names.get(function as usize).copied().flatten();
            Ok(name.ok_or_else(|| format!("The linker names no function {function}."))?.to_owned())
        };
        let bodies: Vec<(usize, usize)> =
            module.bodies.iter().map(|body| (body.range().start - code, body.range().end - code)).collect();
        // In the order of their addresses, to find in which one a relocation stands.
        let mut by_address: Vec<usize> = (0..links.data.len()).collect();
        by_address.sort_by_key(|&at| links.data[at].address);
        let largest = links.data.iter().map(|datum| datum.size).max().unwrap_or_default();
        for (section, entries) in relocations {
            for entry in entries {
                let at = entry.offset as usize;
                let target = symbols.get(entry.index as usize).copied().unwrap_or(Symbol::Other);
                let holders: Vec<Holder> = match section.as_str() {
                    "reloc.CODE" => {
                        let body = bodies.partition_point(|&(_, end)| end <= at);
                        let function = module.imported + u32::try_from(body)?;
                        vec![Holder::Function(name(function)?)]
                    }
                    "reloc.DATA" => {
                        let piece =
                            pieces.iter().find(|(start, _, length)| (*start..start + length).contains(&at));
                        let (start, address, _) = piece.ok_or("A relocation stands outside of the data.")?;
                        let address = address + u32::try_from(at - start)?;
                        holders_at(&links.data, &by_address, largest, address)
                    }
                    _ => continue,
                };
                use RelocationType as R;
                for holder in holders {
                    let refers = match holder {
                        Holder::Function(name) => links.functions.entry(name).or_default(),
                        Holder::Data(at) => &mut links.data[at].refers,
                    };
                    match (entry.ty, target) {
                        (R::TableIndexSleb | R::TableIndexI32, Symbol::Function(function)) => {
                            refers.functions.push(name(function)?);
                        }
                        (R::MemoryAddrLeb | R::MemoryAddrSleb | R::MemoryAddrI32, Symbol::Data(datum)) => {
                            refers.data.push(datum);
                        }
                        (R::MemoryAddrLeb | R::MemoryAddrSleb | R::MemoryAddrI32, Symbol::Other)
                        | (
                            R::FunctionIndexLeb | R::TypeIndexLeb | R::GlobalIndexLeb | R::TableNumberLeb,
                            _,
                        ) => {}
                        (kind, _) => {
                            return Err(format!("The linker left {kind:?}, which can't be split.").into());
                        }
                    }
                }
            }
        }
        for (slot, function) in &module.slots {
            links.slots.push((*slot, name(*function)?));
        }
        for function in (module.imported..).take(module.bodies.len()) {
            links.functions.entry(name(function)?).or_default();
        }
        Ok(links)
    }

    fn symbol(&mut self, symbol: &SymbolInfo<'_>, pieces: &[(usize, u32, usize)]) -> Symbol {
        match symbol {
            SymbolInfo::Func { index, .. } => Symbol::Function(*index),
            SymbolInfo::Data { symbol: Some(defined), .. } => {
                let Some((_, base, _)) = pieces.get(defined.index as usize) else { return Symbol::Other };
                self.data.push(Datum {
                    address: base + defined.offset,
                    size: defined.size,
                    refers: Refers::default(),
                });
                Symbol::Data(self.data.len() - 1)
            }
            _ => Symbol::Other,
        }
    }
}

enum Holder {
    Function(String),
    Data(usize),
}

/// The data in which such an address lies: more than one where the linker laid them over each other.
fn holders_at(data: &[Datum], by_address: &[usize], largest: u32, address: u32) -> Vec<Holder> {
    let after = by_address.partition_point(|&at| data[at].address <= address);
    let mut holders = Vec::new();
    for &at in by_address[..after].iter().rev() {
        let datum = &data[at];
        if address < datum.address + datum.size {
            holders.push(Holder::Data(at));
        } else if address - datum.address > largest {
            break;
        }
    }
    holders
}
