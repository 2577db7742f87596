import type { Json } from "../../chat/index.ts";
import type { Random } from "../contract.ts";
import { pickSome } from "../random.ts";
import { listed } from "./fill.ts";
import * as words from "./words.ts";

/** A value as the call carries it and as the user says it. */
export interface Value {
  readonly json: Json;
  readonly text: string;
}

/** One argument type: its JSON schema and how values are drawn. */
export interface ValueKind {
  readonly schema: { readonly [keyword: string]: Json };
  draw(random: Random): Value;
}

const text = (draw: (random: Random) => string): ValueKind => ({
  schema: { type: "string" },
  draw: (random) => {
    const value = draw(random);
    return { json: value, text: value };
  },
});

export const city = text(words.cityName);
export const person = text(words.personName);
export const time = text(words.clockTime);
export const date = text(words.isoDate);
export const thing = text((random) => (random.chance(0.5) ? random.pick(words.THINGS) : words.inventWord(random)));
export const food = text((random) => (random.chance(0.5) ? random.pick(words.FOODS) : words.inventWord(random)));
export const colour = text((random) => random.pick(words.COLOURS));
export const job = text((random) => random.pick(words.JOBS));
export const animal = text((random) => random.pick(words.ANIMALS));
export const language = text((random) => random.pick(words.LANGUAGES));
export const weekday = text((random) => random.pick(words.WEEKDAYS));
/** Three or four capital letters, as stock symbols and codes are. */
export const symbol = text((random) =>
  Array.from({ length: random.integer(3, 4) }, () => String.fromCharCode(65 + random.integer(0, 25))).join(""),
);
/** A letter and digits: order numbers, flights, rooms. */
export const code = text((random) => `${String.fromCharCode(65 + random.integer(0, 25))}${random.integer(10, 999)}`);
/** Two or three words, real and invented. */
export const phrase = text((random) =>
  Array.from({ length: random.integer(2, 3) }, () =>
    random.pick([
      random.pick(words.THINGS),
      random.pick(words.ANIMALS),
      words.inventWord(random),
      random.pick(words.COLOURS),
    ]),
  ).join(" "),
);
export const email = text((random) => `${words.inventWord(random, 2)}@${words.inventWord(random, 2)}.com`);

export function integer(low: number, high: number): ValueKind {
  return {
    schema: { type: "integer" },
    draw: (random) => {
      const json = random.integer(low, high);
      return { json, text: String(json) };
    },
  };
}

/** One digit after the point, never zero, so that JSON text and spoken text agree. */
export function decimal(low: number, high: number): ValueKind {
  return {
    schema: { type: "number" },
    draw: (random) => {
      const json = random.integer(low, high) + random.integer(1, 9) / 10;
      return { json, text: json.toFixed(1) };
    },
  };
}

/** One of `options`, told to the tool as an enum. */
export function choice(...options: readonly string[]): ValueKind {
  return {
    schema: { type: "string", enum: options },
    draw: (random) => {
      const json = random.pick(options);
      return { json, text: json };
    },
  };
}

/** true said as `yes`, false as `no`. */
export function flag(yes: string, no: string): ValueKind {
  return {
    schema: { type: "boolean" },
    draw: (random) => {
      const json = random.chance(0.5);
      return { json, text: json ? yes : no };
    },
  };
}

/** Two or three names: `["Anna", "Ben"]`, said as "Anna and Ben". */
export const people = array((random) =>
  pickSome(random, words.FIRST_NAMES, random.integer(1, 2)).concat(words.inventName(random)),
);
/** Two or three things: `["bread", "tea"]`, said as "bread and tea". */
export const things = array((random) => pickSome(random, words.THINGS, random.integer(2, 3)));
export const languages = array((random) => pickSome(random, words.LANGUAGES, 2));

function array(draw: (random: Random) => readonly string[]): ValueKind {
  return {
    schema: { type: "array", items: { type: "string" } },
    draw: (random) => {
      const json = draw(random);
      return { json, text: listed(json) };
    },
  };
}
