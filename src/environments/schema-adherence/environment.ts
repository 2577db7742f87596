import { createSchemaCheck } from "../../grammar/index.ts";
import { completionText, readAnswer, verdict, wrong } from "../completion.ts";
import type { Environment, Random, Score, ScoredSample, Split } from "../contract.ts";
import { endless, fnv1a } from "../random.ts";
import { dataFormats } from "../scoring/data-formats/index.ts";
import { drawFacts, drawTask, type SchemaFacts, type SchemaItem } from "./items.ts";
import { isObject, leaves } from "./json.ts";
import { describeForm, findForm, writeForm } from "./output-form.ts";
import { typedBySchema } from "./typed-by-schema.ts";

export interface SchemaVerdict {
  readonly task: "generation" | "editing";
  /** Of an editing that is valid: the share of the fields without error that are as they were. */
  readonly minimalEdit: number | null;
  /** The validator's first complaint. */
  readonly complaint: string | null;
}

/** Of so many facts one is kept for evaluation, by its hash. */
const EVAL_ONE_IN = 8;
/** Groups that are all right but longer than this share of the limit, on average, get less (as in Atropos). */
const LONG_SHARE = 0.75;
const LONG_FACTOR = 0.9;

/**
 * Schema adherence (Hermes 4 report, section 2.2.4): an object of a JSON Schema from facts, or a broken object mended, as JSON, YAML, TOML
 * or XML. Right when the thought is well formed, the container is there, its content parses and the object is valid. Schemas, facts
 * and errors are our own.
 */
export const schemaAdherence: Environment<SchemaItem, SchemaVerdict> = {
  id: "schema-adherence",
  version: "1",
  defaults: { temperature: 0.6, topP: 0.95, topK: 20, maxTokens: 8192, contextLength: null, nSamples: 1, groupSize: 8 },
  *items(split, seed) {
    const make = (random: Random) => {
      const base = drawFacts(random);
      return splitOf(base) === split ? drawTask(random, base) : null;
    };
    for (const item of endless("schema-adherence", split, seed, make)) if (item !== null) yield item;
  },
  itemId,
  category: ({ error }) => (error === null ? "generation" : `editing, ${error.kind}`),
  prompt: (item, mode) => ({
    messages: [{ role: "user", content: promptText(item) }],
    thinking: mode === "reasoning",
  }),
  score: (item, { completion, mode }) => scoreObject(item, readAnswer(completion, mode)),
  demonstrate(item, mode) {
    const thought = item.error === null ? "I fill in every field." : `The error is at ${item.error.path.join(".")}.`;
    return completionText(mode, thought, writeForm(item.facts, formatOf(item), item.container));
  },
  adjustGroup(scores, lengths, limit) {
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    const isLong = mean > LONG_SHARE * limit && scores.every(({ value }) => value === 1);
    return scores.map(({ value }) => (isLong ? value * LONG_FACTOR : value));
  },
  aggregate: minimalEdits,
};

function promptText({ record, schema, facts, error, format, container }: SchemaItem): string {
  const task =
    error === null
      ? `Make an object for a ${record} from these facts:\n${factLines(facts)}`
      : `This object for a ${record} breaks the schema. Correct it and leave alone what is right:\n${JSON.stringify(error.value, null, 2)}`;
  return `${task}\n\nThe object must be valid against this JSON Schema:\n${JSON.stringify(schema)}\n\n${describeForm(format, container)}`;
}

function factLines(facts: SchemaItem["facts"]): string {
  const say = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(say).join("; ");
    if (!isObject(value)) return value === true ? "yes" : value === false ? "no" : String(value);
    return Object.entries(value)
      .map(([name, part]) => `${words(name)} ${say(part)}`)
      .join(", ");
  };
  return Object.entries(facts)
    .map(([name, value]) => `- ${words(name)}: ${say(value)}`)
    .join("\n");
}

function words(name: string): string {
  return name.replaceAll("_", " ");
}

function scoreObject(item: SchemaItem, answer: ReturnType<typeof readAnswer>): Score<SchemaVerdict> {
  const task = item.error === null ? "generation" : "editing";
  const nothing: SchemaVerdict = { task, minimalEdit: null, complaint: null };
  if (!answer.found) return { ...wrong(answer.reason), verdict: nothing };
  const form = findForm(answer.span, item.format, item.container);
  if (typeof form === "string") return { ...wrong(form), verdict: nothing };
  const method = `${item.format}, ${item.container}`;
  const text = objectText(form.text, item);
  if (text === null) return { ...verdict(form, method, false, "not_parsed"), verdict: nothing };
  const complaint = createSchemaCheck(item.schema)(text);
  const minimalEdit = complaint === null && item.error !== null ? shareKept(item, JSON.parse(text)) : null;
  return { ...verdict(form, method, complaint === null, "not_valid"), verdict: { task, minimalEdit, complaint } };
}

/** The object as JSON; null for text that is not of the format or holds no object. */
function objectText(text: string, item: SchemaItem): string | null {
  try {
    const value = formatOf(item).parse(text.trim());
    const typed = item.format === "xml" ? typedBySchema(value, item.schema) : value;
    return isObject(typed) ? JSON.stringify(typed) : null;
  } catch {
    return null;
  }
}

/** Of the values that the error left alone, those that the answer has too. */
function shareKept({ facts, error }: SchemaItem, value: unknown): number {
  const [before, broken, after] = [leaves(facts), leaves(error!.value), leaves(value)];
  const untouched = [...before].filter(([path, fact]) => broken.has(path) && broken.get(path) === fact);
  return untouched.filter(([path, fact]) => after.get(path) === fact).length / Math.max(1, untouched.length);
}

function minimalEdits(samples: readonly ScoredSample<SchemaVerdict>[]): Record<string, number> {
  const shares = samples.flatMap(({ score }) => score.verdict?.minimalEdit ?? []);
  return shares.length === 0 ? {} : { "minimal edit": shares.reduce((sum, share) => sum + share, 0) / shares.length };
}

function formatOf(item: SchemaItem) {
  return dataFormats.find(({ name }) => name === item.format)!;
}

function itemId({ error, format, container, ...base }: SchemaItem): string {
  const task = error === null ? "generation" : `editing ${error.kind} ${fnv1a(JSON.stringify(error)).toString(16)}`;
  return `${base.record} ${hashOf(base)}, ${task}, ${format} ${container}`;
}

function splitOf(base: SchemaFacts): Split {
  return Number.parseInt(hashOf(base), 16) % EVAL_ONE_IN === 0 ? "eval" : "train";
}

function hashOf({ schema, facts }: SchemaFacts): string {
  return fnv1a(JSON.stringify([schema, facts])).toString(16);
}
