use super::*;

fn read(text: &str) -> Result<String, Fault> {
    let document = Document::parse(text)?;
    fn write(value: Value<'_>, out: &mut String) {
        match value.kind() {
            Kind::Array => {
                out.push('[');
                value.items().for_each(|item| write(item, out));
                out.push(']');
            }
            Kind::Object => {
                out.push('{');
                for (key, member) in value.members() {
                    out.push_str(&key);
                    out.push(':');
                    write(member, out);
                }
                out.push('}');
            }
            Kind::Text => out.push_str(&format!("'{}'", value.text().unwrap())),
            _ => out.push_str(&format!("<{}>", value.raw())),
        }
    }
    let mut out = String::new();
    write(document.root(), &mut out);
    Ok(out)
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
}

#[track_caller]
fn check_fault(text: &str, at: usize, kind: FaultKind) {
    assert_eq!(read(text), Err(Fault { at, kind }), "{text}");
}

#[test]
fn values_are_read_as_they_stand() {
    check(
        " { \"a\" : [1, -2.50e+3, true ,false,null,\"x\"] , \"b\":{} } ",
        "{a:[<1><-2.50e+3><true><false><null>'x']b:{}}",
    );
    check("[]", "[]");
    check("\"\"", "''");
    check("0", "<0>");
    check("[[[]],{\"a\":[{}]}]", "[[[]]{a:[{}]}]");
}

#[test]
fn strings_are_decoded() {
    check(r#""a\"\\\/\b\f\n\r\t""#, "'a\"\\/\u{8}\u{c}\n\r\t'");
    check(r#""é 😀 \ud83d x \ude00""#, "'é 😀 \u{fffd} x \u{fffd}'");
    check(
        "\"long enough to pass more than eight bytes, with é and \u{1F600}\"",
        "'long enough to pass more than eight bytes, with é and \u{1F600}'",
    );
}

#[test]
fn the_last_of_equal_keys_counts_in_the_first_place() {
    check(r#"{"a":1,"b":2,"a":3}"#, "{a:<3>b:<2>}");
    check(r#"{"a":1,"\u0061":{"b":1}}"#, "{a:{b:<1>}}");
    let text = r#"{"x":{"a":1,"b":[{"a":2}],"a":3},"y":1}"#;
    let mut scanner = Scanner::new(0, 2);
    assert_eq!(scanner.run(text, usize::MAX), Progress::Done);
    assert_eq!(scanner.duplicates(), [text.rfind("\"a\"").unwrap()]);
    let document = Document::parse(text).unwrap();
    assert_eq!(document.root().path(&["x", "a"]).unwrap().integer(), Some(3));
}

#[test]
fn many_keys_are_compared_too() {
    let mut text = String::from("{");
    for n in 0..2000 {
        text.push_str(&format!("\"key{n}\":{n},"));
    }
    text.push_str("\"key7\":1}");
    let mut scanner = Scanner::new(0, 1);
    assert_eq!(scanner.run(&text, usize::MAX), Progress::Done);
    assert_eq!(scanner.duplicates().len(), 1);
}

#[test]
fn what_is_no_json_is_refused_where_it_breaks() {
    check_fault("", 0, FaultKind::End);
    check_fault("  ", 2, FaultKind::End);
    check_fault("{\"a\":1", 6, FaultKind::End);
    check_fault("{\"a\":tru", 8, FaultKind::End);
    check_fault("{\"a", 3, FaultKind::End);
    check_fault("\"a\\u00", 6, FaultKind::End);
    check_fault("-", 1, FaultKind::End);
    check_fault("[1,]", 3, FaultKind::Unexpected);
    check_fault("{\"a\":1,}", 7, FaultKind::Unexpected);
    check_fault("{a:1}", 1, FaultKind::Unexpected);
    check_fault("[1}", 2, FaultKind::Unexpected);
    check_fault("{\"a\":]", 5, FaultKind::Unexpected);
    check_fault("nul!", 0, FaultKind::Unexpected);
    check_fault("NaN", 0, FaultKind::Unexpected);
    check_fault("01", 0, FaultKind::Number);
    check_fault("1.x", 0, FaultKind::Number);
    check_fault("1 2", 2, FaultKind::Trailing);
    check_fault("\"a\nb\"", 2, FaultKind::ControlCharacter);
    check_fault("\"a\\x\"", 2, FaultKind::Escape);
    check_fault("\"a\\u12g4\"", 2, FaultKind::Escape);
}

#[test]
fn nesting_is_bounded_without_recursion() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Document::parse(&nested(MAX_DEPTH)).is_ok());
    check_fault(&nested(2000), MAX_DEPTH, FaultKind::Depth);
    check_fault(&"{\"a\":".repeat(5000), MAX_DEPTH * 5, FaultKind::Depth);
}

#[test]
fn values_below_the_noted_depth_are_checked_but_not_noted() {
    let text = r#"{"calls":[{"service":"iam","response":{"a":[1,{"b":2}]}},{"service":"kms"}]}"#;
    let mut scanner = Scanner::new(0, 3);
    assert_eq!(scanner.run(text, usize::MAX), Progress::Done);
    let tape = scanner.into_tape();
    let calls: Vec<_> = tape.root(text).unwrap().get("calls").unwrap().items().collect();
    assert_eq!(calls[0].get("response").unwrap().raw(), r#"{"a":[1,{"b":2}]}"#);
    assert_eq!(calls[0].get("response").unwrap().len(), 0);
    assert_eq!(calls[1].get("service").unwrap().text().unwrap(), "kms");
}

#[test]
fn reading_may_be_cut_into_runs_of_any_length() {
    let text = r#" {"a":[1,2,{"b":"c\n"}],"d":"e"} rest"#;
    let mut whole = Scanner::new(0, 9);
    assert_eq!(whole.run(text, usize::MAX), Progress::Done);
    let mut pieces = Scanner::new(0, 9);
    let mut runs = 0;
    while pieces.run(text, pieces.position() + 1) == Progress::Paused {
        runs += 1;
    }
    assert!(runs > 5);
    assert_eq!(pieces.position(), whole.position());
    assert_eq!(format!("{:?}", pieces.tape()), format!("{:?}", whole.tape()));
}

#[test]
fn what_came_before_a_break_can_still_be_read() {
    for (text, members, calls) in [
        (r#"{"format":"x","calls":[{"a":1},{"b":2},{"c":"#, 2, 3),
        (r#"{"format":"x","calls":[{"a":1},{"b":2},{"c"#, 2, 3),
        (r#"{"format":"x","calls":[{"a":1},{"b":2},"#, 2, 2),
        (r#"{"format":"x","calls":[{"a":1},{"b":2}"#, 2, 2),
        (r#"{"format":"x","calls""#, 1, 0),
        (r#"{"format":"x","calls":"#, 1, 0),
    ] {
        let mut scanner = Scanner::new(0, 3);
        assert!(
            matches!(scanner.run(text, usize::MAX), Progress::Broken(Fault { kind: FaultKind::End, .. })),
            "{text}"
        );
        let tape = scanner.into_tape();
        let root = tape.root(text).unwrap();
        assert_eq!(root.members().len(), members, "{text}");
        assert_eq!(root.get("calls").map_or(0, |value| value.len()), calls, "{text}");
        for call in root.get("calls").iter().flat_map(|value| value.items()) {
            call.members();
        }
    }
}

#[test]
fn pointers_lead_to_values() {
    let document = Document::parse(r#"{"a/b":[{"m~n":7}],"":1}"#).unwrap();
    let root = document.root();
    assert_eq!(root.pointer("/a~1b/0/m~0n").unwrap().integer(), Some(7));
    assert_eq!(root.pointer("/").unwrap().integer(), Some(1));
    assert_eq!(root.pointer("").unwrap().start(), 0);
    assert!(root.pointer("/a~1b/1").is_none());
    assert!(root.pointer("a").is_none());
    assert_eq!(escape_pointer_token("a/b~c"), "a~1b~0c");
}

#[test]
fn places_count_lines_and_characters_from_one() {
    let text = "{\n  \"é\": x";
    assert_eq!(place(text.as_bytes(), 0), Place { line: 1, column: 1 });
    assert_eq!(place(text.as_bytes(), text.find('x').unwrap()), Place { line: 2, column: 8 });
    assert_eq!(place(text.as_bytes(), 999), Place { line: 2, column: 9 });
}

#[test]
fn numbers_keep_their_digits() {
    let document = Document::parse("[12345678901234567890123, 1e999, -7, 1.5]").unwrap();
    let values: Vec<_> = document.root().items().collect();
    assert_eq!(values[0].raw(), "12345678901234567890123");
    assert_eq!(values[0].integer(), None);
    assert_eq!(values[1].number(), Some(f64::INFINITY));
    assert_eq!(values[2].integer(), Some(-7));
    assert_eq!(values[3].number(), Some(1.5));
}
