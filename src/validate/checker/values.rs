//! Values against what the table says of their member.

use super::super::facts::Fact;
use super::super::rules;
use super::Checker;
use crate::finding::{Code, Param, Params};
use crate::json::number::Decimal;
use crate::json::{Scalar, Token, pointer, string};
use crate::schema::{Kind, Member, Object, Role, SOLUTION, SUBSTATUS_LATER};

impl Checker<'_> {
    /// The value of a known member.
    #[inline]
    pub(super) fn member_scalar(&mut self, member: &'static Member, scalar: Scalar, token: Token) {
        if member.role != Role::Plain {
            self.facts.note(member.role, Some(Fact { kind: scalar.into(), token }));
        }
        match (member.kind, scalar) {
            (Kind::Any, _) | (_, Scalar::Null) | (Kind::Text, Scalar::String) | (Kind::Boolean, Scalar::Boolean) => {}
            (Kind::Formatted(_) | Kind::Enum(_) | Kind::Open(_), Scalar::String) => {
                let text = string::characters(self.text, token);
                let fits = match member.kind {
                    Kind::Formatted(format) => format.matches(&text),
                    Kind::Enum(list) => list.contains(&text),
                    // "" is what the service sends for no value (domain.md, trap 23).
                    Kind::Open(list) => text.is_empty() || list.contains(&text),
                    _ => true,
                };
                if !fits {
                    self.misfit(member, token);
                }
            }
            // Few digits, no sign, no exponent: that is always in range.
            (Kind::Decimal, Scalar::Number) if is_simple(self.slice(token)) => {}
            _ => self.mistyped(member, scalar, token),
        }
    }

    /// A string that is not in its format or its list.
    #[inline(never)]
    fn misfit(&mut self, member: &Member, token: Token) {
        let list = match member.kind {
            Kind::Enum(list) => list,
            Kind::Formatted(format) => {
                let params = vec![("format", format.name().into())];
                if let Some(finding) = self.find(Code::Format, params, token.start) {
                    finding.warn_if(!format.is_strict());
                }
                return;
            }
            _ => {
                self.find(Code::Vocabulary, Params::new(), token.start);
                return;
            }
        };
        let value = string::decode(self.slice(token));
        let values = list.values();
        let suggestion = values.iter().find(|known| known.eq_ignore_ascii_case(&value)).copied();
        let actual: String = value.chars().take(64).collect();
        let mut params = vec![("actual", actual.into()), ("allowed", Param::Words(values))];
        params.extend(suggestion.map(|known| ("suggestion", known.into())));
        // Known to Partner Center, not to the API's documentation: kept, and worth a word (domain.md 3, k).
        let is_known = member.role == Role::Substatus && SUBSTATUS_LATER.contains(value.as_bytes());
        if let Some(finding) = self.find(Code::Enum, params, token.start) {
            finding.warn_if(is_known);
        }
    }

    /// A number that has to be looked at, or a value of another type than the table says.
    #[inline(never)]
    fn mistyped(&mut self, member: &Member, scalar: Scalar, token: Token) {
        match (member.kind, scalar) {
            (Kind::Decimal, Scalar::Number) => self.decimal(token),
            (Kind::Decimal, Scalar::String) if rules::is_number(self.slice(token)) => {
                self.find(Code::NumberAsString, Params::new(), token.start);
            }
            (kind, _) => self.find_type(kind.json_type(), scalar.into(), token.start),
        }
    }

    fn decimal(&mut self, token: Token) {
        let number = Decimal::new(self.slice(token));
        if number.is_negative() {
            let params = vec![("minimum", Param::Number(0))];
            if let Some(finding) = self.find(Code::Range, params, token.start) {
                finding.say("{} has to be 0 or more.");
            }
        } else if number.exceeds(&Decimal::new(rules::LARGEST_DECIMAL)) {
            self.find(Code::Range, Params::new(), token.start);
        }
    }

    /// A row of `solutions` is complete: the documentation's list holds for type Category only.
    #[inline(never)]
    pub(super) fn solution(&mut self, object: &Object) {
        if object.members.first().is_none_or(|member| member.role != Role::SolutionId) {
            return;
        }
        let id = self.facts.text(self.text, Role::SolutionId);
        let is_category = self.facts.text(self.text, Role::SolutionType).is_some_and(|name| name == "Category");
        if let Some(id) = id
            && is_category
            && !id.is_empty()
            && !SOLUTION.contains(id.as_bytes())
        {
            let mut path = self.path_through(self.outer.iter());
            pointer::push(&mut path, "id");
            self.find_at(path, Code::Vocabulary, Params::new(), self.facts.place(Role::SolutionId));
        }
        self.facts.note(Role::SolutionId, None);
        self.facts.note(Role::SolutionType, None);
    }
}

/// Few digits, and neither sign nor exponent.
fn is_simple(number: &[u8]) -> bool {
    number.len() < 29 && number.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.'))
}
