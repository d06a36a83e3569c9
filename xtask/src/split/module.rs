//! A module as wasm-bindgen wrote it, taken apart as far as splitting it needs.

use std::collections::BTreeMap;

use wasmparser::{
    CompositeInnerType, ConstExpr, DataKind, ElementItems, ElementKind, ExternalKind, FuncType, FunctionBody,
    GlobalType, KnownCustom, MemoryType, Name, Operator, Parser, Payload, TableType, TypeRef,
};

use crate::Result;

/// What a module brings to its parts.
#[derive(Default)]
pub struct Module<'a> {
    /// The module's bytes.
    pub bytes: &'a [u8],
    /// The function types.
    pub types: Vec<FuncType>,
    /// The type of every function, those that are imported first.
    pub functions: Vec<u32>,
    /// How many of the functions are imported.
    pub imported: u32,
    /// What the functions that aren't imported do.
    pub bodies: Vec<FunctionBody<'a>>,
    /// The tables. The first is the one through which functions are called.
    pub tables: Vec<TableType>,
    /// The memory.
    pub memory: Option<MemoryType>,
    /// The globals' types.
    pub globals: Vec<GlobalType>,
    /// Functions that are called from outside, or first.
    pub roots: Vec<u32>,
    /// The first table's slots.
    pub slots: BTreeMap<u32, u32>,
    /// The memory's contents, each piece with its address.
    pub data: Vec<(u32, &'a [u8])>,
    /// The functions' names, where they have one.
    pub names: Vec<Option<&'a str>>,
    /// Which functions each function calls or takes a reference of, those of [`Module::bodies`] in their order.
    pub calls: Vec<Vec<u32>>,
    /// The custom section that tells wasm-opt what the module uses.
    pub target_features: Option<&'a [u8]>,
}

impl<'a> Module<'a> {
    /// Takes a module apart.
    ///
    /// # Errors
    /// Where it is none, or has what wasm-bindgen doesn't write.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut module = Self { bytes, ..Self::default() };
        for payload in Parser::new(0).parse_all(bytes) {
            module.take(payload?)?;
        }
        module.names.resize(module.functions.len(), None);
        for body in &module.bodies {
            let mut calls = Vec::new();
            for operator in body.get_operators_reader()? {
                match operator? {
                    Operator::Call { function_index }
                    | Operator::RefFunc { function_index }
                    | Operator::ReturnCall { function_index } => calls.push(function_index),
                    _ => {}
                }
            }
            module.calls.push(calls);
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result {
        match payload {
            Payload::TypeSection(types) => {
                for group in types {
                    for ty in group?.into_types() {
                        let CompositeInnerType::Func(function) = ty.composite_type.inner else {
                            return Err("The module has a type that is none of a function.".into());
                        };
                        self.types.push(function);
                    }
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    match import?.ty {
                        TypeRef::Func(ty) => self.functions.push(ty),
                        _ => return Err("The module imports what is no function.".into()),
                    }
                }
                self.imported = u32::try_from(self.functions.len())?;
            }
            Payload::FunctionSection(types) => {
                for ty in types {
                    self.functions.push(ty?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    if self.memory.replace(memory?).is_some() {
                        return Err("The module has two memories.".into());
                    }
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    self.globals.push(global?.ty);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.roots.push(export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => self.roots.push(func),
            Payload::ElementSection(elements) => {
                for element in elements {
                    let element = element?;
                    let ElementKind::Active { table_index: None | Some(0), offset_expr } = element.kind
                    else {
                        return Err("The module fills a table in a way that can't be split.".into());
                    };
                    let ElementItems::Functions(functions) = element.items else {
                        return Err("The module fills a table with expressions.".into());
                    };
                    for (slot, function) in (constant(&offset_expr)?..).zip(functions) {
                        self.slots.insert(slot, function?);
                    }
                }
            }
            Payload::DataSection(data) => {
                for piece in data {
                    let piece = piece?;
                    let DataKind::Active { memory_index: 0, offset_expr } = piece.kind else {
                        return Err("The module has data that isn't laid out when it starts.".into());
                    };
                    self.data.push((constant(&offset_expr)?, piece.data));
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Name(names) => {
                    for name in names {
                        let Name::Function(functions) = name? else { continue };
                        self.names.resize(self.functions.len(), None);
                        for naming in functions {
                            let naming = naming?;
                            if let Some(name) = self.names.get_mut(naming.index as usize) {
                                *name = Some(naming.name);
                            }
                        }
                    }
                }
                _ if section.name() == "target_features" => self.target_features = Some(section.data()),
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    /// Whether a function has a number in it that is an address of the data.
    ///
    /// # Errors
    /// Where the function can't be read.
    pub fn names_an_address(&self, function: u32) -> Result<bool> {
        let Some(body) = self.body(function) else { return Ok(false) };
        for operator in body.get_operators_reader()? {
            let Operator::I32Const { value } = operator? else { continue };
            let within = |(from, bytes): &(u32, &[u8])| {
                value.cast_unsigned().checked_sub(*from).is_some_and(|at| (at as usize) < bytes.len())
            };
            if self.data.iter().any(within) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The functions that a function calls or takes a reference of.
    pub fn calls_of(&self, function: u32) -> &[u32] {
        let at = function.checked_sub(self.imported);
        at.and_then(|at| self.calls.get(at as usize)).map(Vec::as_slice).unwrap_or_default()
    }

    /// A function's body; none where it is imported.
    pub fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        self.bodies.get(function.checked_sub(self.imported)? as usize)
    }
}

/// The number that such an expression gives.
pub fn constant(expression: &ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        _ => Err("An address in the module is not a number.".into()),
    }
}
