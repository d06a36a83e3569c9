//! A small module with everything that can be split: calls in both directions, a recursive pair, a function that only a table in
//! a constant knows, constants of either side, what two parts have in common.

use std::env;
use std::fs;

use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, CustomSection, DataSection, DataSymbolDefinition, ElementSection,
    Elements, EntityType, ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType,
    ImportSection, InstructionSink, LinkingSection, MemArg, MemorySection, MemoryType, Module as Written,
    NameMap, NameSection, RefType, SymbolTable, TableSection, TableType, TypeSection, ValType,
};

use super::cut::cut;
use super::links::Links;
use super::module::Module;
use super::{Split, split};
use crate::parts::{Part, Whole};
use crate::{Result, sh};

/// The functions' names, in their order; the first is imported.
const NAMES: [&str; 11] =
    ["tell", "main", "again", "helper", "door", "even", "odd", "leaf", "other", "common", "unused"];
const TELL: u32 = 0;
const MAIN: u32 = 1;
const AGAIN: u32 = 2;
const HELPER: u32 = 3;
const DOOR: u32 = 4;
const EVEN: u32 = 5;
const ODD: u32 = 6;
const LEAF: u32 = 7;
const OTHER: u32 = 8;
const COMMON: u32 = 9;

/// Where the constants stand: 7, which `main` reads; 35, which `door` reads; the slot of `leaf`, which `door` reads.
const SEVEN: i32 = 1024;
const THIRTY_FIVE: i32 = 1028;
const SLOT: i32 = 1032;

const WHOLE: Whole = Whole {
    name: "small",
    parts: &[
        Part { name: "first", doors: &["door"], copies: 0 },
        Part { name: "second", doors: &["other"], copies: 1000 },
    ],
    shared: Some("shared"),
};

fn function(write: impl FnOnce(&mut InstructionSink<'_>)) -> Function {
    let mut function = Function::new([]);
    write(&mut function.instructions());
    function.instructions().end();
    function
}

fn code() -> CodeSection {
    let at = MemArg { offset: 0, align: 2, memory_index: 0 };
    let parity = |zero: i32, next: u32| {
        function(|code| {
            code.local_get(0).i32_eqz().if_(BlockType::Result(ValType::I32)).i32_const(zero);
            code.else_().local_get(0).i32_const(1).i32_sub().call(next).end();
        })
    };
    let mut code = CodeSection::new();
    // main(x) = helper(door(x)) + 7, again(x) = other(x), helper(x) = x + 1
    code.function(&function(|code| {
        code.local_get(0).call(DOOR).call(HELPER).i32_const(SEVEN).i32_load(at).i32_add();
    }));
    code.function(&function(|code| {
        code.local_get(0).call(OTHER);
    }));
    code.function(&function(|code| {
        code.local_get(0).i32_const(1).i32_add();
    }));
    // door(x) = 100 even(x) + leaf(x) + helper(35) + tell(x) + common(x)
    code.function(&function(|code| {
        code.local_get(0).call(EVEN).i32_const(100).i32_mul();
        code.local_get(0).i32_const(SLOT).i32_load(at).call_indirect(0, 0).i32_add();
        code.i32_const(THIRTY_FIVE).i32_load(at).call(HELPER).i32_add();
        code.local_get(0).call(TELL).i32_add().local_get(0).call(COMMON).i32_add();
    }));
    code.function(&parity(1, ODD));
    code.function(&parity(0, EVEN));
    // leaf(x) = 1000 x, other(x) = common(x) + the stack pointer's 9, common(x) = x + 5
    code.function(&function(|code| {
        code.local_get(0).i32_const(1000).i32_mul();
    }));
    code.function(&function(|code| {
        code.local_get(0).call(COMMON).global_get(0).i32_add();
    }));
    code.function(&function(|code| {
        code.local_get(0).i32_const(5).i32_add();
    }));
    code.function(&function(|code| {
        code.local_get(0);
    }));
    code
}

/// The module without what the linker says of it.
fn module() -> Written {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I32]);
    let mut imports = ImportSection::new();
    imports.import("env", "tell", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    NAMES.iter().skip(1).for_each(|_| {
        functions.function(0);
    });
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 2,
        maximum: Some(2),
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut globals = GlobalSection::new();
    let pointer = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(pointer, &ConstExpr::i32_const(9));
    let mut exports = ExportSection::new();
    exports.export("main", ExportKind::Func, MAIN).export("again", ExportKind::Func, AGAIN);
    exports.export("memory", ExportKind::Memory, 0);
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions([LEAF].as_slice().into()));
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(SEVEN), [7, 0, 0, 0, 35, 0, 0, 0, 1, 0, 0, 0]);
    let mut written = Written::new();
    written.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
    written.section(&globals).section(&exports).section(&elements).section(&code()).section(&data);
    let mut map = NameMap::new();
    (0..).zip(NAMES).for_each(|(at, name)| map.append(at, name));
    let mut names = NameSection::new();
    names.functions(&map);
    written.section(&names);
    written
}

/// The same with the linker's word: symbols are the functions in their order, then the three constants.
fn linked() -> Result<Vec<u8>> {
    const TABLE_INDEX_I32: u8 = 2;
    const MEMORY_ADDR_SLEB: u8 = 4;
    let mut written = module();
    let mut symbols = SymbolTable::new();
    (0..).zip(NAMES).for_each(|(at, name)| {
        symbols.function(SymbolTable::WASM_SYM_EXPLICIT_NAME, at, Some(name));
    });
    for (at, name) in (0..).zip(["seven", "thirty five", "slot"]) {
        symbols.data(0, name, Some(DataSymbolDefinition { index: 0, offset: 4 * at, size: 4 }));
    }
    let constant = |at: u32| u32::try_from(NAMES.len()).map(|before| before + at);
    let mut linking = LinkingSection::new();
    linking.symbol_table(&symbols);
    written.section(&linking);
    let plain = module().finish();
    let read = Module::read(&plain)?;
    let first = read.bodies.first().ok_or("no code")?.range().start;
    // The code section's contents begin with how many functions there are, and the first one's length.
    let place = |function: u32| -> Result<u32> {
        Ok(u32::try_from(read.body(function).ok_or("no body")?.range().start - first + 3)?)
    };
    let code = [
        (MEMORY_ADDR_SLEB, place(MAIN)?, constant(0)?),
        (MEMORY_ADDR_SLEB, place(DOOR)?, constant(1)?),
        (MEMORY_ADDR_SLEB, place(DOOR)?, constant(2)?),
    ];
    // The data section's contents begin with six bytes on its one piece.
    let data = [(TABLE_INDEX_I32, 7 + 8, LEAF)];
    for (name, entries) in [("reloc.CODE", code.as_slice()), ("reloc.DATA", data.as_slice())] {
        let mut bytes = vec![0, u8::try_from(entries.len())?];
        for &(kind, offset, symbol) in entries {
            bytes.push(kind);
            for number in [offset, symbol] {
                bytes.extend([(number & 127) as u8 | 128, (number >> 7) as u8]);
            }
            if kind == MEMORY_ADDR_SLEB {
                bytes.push(0);
            }
        }
        written.section(&CustomSection { name: name.into(), data: bytes.into() });
    }
    Ok(written.finish())
}

#[test]
fn each_goes_where_it_is_needed() -> Result {
    let bytes = linked()?;
    let module = Module::read(&bytes)?;
    let made = cut(&module, &Links::read(&bytes)?, &WHOLE)?;
    let check = |function: u32, part: Option<usize>| {
        assert_eq!(made.of_function(function), part, "{}", NAMES[function as usize]);
    };
    for stays in [TELL, MAIN, AGAIN, HELPER] {
        check(stays, None);
    }
    for first in [DOOR, EVEN, ODD, LEAF] {
        check(first, Some(0));
    }
    check(OTHER, Some(1));
    check(COMMON, Some(2));
    let byte = |address: i32| made.of_byte(address.cast_unsigned());
    assert_eq!([byte(SEVEN), byte(THIRTY_FIVE), byte(SLOT)], [None, Some(0), Some(0)]);
    assert_eq!([byte(SEVEN - 1), byte(SLOT + 4)], [None, None]);

    // Without a part for it, what two parts have in common stays.
    let made = cut(&module, &Links::read(&bytes)?, &Whole { shared: None, ..WHOLE })?;
    assert_eq!(made.of_function(COMMON), None);
    Ok(())
}

#[test]
fn a_door_that_is_not_there_is_an_error() -> Result {
    let bytes = linked()?;
    let parts: &[Part] = &[Part { name: "first", doors: &["dor"], copies: 0 }];
    let error = split(&bytes, &bytes, &Whole { parts, ..WHOLE }).err().ok_or("it was split")?;
    assert!(error.to_string().starts_with("dor is no function of the module."), "{error}");
    Ok(())
}

#[test]
fn without_the_linkers_word_nothing_is_split() -> Result {
    let plain = module().finish();
    let error = split(&plain, &plain, &WHOLE).err().ok_or("it was split")?;
    assert!(error.to_string().contains("--emit-relocs"), "{error}");
    Ok(())
}

#[test]
fn the_parts_do_together_what_the_whole_did() -> Result {
    let bytes = linked()?;
    let Split { stays, parts } = split(&bytes, &bytes, &WHOLE)?;
    assert_eq!(parts.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["first", "second", "shared"]);
    let Some(node) = sh::find(&["node", "node.exe"]) else {
        return sh::skipped("The parts are run by Node, which is not on the PATH.");
    };
    let folder = env::temp_dir().join(format!("lambdascope-split-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("whole"), &bytes)?;
    fs::write(folder.join("stays"), &stays)?;
    for (name, part) in &parts {
        fs::write(folder.join(name), part)?;
    }
    const SCRIPT: &str = r"
        const read = (name) => new WebAssembly.Module(require('fs').readFileSync(`${process.argv[1]}/${name}`));
        const env = { tell: (x) => 2 * x };
        const run = (act) => { try { return act(); } catch (error) { return error instanceof WebAssembly.RuntimeError ? 'trap' : `${error}`; } };
        const whole = new WebAssembly.Instance(read('whole'), { env }).exports;
        const s = new WebAssembly.Instance(read('stays'), { env }).exports;
        const take = (name) => new WebAssembly.Instance(read(name), { s });
        const bytes = () => [...new Uint8Array(s.memory.buffer, 1024, 12)].filter((byte) => byte).join('+');
        const told = [whole.main(4), whole.again(1), run(() => s.main(4)), bytes()];
        take('first');
        told.push(run(() => s.main(4)), bytes());
        take('shared');
        told.push(run(() => s.main(4)), run(() => s.main(3)) === whole.main(3), run(() => s.again(1)));
        take('second');
        told.push(s.again(1));
        process.stdout.write(told.join(' '));";
    let told = sh::read(sh::command(node).args(["-e", SCRIPT]).arg(&folder));
    fs::remove_dir_all(&folder)?;
    assert_eq!(told?, "4161 15 trap 7 trap 7+35+1 4161 true trap 15");
    Ok(())
}
