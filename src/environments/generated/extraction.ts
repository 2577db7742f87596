import type { Json } from "../../chat/index.ts";
import { completionText, scoreAnswer, verdict } from "../completion.ts";
import type { GeneratedEnvironment, Mode, Random, Score } from "../contract.ts";
import { endless, pickSome } from "../random.ts";
import { capitalised, fill, listed } from "./fill.ts";
import { jsonEqual, jsonText, parseJson } from "./json-text.ts";
import { composeRecord } from "./records/composed.ts";
import { knownRecords } from "./records/known.ts";
import type { RecordField, RecordKind } from "./records/record.ts";
import { unseenRecords } from "./records/unseen.ts";
import { defaults, userRequest } from "./request.ts";

/** A record kind whose wanted fields have been named. */
interface Schema {
  readonly record: RecordKind;
  readonly fields: readonly { readonly name: string; readonly field: RecordField }[];
  readonly unseen: boolean;
  /** Where the schema stands, and in which words. */
  readonly place: "system" | "user";
  readonly wording: string;
}

interface ExtractionItem {
  readonly schema: Schema;
  readonly text: string;
  readonly expected: { readonly [name: string]: Json };
}

const MAX_TOKENS = 160;

/** The clause of the field that the subject of the sentence already names. */
const LEAD = "";
/** Share of texts written as "Name: Anna; Age: 34". */
const LABEL_SHARE = 0.15;

const SYSTEM_WORDINGS = [
  "Extract the data as JSON.\nSchema: {schema}",
  "Reply only with a JSON object of this schema: {schema}",
  "Turn the text into JSON for this schema: {schema}",
];
const USER_WORDINGS = [
  "Extract JSON.\nSchema: {schema}\nText: {text}",
  "Fill this schema from the text. Reply only with JSON.\nSchema: {schema}\nText: {text}",
  "{text}\nGive this as JSON with the schema {schema}",
];

/** A sentence and a JSON schema: the object with the values of the sentence. */
export const extraction: GeneratedEnvironment<ExtractionItem> = {
  id: "extraction",
  version: "1",
  defaults: defaults(MAX_TOKENS),
  items: (split, seed) =>
    endless("extraction", split, seed, (random) => {
      const unseen = split === "eval" && random.chance(0.5);
      return makeItem(random, makeSchema(random, unseen));
    }),
  itemId: ({ schema, text }) => `${text} | ${schema.fields.map(({ name }) => name).join()}`,
  category: ({ schema }) => (schema.unseen ? "unseen schemas" : "known schemas"),
  prompt: ({ schema, text }, mode) => {
    const values = { schema: jsonText(jsonSchema(schema)), text };
    const filled = fill(schema.wording, values);
    return schema.place === "user"
      ? userRequest(filled, mode, MAX_TOKENS)
      : userRequest(text, mode, MAX_TOKENS, { system: filled });
  },
  demonstrate: ({ schema, expected }, mode) =>
    completionText(mode, `Fields: ${schema.fields.map(({ name }) => name).join(", ")}.`, jsonText(expected)),
  score: (item, { completion, mode }) => scoreJsonAnswer(completion, mode, item.expected),
  followUp: (item, random) => makeItem(random, item.schema),
};

/** The answer must be one JSON value equal to `expected`. */
export function scoreJsonAnswer(completion: string, mode: Mode, expected: Json): Score {
  return scoreAnswer(completion, mode, (answer) => {
    const got = parseJson(answer.text);
    const reason = got === undefined ? "not_json" : "different_values";
    return verdict(answer, "json", jsonEqual(got, expected), reason);
  });
}

function makeSchema(random: Random, unseen: boolean): Schema {
  const record = random.chance(0.4)
    ? composeRecord(random, unseen)
    : random.pick(unseen ? unseenRecords : knownRecords);
  const lead = record.lead ? [{ ...record.lead, clause: LEAD }] : [];
  const wanted = pickSome(random, [...lead, ...record.fields], random.integer(2, random.chance(0.3) ? 5 : 3));
  const fields: { name: string; field: RecordField }[] = [];
  for (const field of wanted) {
    const free = field.names.filter((name) => fields.every((other) => other.name !== name));
    if (free.length > 0) fields.push({ name: random.pick(free), field });
  }
  const place = random.chance(0.5) ? "system" : "user";
  return { record, fields, unseen, place, wording: random.pick(place === "system" ? SYSTEM_WORDINGS : USER_WORDINGS) };
}

function jsonSchema({ fields }: Schema): Json {
  const properties = Object.fromEntries(fields.map(({ name, field }) => [name, field.kind.schema]));
  return { type: "object", properties, required: fields.map(({ name }) => name) };
}

/** A text that says every wanted field, in an order of its own, and sometimes one more. */
function makeItem(random: Random, schema: Schema): ExtractionItem {
  const { record, fields } = schema;
  const wanted = fields.map(({ field }) => field);
  const others = record.fields.filter((field) => !wanted.some(({ clause }) => clause === field.clause));
  const said = random.shuffle([
    ...wanted.filter(({ clause }) => clause !== LEAD),
    ...pickSome(random, others, random.integer(0, 1)),
  ]);
  const values = new Map(said.map((field) => [field.clause, field.kind.draw(random)]));
  const lead = record.lead?.kind.draw(random);
  if (lead) values.set(LEAD, lead);
  const expected = Object.fromEntries(fields.map(({ name, field }) => [name, values.get(field.clause)!.json]));
  if (random.chance(LABEL_SHARE)) {
    const labels = random.shuffle(
      fields.map(({ name, field }) => `${capitalised(name.replaceAll("_", " "))}: ${values.get(field.clause)!.text}`),
    );
    return { schema, text: labels.join(random.pick([". ", "; ", "\n"])), expected };
  }
  const clauses = said.map(({ clause }) => fill(clause, { v: values.get(clause)!.text }));
  const subject = fill(record.subject, { v: lead?.text ?? "" });
  return { schema, text: `${capitalised(subject)} ${listed(clauses)}.`, expected };
}
