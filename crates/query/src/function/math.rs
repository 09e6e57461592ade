//! ABS, ROUND and RAND.

use schema::Value;

use super::{absent, first, whole, written_number};
use crate::Dialect;
use crate::expr::Call;
use crate::path::{Found, alias};
use crate::planner::{KEY, Planner};
use crate::sql::{Sql, column};
use crate::ty::{Ty, Typed, float, small};

impl<'a> Planner<'a> {
    pub(super) fn math(&mut self, call: &Call) -> Found<Typed<'a>> {
        if call.function.name == "RAND" {
            return Ok(self.random(written_number(call.args.first())));
        }
        let Some(expr) = first(call.args.first()) else { return absent(call) };
        let mut typed = self.expr(expr)?.local();
        if !typed.ty.is_number() {
            typed = Typed::new(float(self.dialect(), &typed), Ty::Float);
        }
        match call.function.name {
            "ABS" => Ok(Typed { sql: Sql::fill("ABS({0})", &[&typed.sql]), literal: None, ..typed }),
            _ => Ok(self.round(&typed, whole(written_number(call.args.get(1)).unwrap_or(0.0)))),
        }
    }

    /// Halves go away from zero.
    fn round(&self, typed: &Typed<'a>, places: i64) -> Typed<'a> {
        let places = places.clamp(-18, 30);
        match (typed.ty.scale(), self.dialect()) {
            (Some(scale), _) if places >= i64::from(scale) => Typed { literal: None, ..typed.clone() },
            (Some(scale), Dialect::Sqlite) => {
                let dropped = u32::try_from(i64::from(scale) - places).unwrap_or(0).min(18);
                let step = 10_i64.pow(dropped);
                let (half, step) = (Sql::raw((step / 2).to_string()), Sql::raw(step.to_string()));
                let rounded = Sql::fill("(((ABS({0}) + {1}) / {2}) * sign({0}))", &[&typed.sql, &half, &step]);
                match u32::try_from(places) {
                    Ok(places) => Typed::new(rounded, Ty::Exact(places)),
                    Err(_) => {
                        let up = 10_i64.pow(u32::try_from(-places).unwrap_or(0).min(18));
                        Typed::new(Sql::fill("({0} * {1})", &[&rounded, &Sql::raw(up.to_string())]), Ty::Int)
                    }
                }
            }
            (Some(_), Dialect::Postgres) => {
                let rounded = Sql::fill("round(({0})::numeric, {1})", &[&typed.sql, &Sql::raw(places.to_string())]);
                Typed::new(rounded, Ty::Exact(u32::try_from(places).unwrap_or(0)))
            }
            (None, _) => {
                let rounded = Sql::fill("ruche_round({0}, {1})", &[&typed.sql, &Sql::raw(places.to_string())]);
                Typed::new(rounded, Ty::Float)
            }
        }
    }

    /// A number in [0, 1) that depends on the row and on a seed alone, so that pages of one order fit together; without
    /// a seed the time is one.
    fn random(&mut self, seed: Option<f64>) -> Typed<'a> {
        let now = self.context.clock.now;
        let of_time = i64::from(now.hour()) * 3600 + i64::from(now.minute()) * 60 + i64::from(now.second());
        let seed = seed.map_or(of_time + i64::from(now.date().day_of_year()) * 86_400, whole);
        let key = match self.entity(0).field(KEY) {
            Some(_) => Typed::new(column(&alias(0), KEY), Ty::Int),
            None => Typed::new(Sql::raw("0"), Ty::Int),
        };
        let key = if self.grouping.pick { self.one_of_group(key) } else { key };
        let seed = match self.dialect() {
            Dialect::Sqlite => Sql::bound(Value::Int(seed % 1_000_000_000)),
            Dialect::Postgres => small(Dialect::Postgres, seed % 1_000_000_000),
        };
        Typed::new(Sql::fill("ruche_random({0}, {1})", &[&key.sql, &seed]), Ty::Float)
    }
}
