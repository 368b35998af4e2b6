//! Values against what the table says of their member.

use super::super::facts::Fact;
use super::super::rules;
use super::Checker;
use crate::finding::{Code, Param, Params};
use crate::json::number::Decimal;
use crate::json::{Scalar, Token, pointer, string};
use crate::schema::{Format, Kind, Member, Object, Role, SOLUTION, SUBSTATUS_LATER, Vocabulary};

impl Checker<'_> {
    /// The value of a known member.
    #[inline]
    pub(super) fn member_scalar(&mut self, member: &'static Member, scalar: Scalar, token: Token) {
        if member.role != Role::Plain {
            self.facts.note(member.role, Some(Fact { kind: scalar.into(), token }));
        }
        match (member.kind, scalar) {
            (Kind::Any, _) | (_, Scalar::Null) | (Kind::Text, Scalar::String) | (Kind::Boolean, Scalar::Boolean) => {}
            (Kind::Formatted(format), Scalar::String) => self.format(format, token),
            (Kind::Enum(list), Scalar::String) => self.enumeration(member, list, token),
            (Kind::Open(list), Scalar::String) => {
                // "" is what the service sends for no value (domain.md, trap 23).
                if token.start != token.end && !list.contains(&string::characters(self.text, token)) {
                    self.find(Code::Vocabulary, Params::new(), token.start);
                }
            }
            (Kind::Decimal, Scalar::Number) => self.decimal(token),
            (Kind::Decimal, Scalar::String) if rules::is_number(self.slice(token)) => {
                self.find(Code::NumberAsString, Params::new(), token.start);
            }
            (kind, _) => self.find_type(kind.json_type(), scalar.into(), token.start),
        }
    }

    #[inline]
    fn format(&mut self, format: Format, token: Token) {
        if !format.matches(&string::characters(self.text, token)) {
            let params = vec![("format", format.name().into())];
            if let Some(finding) = self.find(Code::Format, params, token.start) {
                finding.warn_if(!format.is_strict());
            }
        }
    }

    fn enumeration(&mut self, member: &Member, list: &'static Vocabulary, token: Token) {
        if list.contains(&string::characters(self.text, token)) {
            return;
        }
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

    fn decimal(&mut self, token: Token) {
        let raw = self.slice(token);
        // Few digits and no exponent: only the sign can be wrong.
        if raw.len() < 29 && raw.first() != Some(&b'-') && !raw.iter().any(|byte| byte | 0x20 == b'e') {
            return;
        }
        let number = Decimal::new(raw);
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
