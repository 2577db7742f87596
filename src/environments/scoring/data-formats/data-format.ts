import { parse as parseToml, stringify as writeToml } from "smol-toml";
import { parse as parseYaml, stringify as writeYaml } from "yaml";
import { parseXml, writeXml } from "./xml.ts";

export type DataFormatName = "json" | "yaml" | "toml" | "xml";

export interface DataFormat {
  readonly name: DataFormatName;
  /** Throws for text that is not of the format, or too long. */
  parse(text: string): unknown;
  write(value: Readonly<Record<string, unknown>>): string;
}

/** Data that is longer is not read: an answer fits into less, and the parsers are slow on hostile text. */
const MAX_LENGTH = 8000;

export const dataFormats: readonly DataFormat[] = [
  bounded(
    "json",
    (text) => JSON.parse(text),
    (value) => JSON.stringify(value, null, 2),
  ),
  bounded(
    "yaml",
    (text) => parseYaml(text, { maxAliasCount: 0, logLevel: "error" }),
    (value) => writeYaml(value),
  ),
  bounded(
    "toml",
    (text) => parseToml(text),
    (value) => writeToml({ ...value }),
  ),
  bounded("xml", parseXml, writeXml),
];

function bounded(
  name: DataFormatName,
  parse: (text: string) => unknown,
  write: (value: Readonly<Record<string, unknown>>) => string,
): DataFormat {
  return {
    name,
    parse(text) {
      if (text.length > MAX_LENGTH) throw new Error(`more than ${MAX_LENGTH} characters`);
      return parse(text);
    },
    write: (value) => write(value).trimEnd(),
  };
}
