import type { Random } from "../../contract.ts";
import { pickSome } from "../../random.ts";
import * as v from "../values.ts";
import { inventWord } from "../words.ts";
import type { RecordField, RecordKind } from "./record.ts";

const list = (text: string): readonly string[] => text.trim().split(/\s*,\s*/);

const KNOWN_NOUNS = list(`
  level, rate, score, mark, label, group, class, team, zone, floor, gate, track, model, brand, version, grade, type,
  state, region, country, street, phone, width, depth, volume, speed, power, distance, budget, profit, rank, limit,
  quality, shape, material, flavor, season, shift, leader, partner, contact, origin, target, reason, result, status`);

const UNSEEN_NOUNS = list(`
  altitude, badge, canal, deposit, engine, fabric, guard, humidity, income, kernel, lodge, motto, nickname, orbit,
  pattern, quota, rhythm, sponsor, tariff, valley`);

const KINDS = [
  v.integer(1, 999),
  v.integer(1, 99),
  v.decimal(1, 99),
  v.city,
  v.person,
  v.thing,
  v.code,
  v.date,
  v.time,
  v.colour,
];

/**
 * "The level of B12 is 7, the leader is Anna": field names are the nouns of the text, a third of them invented, so
 * that fields are found by reading and not by remembering. `unseen` takes nouns that training never shows.
 */
export function composeRecord(random: Random, unseen: boolean): RecordKind {
  const nouns = pickSome(random, unseen ? UNSEEN_NOUNS : KNOWN_NOUNS, 6);
  const fields = nouns.map((known): RecordField => {
    const noun = !unseen && random.chance(0.33) ? inventWord(random) : known;
    return { names: [noun], kind: random.pick(KINDS), clause: `has the ${noun} {v}` };
  });
  return {
    id: `composed ${nouns[0]}`,
    subject: random.pick(["The report", "The entry", "The file", "It", "This one"]),
    fields,
  };
}
