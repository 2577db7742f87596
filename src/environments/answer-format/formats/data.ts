import { type DataFormat, dataFormats } from "../../scoring/data-formats/index.ts";
import { type AnswerFormat, type Found, filled } from "../answer-format.ts";
import { findBetween } from "./between.ts";

type Data = Readonly<Record<string, unknown>>;

interface Shape {
  readonly name: string;
  readonly level: AnswerFormat["level"];
  readonly told: string;
  readonly write: (answer: string) => Data;
  readonly read: (value: Data) => unknown;
}

const SHAPES: readonly Shape[] = [
  {
    name: "plain",
    level: "simple",
    told: 'with the one field "answer"',
    write: (answer) => ({ answer }),
    read: (value) => only(value, ["answer"]) && value.answer,
  },
  {
    name: "confidence",
    level: "complex",
    told: 'with the fields "answer" and "confidence", a number from 0 to 1',
    write: (answer) => ({ answer, confidence: 0.9 }),
    read: (value) => only(value, ["answer", "confidence"]) && isShare(value.confidence) && value.answer,
  },
  {
    name: "list",
    level: "complex",
    told: 'with the field "steps", a list of at least two texts, and the field "answer"',
    write: (answer) => ({ steps: ["read the question", "think"], answer }),
    read: (value) => only(value, ["steps", "answer"]) && isList(value.steps) && value.answer,
  },
  {
    name: "section",
    level: "complex",
    told: 'with the one field "result", which is an object with the fields "answer" and "reason"',
    write: (answer) => ({ result: { answer, reason: "by thinking" } }),
    read: (value) => {
      const result = value.result;
      return only(value, ["result"]) && isObject(result) && only(result, ["answer", "reason"]) && result.answer;
    },
  },
];

/** JSON, YAML, TOML and XML in several shapes: in a fenced block, as the whole answer, or between tags. */
export const data: readonly AnswerFormat[] = dataFormats.flatMap((language) =>
  SHAPES.flatMap((shape) => [
    inData(language, shape, "fence", `\`\`\`${language.name}\n`, "\n```"),
    inData(language, shape, "tag", `<${language.name}_output>\n`, `\n</${language.name}_output>`),
    inData(language, shape, "whole", "", ""),
  ]),
);

function inData(language: DataFormat, shape: Shape, container: string, open: string, close: string): AnswerFormat {
  const name = language.name.toUpperCase();
  const where =
    container === "whole"
      ? `Answer with nothing but ${name}`
      : `Answer with one ${name} value between ${show(open)} and ${show(close)}`;
  const root = language.name === "xml" ? " The root element may have any name." : "";
  return {
    id: `${language.name}-${shape.name}-${container}`,
    dataKind: "generic",
    level: shape.level,
    instruction: `${where}: an object ${shape.told}.${root}`,
    find: (text) => (container === "whole" ? whole(text) : findBetween(text, open, close)),
    parse: (form) => readData(form.slice(open.length, form.length - close.length), language, shape),
    write: (answer) => `${open}${language.write(shape.write(answer))}${close}`,
  };
}

function readData(text: string, language: DataFormat, shape: Shape): string | null {
  try {
    const value = language.parse(text);
    const answer = isObject(value) && shape.read(value);
    return typeof answer === "string" || typeof answer === "number" ? filled(String(answer)) : null;
  } catch {
    return null;
  }
}

function whole(text: string): Found[] {
  return text.trim() === "" ? [] : [{ start: 0, end: text.length }];
}

function show(mark: string): string {
  return mark.trim();
}

function only(value: Data, names: readonly string[]): boolean {
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}

function isObject(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isShare(value: unknown): boolean {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && number >= 0 && number <= 1;
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.length >= 2 && value.every((item) => typeof item === "string");
}
