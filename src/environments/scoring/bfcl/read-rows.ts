import { z } from "zod";
import { parseRawJson, type RawJson, type Tool } from "../../../chat/index.ts";
import { HermesError } from "../../../errors.ts";
import { type DataFile, type DataFolder, readJsonRows } from "../../data/index.ts";
import { type PythonDict, type PythonValue, toPython } from "../tool-calls/python-value.ts";
import type { PossibleCall } from "./check-call.ts";
import { valuesOf } from "./check-value.ts";
import { type FunctionSchema, type SchemaType, schemaTypes } from "./function-schema.ts";
import { toolOf } from "./tool-of.ts";

/** One question of BFCL with its functions and its possible answers. */
export interface BfclItem {
  readonly id: string;
  readonly category: string;
  readonly question: string;
  readonly tools: readonly Tool[];
  readonly functions: readonly FunctionSchema[];
  /** Empty for irrelevance. */
  readonly expected: readonly PossibleCall[];
}

const questionRow = z.object({
  id: z.string(),
  question: z.tuple([z.tuple([z.object({ role: z.literal("user"), content: z.string() })])]),
  function: z.array(z.custom<RawJson>()).min(1),
});
const answerRow = z.object({ id: z.string(), ground_truth: z.array(z.custom<RawJson>()) });

/** Rows of a category. `answers` null: no call is right. Throws "file-invalid" where a row is not as published. */
export async function readBfclRows(
  data: DataFolder,
  category: string,
  questions: DataFile,
  answers: DataFile | null,
): Promise<BfclItem[]> {
  const rows = await readJsonRows(data, questions, questionRow, parseRawJson);
  const truths = answers === null ? null : await readJsonRows(data, answers, answerRow, parseRawJson);
  const byId = new Map(truths?.map(({ id, ground_truth }) => [id, ground_truth]));
  return rows.map((row) => {
    const invalid = (what: string) => {
      const path = data.pathOf(questions)!;
      return new HermesError("file-invalid", `${path}, ${row.id}: ${what}`, { path });
    };
    const truth = truths === null ? [] : byId.get(row.id);
    if (!truth) throw invalid(`its answer is missing in ${data.pathOf(answers!)}`);
    const functions = row.function.map((schema) => readFunction(toPython(schema), invalid));
    const expected = truth.map((call) => readPossibleCall(toPython(call), functions, invalid));
    const [[{ content }]] = row.question;
    return { id: row.id, category, question: content, tools: row.function.map(toolOf), functions, expected };
  });
}

type Invalid = (what: string) => HermesError<"file-invalid">;

function readFunction(value: PythonValue, invalid: Invalid): FunctionSchema {
  const schema = membersOf(value);
  const parameters = membersOf(schema.get("parameters"));
  const name = textOf(schema.get("name"));
  if (name === null) throw invalid("a function without a name");
  const required = parameters.get("required");
  return {
    name,
    required: required?.type === "list" ? required.items.flatMap((item) => textOf(item) ?? []) : [],
    parameters: new Map(
      Array.from(membersOf(parameters.get("properties")), ([parameter, description]) => {
        const members = membersOf(description);
        const items = membersOf(members.get("items")).get("type");
        const itemType = items === undefined ? null : readType(items, invalid);
        return [parameter, { type: readType(members.get("type"), invalid), itemType }];
      }),
    ),
  };
}

function readType(value: PythonValue | undefined, invalid: Invalid): SchemaType {
  const type = textOf(value);
  if (type !== null && Object.hasOwn(schemaTypes, type)) return type as SchemaType;
  throw invalid(`the type ${type} is unknown; types are ${Object.keys(schemaTypes).join(", ")}`);
}

function readPossibleCall(value: PythonValue, functions: readonly FunctionSchema[], invalid: Invalid): PossibleCall {
  const [call, ...more] = membersOf(value);
  if (!call || more.length > 0) throw invalid("an answer that is not one call by its name");
  const [name, parameters] = call;
  if (!functions.some((schema) => schema.name === name))
    throw invalid(`its answer calls ${name}, which is not offered`);
  return { name, parameters: new Map(Array.from(membersOf(parameters), ([key, values]) => [key, valuesOf(values)])) };
}

function membersOf(value: PythonValue | undefined): PythonDict {
  return value?.type === "dict" ? value.members : new Map();
}

function textOf(value: PythonValue | undefined): string | null {
  return value?.type === "str" ? value.text : null;
}
