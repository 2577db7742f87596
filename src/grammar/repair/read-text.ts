import { Decimal, equalityKey, type JsonValue, pointerTo, renderJson, toPlainValue } from "../schema-model/index.ts";
import type { RepairChange, RepairStage, TextEdit } from "./contract.ts";
import type { Change } from "./corrections/proposal.ts";
import { type Correction, Corrector } from "./corrector.ts";
import { type Candidate, findJson } from "./find-json.ts";
import { REPAIR_LIMITS } from "./limits.ts";
import { type Reading, readCandidate } from "./repair-syntax.ts";
import { type Validators, WorkBudget } from "./validators.ts";

/** What came of a text without a model. */
export interface Attempt {
  /** Null where nothing could be read. */
  readonly best: { readonly reading: Reading; readonly correction: Correction } | null;
  /** As RepairResult has it. */
  readonly json: string | null;
  readonly changes: readonly RepairChange[];
  readonly edits: readonly TextEdit[];
  readonly stages: readonly RepairStage[];
}

type Read = NonNullable<Attempt["best"]>;

/** Reads a text, mends its syntax and corrects its value. Never throws. */
export function readText(text: string, validators: Validators): Attempt {
  const budget = new WorkBudget();
  const whole = readWhole(text);
  const readings = whole === null ? readParts(text) : [whole];
  const found = readings.flatMap((reading) => {
    const corrector = new Corrector(validators, budget, oddSpellings(reading.json));
    const correction = corrector.correct(validators.model.root, reading.value);
    return isMeant(reading, correction) ? [{ reading, correction }] : [];
  });
  const best = chooseBest(found);
  if (best === null) return { best, json: null, changes: [], edits: [], stages: unreadable(text) };
  const { reading, correction } = best;
  const changes = [...reading.changes, ...correction.changes.map(reportChange)];
  const json = changes.length > 0 ? renderJson(correction.value) : reading.json;
  const syntax = syntaxStages(whole !== null, reading, describeChoice(found, best));
  const stages = [...syntax, schemaStage(correction, budget.isSpent)];
  return { best, json, changes, edits: reading.edits, stages };
}

/** The text as it is, where it is JSON. */
function readWhole(text: string): Reading | null {
  const reading = readCandidate(text, { start: 0, end: text.length, text }, "strict");
  return reading === null || reading.changes.length > 0 ? null : reading;
}

function readParts(text: string): readonly Reading[] {
  const candidates = findJson(text).slice(0, REPAIR_LIMITS.readings);
  return candidates.flatMap((candidate: Candidate) => readCandidate(text, candidate) ?? []);
}

/** Bare words are JSON only where the schema asks for such words. */
function isMeant({ isBare }: Reading, { isValid, changes }: Correction): boolean {
  return !isBare || (isValid && changes.every(({ rule }) => rule === "enum-spelling"));
}

/** The first that meets the schema; else that with the fewest errors. */
function chooseBest(found: readonly Read[]): Read | null {
  const fewest = Math.min(...found.map(({ correction }) => correction.errors.length));
  return found.find(({ correction }) => correction.errors.length === fewest) ?? null;
}

/** Never silently: other parts of the text that would have met the schema, too. */
function describeChoice(found: readonly Read[], best: Read): readonly string[] {
  if (!best.correction.isValid) return [];
  const key = equalityKey(best.correction.value);
  const others = found.filter(({ correction }) => correction.isValid && equalityKey(correction.value) !== key);
  return others.map(({ correction }) => `another part of the text meets the schema: ${shorten(correction.value)}`);
}

function shorten(value: JsonValue): string {
  const text = renderJson(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function syntaxStages(isWhole: boolean, reading: Reading, notes: readonly string[]): readonly RepairStage[] {
  if (isWhole) return [{ name: "parse", outcome: "passed", notes: [] }];
  const cut = reading.complete ? [] : ["the end of the text was cut off"];
  return [
    { name: "parse", outcome: "failed", notes: [] },
    { name: "syntax", outcome: "repaired", notes: [...cut, ...notes] },
  ];
}

function schemaStage({ isValid, changes, errors }: Correction, isSpent: boolean): RepairStage {
  const isStopped = isSpent || changes.length >= REPAIR_LIMITS.changes;
  const notes = isValid ? [] : [`${errors.length} errors are left`, ...(isStopped ? [STOPPED] : [])];
  return { name: "schema", outcome: !isValid ? "failed" : changes.length > 0 ? "repaired" : "passed", notes };
}

function unreadable(text: string): readonly RepairStage[] {
  const isLong = text.length > REPAIR_LIMITS.text;
  const why = isLong ? `texts over ${REPAIR_LIMITS.text} characters are not repaired` : "no JSON was found in the text";
  return [
    { name: "parse", outcome: "failed", notes: [] },
    { name: "syntax", outcome: "failed", notes: [why] },
  ];
}

function reportChange({ rule, steps, before, after }: Change): RepairChange {
  return {
    stage: "schema",
    rule,
    pointer: steps.reduce<string>(pointerTo, ""),
    ...(before === undefined ? {} : { before: toPlainValue(before) }),
    ...(after === undefined ? {} : { after: toPlainValue(after) }),
  };
}

/** Whole numbers that are spelled with a point or an exponent: `1.0` may be a version, which "1" is not. */
function oddSpellings(json: string): ReadonlySet<string> {
  const odd = new Set<string>();
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g)) {
    if (!token.startsWith('"') && /[.eE]/.test(token)) odd.add(Decimal.parse(token)?.key ?? "");
  }
  return odd;
}

const STOPPED = "the search for corrections was given up: there were too many, or it took too long";
