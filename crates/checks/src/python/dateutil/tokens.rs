//! Cutting a text into words, numbers and signs.

#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Word,
    Number,
    DottedWord,
    DottedNumber,
}

/// Cuts a text into words, numbers and single signs.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut chars = text.chars().filter(|char| *char != '\0').peekable();
    while chars.peek().is_some() {
        let mut token = String::new();
        let mut state = State::Start;
        let mut letters = false;
        while let Some(&next) = chars.peek() {
            let word = next.is_alphabetic();
            let digit = next.is_ascii_digit();
            let dot = next == '.';
            let follow = match state {
                State::Start if word => Some(State::Word),
                State::Start if digit => Some(State::Number),
                State::Start => {
                    token.push(if next.is_whitespace() || ('\x1c'..='\x1f').contains(&next) {
                        ' '
                    } else {
                        next
                    });
                    chars.next();
                    None
                }
                State::Word | State::DottedWord => {
                    letters = true;
                    match state {
                        State::Word if word => Some(State::Word),
                        State::Word if dot => Some(State::DottedWord),
                        State::DottedWord if dot || word => Some(State::DottedWord),
                        State::DottedWord if digit && token.ends_with('.') => Some(State::DottedNumber),
                        _ => None,
                    }
                }
                State::Number if digit => Some(State::Number),
                State::Number if dot || (next == ',' && token.len() >= 2) => Some(State::DottedNumber),
                State::DottedNumber if dot || digit => Some(State::DottedNumber),
                State::DottedNumber if word && token.ends_with('.') => Some(State::DottedWord),
                _ => None,
            };
            let Some(follow) = follow else { break };
            state = follow;
            token.push(next);
            chars.next();
        }
        let dotted = matches!(state, State::DottedWord | State::DottedNumber);
        let dots = token.matches('.').count();
        if dotted && (letters || dots > 1 || token.ends_with(['.', ','])) {
            let mut rest = token.as_str();
            let mut first = true;
            while let Some(end) = rest.find(['.', ',']) {
                if first || end > 0 {
                    out.push(rest[..end].to_owned());
                }
                out.push(rest[end..=end].to_owned());
                rest = &rest[end + 1..];
                first = false;
            }
            if !rest.is_empty() {
                out.push(rest.to_owned());
            }
        } else if state == State::DottedNumber && dots == 0 {
            out.push(token.replace(',', "."));
        } else {
            out.push(token);
        }
    }
    out
}
