//! Writes what stays and the parts.
//!
//! A part imports the memory, the tables, the globals and the functions of what stays, which exports them under short names. Where
//! what stays calls into a part, it calls through a slot of the table that the part fills when it comes; until then that traps.

use std::collections::{BTreeMap, BTreeSet};
use std::{error, fmt};

use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, ImportSection, MemorySection, Module as Written,
    NameMap, NameSection, StartSection, TableSection, TypeSection,
};
use wasmparser::{Parser, Payload};

use super::cut::Cut;
use super::module::Module;
use crate::Result;

/// The name by which the parts import what stays.
pub const STAYS: &str = "s";

/// Writes a module that was cut: what stays, and the parts, each with copies of functions of at most so many bytes.
///
/// # Errors
/// Where the module has what can't be written anew.
pub fn write(
    module: &Module<'_>,
    cut: &Cut,
    copies: &[usize],
    shared: Option<usize>,
) -> Result<(Vec<u8>, Vec<Vec<u8>>)> {
    let plan = Plan::new(module, cut, copies, shared)?;
    let parts = (0..copies.len()).map(|part| plan.part(part)).collect::<Result<_>>()?;
    Ok((plan.stays()?, parts))
}

/// Who is called how.
struct Plan<'a> {
    module: &'a Module<'a>,
    cut: &'a Cut,
    /// What stays, calling into parts.
    stays: Ties,
    /// The parts, calling each other and what stays.
    parts: Vec<Ties>,
    /// The functions of parts that others call, each with its slot in the table.
    doors: BTreeMap<u32, u32>,
    /// How many slots the table has with those that doors needed.
    slots: u32,
    /// What of what stays the parts call, each with the name that it is exported under.
    exported: BTreeMap<u32, String>,
}

/// How a part is tied to others.
#[derive(Default)]
struct Ties {
    /// What it calls of what stays.
    called: BTreeSet<u32>,
    /// What it calls of other parts, through the table.
    stubs: BTreeSet<u32>,
    /// What it has copies of, so that it needn't call into another module, which takes longer.
    copies: BTreeSet<u32>,
}

impl Ties {
    fn of(module: &Module<'_>, cut: &Cut, part: Option<usize>, shared: Option<usize>, most: usize) -> Self {
        let small = |function: u32| {
            let near = cut.of_function(function).is_none_or(|of| Some(of) == shared);
            near && module.body(function).is_some_and(|body| body.range().len() <= most)
        };
        let mut ties = Self::default();
        let own = (0..).take(module.functions.len()).filter(|&function| cut.of_function(function) == part);
        let mut next: Vec<u32> = own.collect();
        while let Some(function) = next.pop() {
            for &callee in module.calls_of(function) {
                match cut.of_function(callee) {
                    of if of == part => {}
                    _ if small(callee) => {
                        if ties.copies.insert(callee) {
                            next.push(callee);
                        }
                    }
                    Some(_) => {
                        ties.stubs.insert(callee);
                    }
                    None => {
                        ties.called.insert(callee);
                    }
                }
            }
        }
        ties
    }
}

impl<'a> Plan<'a> {
    fn new(module: &'a Module<'a>, cut: &'a Cut, copies: &[usize], shared: Option<usize>) -> Result<Self> {
        let table = module.tables.first().ok_or("The module has no table.")?;
        let known: BTreeMap<u32, u32> =
            module.slots.iter().map(|(&slot, &function)| (function, slot)).collect();
        let stays = Ties::of(module, cut, None, shared, 0);
        let parts: Vec<Ties> =
            (0..).zip(copies).map(|(part, &most)| Ties::of(module, cut, Some(part), shared, most)).collect();
        let mut slots = u32::try_from(table.initial)?;
        let mut doors = BTreeMap::new();
        for &door in std::iter::once(&stays).chain(&parts).flat_map(|ties| &ties.stubs) {
            doors.entry(door).or_insert_with(|| {
                known.get(&door).copied().unwrap_or_else(|| {
                    slots += 1;
                    slots - 1
                })
            });
        }
        let called: BTreeSet<u32> = parts.iter().flat_map(|ties| ties.called.iter().copied()).collect();
        let exported = called.into_iter().zip(0..).map(|(function, at)| (function, short(at))).collect();
        Ok(Self { module, cut, stays, parts, doors, slots, exported })
    }

    /// The numbers that functions have where these are, in this order.
    fn numbers(&self, functions: impl Iterator<Item = u32>) -> Vec<Option<u32>> {
        let mut numbers = vec![None; self.module.functions.len()];
        for (function, at) in functions.zip(0..) {
            if let Some(number) = numbers.get_mut(function as usize) {
                *number = Some(at);
            }
        }
        numbers
    }

    fn of(&self, part: Option<usize>) -> impl Iterator<Item = u32> {
        let all = (0..).take(self.module.functions.len());
        all.filter(move |&function| self.cut.of_function(function) == part)
    }

    fn type_of(&self, function: u32) -> u32 {
        self.module.functions.get(function as usize).copied().unwrap_or_default()
    }

    fn stays(&self) -> Result<Vec<u8>> {
        let module = self.module;
        let stubs = &self.stays.stubs;
        let numbers = self.numbers(self.of(None).chain(stubs.iter().copied()));
        let mut renumber = Renumber(&numbers);
        let mut written = Written::new();
        let mut types = TypeSection::new();
        let (mut imports, mut globals) = (ImportSection::new(), GlobalSection::new());
        let (mut exports, mut start) = (ExportSection::new(), None);
        for payload in Parser::new(0).parse_all(module.bytes) {
            match payload? {
                Payload::TypeSection(section) => renumber.parse_type_section(&mut types, section)?,
                Payload::ImportSection(section) => renumber.parse_import_section(&mut imports, section)?,
                Payload::GlobalSection(section) => renumber.parse_global_section(&mut globals, section)?,
                Payload::ExportSection(section) => renumber.parse_export_section(&mut exports, section)?,
                Payload::StartSection { func, .. } => start = Some(renumber.function_index(func)?),
                _ => {}
            }
        }
        let mut functions = FunctionSection::new();
        let own = self.of(None).filter(|&function| function >= module.imported);
        own.chain(stubs.iter().copied()).for_each(|function| {
            functions.function(self.type_of(function));
        });
        let mut tables = TableSection::new();
        for (at, table) in module.tables.iter().enumerate() {
            let table = self.table(at, *table, &mut renumber)?;
            tables.table(table);
        }
        let mut memories = MemorySection::new();
        if let Some(memory) = module.memory {
            memories.memory(renumber.memory_type(memory)?);
        }
        for (at, _) in module.tables.iter().enumerate() {
            exports.export(&format!("t{at}"), ExportKind::Table, u32::try_from(at)?);
        }
        for (at, _) in module.globals.iter().enumerate() {
            exports.export(&format!("g{at}"), ExportKind::Global, u32::try_from(at)?);
        }
        exports.export("m", ExportKind::Memory, 0);
        for (&function, name) in &self.exported {
            exports.export(name, ExportKind::Func, renumber.function_index(function)?);
        }
        let mut code = CodeSection::new();
        for function in self.of(None) {
            if let Some(body) = module.body(function) {
                renumber.parse_function_body(&mut code, body.clone())?;
            }
        }
        for &door in stubs {
            code.function(&self.stub(door)?);
        }
        written.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
        written.section(&globals).section(&exports);
        if let Some(function_index) = start {
            written.section(&StartSection { function_index });
        }
        written.section(&self.elements(None, &mut renumber)?).section(&code);
        written.section(&self.data(None));
        self.end(written, &numbers)
    }

    /// A table's type: the first one has more slots than it had.
    fn table(
        &self,
        at: usize,
        table: wasmparser::TableType,
        renumber: &mut Renumber<'_>,
    ) -> Result<wasm_encoder::TableType> {
        let mut table = renumber.table_type(table)?;
        if at == 0 {
            table.minimum = u64::from(self.slots);
            table.maximum = table.maximum.map(|most| most.max(table.minimum));
        }
        Ok(table)
    }

    /// What a door's caller calls: the door's slot.
    fn stub(&self, door: u32) -> Result<Function> {
        let slot = self.doors.get(&door).ok_or("A function of a part is called and has no slot.")?;
        let ty = self.type_of(door);
        let parameters = self.module.types.get(ty as usize).map_or(0, |ty| ty.params().len() as u32);
        let mut stub = Function::new([]);
        let mut code = stub.instructions();
        for parameter in 0..parameters {
            code.local_get(parameter);
        }
        code.i32_const(slot.cast_signed()).call_indirect(0, ty).end();
        Ok(stub)
    }

    fn part(&self, part: usize) -> Result<Vec<u8>> {
        let module = self.module;
        let Ties { called, stubs, copies } = self.parts.get(part).ok_or("There is no such part.")?;
        let own = || self.of(Some(part)).chain(copies.iter().copied());
        let numbers = self.numbers(called.iter().copied().chain(own()).chain(stubs.iter().copied()));
        let mut renumber = Renumber(&numbers);
        let mut types = TypeSection::new();
        for payload in Parser::new(0).parse_all(module.bytes) {
            if let Payload::TypeSection(section) = payload? {
                renumber.parse_type_section(&mut types, section)?;
            }
        }
        let mut imports = ImportSection::new();
        if let Some(memory) = module.memory {
            imports.import(STAYS, "m", renumber.memory_type(memory)?);
        }
        for (at, table) in module.tables.iter().enumerate() {
            let table = self.table(at, *table, &mut renumber)?;
            imports.import(STAYS, &format!("t{at}"), table);
        }
        for (at, global) in module.globals.iter().enumerate() {
            imports.import(STAYS, &format!("g{at}"), renumber.global_type(*global)?);
        }
        for function in called {
            let name = self.exported.get(function).ok_or("A function that a part calls is not exported.")?;
            imports.import(STAYS, name, EntityType::Function(self.type_of(*function)));
        }
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for function in own() {
            functions.function(self.type_of(function));
            if let Some(body) = module.body(function) {
                renumber.parse_function_body(&mut code, body.clone())?;
            }
        }
        for &door in stubs {
            functions.function(self.type_of(door));
            code.function(&self.stub(door)?);
        }
        let mut written = Written::new();
        written.section(&types).section(&imports).section(&functions);
        written.section(&self.elements(Some(part), &mut renumber)?).section(&code);
        written.section(&self.data(Some(part)));
        self.end(written, &numbers)
    }

    /// The table's slots that a part fills, or what stays.
    fn elements(&self, part: Option<usize>, renumber: &mut Renumber<'_>) -> Result<ElementSection> {
        let mut slots: BTreeMap<u32, u32> = self.module.slots.clone();
        slots.extend(self.doors.iter().map(|(&door, &slot)| (slot, door)));
        slots.retain(|_, function| self.cut.of_function(*function) == part);
        let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
        for (slot, function) in slots {
            let number = renumber.function_index(function)?;
            match runs.last_mut() {
                Some((from, run)) if *from + run.len() as u32 == slot => run.push(number),
                _ => runs.push((slot, vec![number])),
            }
        }
        let mut elements = ElementSection::new();
        for (from, run) in runs {
            elements.active(None, &ConstExpr::i32_const(from.cast_signed()), Elements::Functions(run.into()));
        }
        Ok(elements)
    }

    /// The bytes of a part, or those that stay.
    fn data(&self, part: Option<usize>) -> DataSection {
        let mut data = DataSection::new();
        for (address, bytes) in &self.module.data {
            let mut run: Option<(u32, Vec<u8>)> = None;
            for (&byte, address) in bytes.iter().zip(*address..) {
                match (&mut run, self.cut.of_byte(address) == part) {
                    (Some((_, run)), true) => run.push(byte),
                    (None, true) => run = Some((address, vec![byte])),
                    (_, false) => add(&mut data, run.take()),
                }
            }
            add(&mut data, run);
        }
        data
    }

    /// The end of a module: what its functions are called and what it uses of WebAssembly, for wasm-opt.
    fn end(&self, mut written: Written, numbers: &[Option<u32>]) -> Result<Vec<u8>> {
        let mut named: Vec<(u32, &str)> = numbers
            .iter()
            .zip(&self.module.names)
            .filter_map(|(number, name)| Some(((*number)?, (*name)?)))
            .collect();
        named.sort_unstable();
        let mut functions = NameMap::new();
        named.into_iter().for_each(|(number, name)| functions.append(number, name));
        let mut names = NameSection::new();
        names.functions(&functions);
        written.section(&names);
        if let Some(data) = self.module.target_features {
            written.section(&CustomSection { name: "target_features".into(), data: data.into() });
        }
        Ok(written.finish())
    }
}

fn add(data: &mut DataSection, run: Option<(u32, Vec<u8>)>) {
    if let Some((address, bytes)) = run {
        data.active(0, &ConstExpr::i32_const(address.cast_signed()), bytes);
    }
}

/// The names `a` to `z`, `aa` and on, apart from those of the tables and globals, which end in a digit, and of the memory.
fn short(mut at: u32) -> String {
    let mut name = String::from("_");
    loop {
        name.push(char::from(b'a' + (at % 26) as u8));
        at /= 26;
        if at == 0 {
            return name;
        }
    }
}

/// Numbers functions anew; all else stays as it is.
struct Renumber<'a>(&'a [Option<u32>]);

/// A function that is referred to where it is not.
#[derive(Debug)]
struct Astray(u32);

impl fmt::Display for Astray {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Function {} is referred to where it is not.", self.0)
    }
}

impl error::Error for Astray {}

impl Reencode for Renumber<'_> {
    type Error = Astray;

    fn function_index(&mut self, function: u32) -> std::result::Result<u32, reencode::Error<Astray>> {
        let number = self.0.get(function as usize).copied().flatten();
        number.ok_or(reencode::Error::UserError(Astray(function)))
    }
}
