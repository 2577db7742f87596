/** What the printer takes. Keys of a map stand in their order; undefined ones are left out. */
export type YamlValue = string | number | boolean | readonly YamlValue[] | YamlMap | Commented;

export interface YamlMap {
  readonly [key: string]: YamlValue | undefined;
}

/** A value with lines of comment above it. */
export class Commented {
  readonly lines: readonly string[];
  readonly value: Exclude<YamlValue, Commented>;

  constructor(lines: readonly string[], value: Exclude<YamlValue, Commented>) {
    this.lines = lines;
    this.value = value;
  }
}

/** Words without quotes: options, paths, names with a tag; none that YAML 1.1 or 1.2 reads as something else. */
const PLAIN = /^(?:--?[A-Za-z]|[A-Za-z/])[\w./-]*(?::[\w./-]+)?$/;
const TAKEN = /^(?:true|false|null|yes|no|on|off|y|n|e\d+)$/i;
/** JSON leaves these as they are; YAML counts them as line ends, or as not printable. */
const NOT_IN_YAML = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** One YAML document: maps and lists in block style, strings plain or in double quotes. */
export function printYaml(map: YamlMap): string {
  return isEmpty(map) ? "{}\n" : `${mapLines(map).join("\n")}\n`;
}

function mapLines(map: YamlMap): string[] {
  return Object.entries(map).flatMap(([key, entry]) => (entry === undefined ? [] : entryLines(key, entry)));
}

function entryLines(key: string, entry: YamlValue): string[] {
  const [comment, value] = uncomment(entry);
  const name = printString(key);
  if (isEmpty(value)) return [...comment, `${name}: ${Array.isArray(value) ? "[]" : "{}"}`];
  if (isScalar(value)) return [...comment, `${name}: ${printScalar(value)}`];
  return [...comment, `${name}:`, ...indent(blockLines(value))];
}

function itemLines(item: YamlValue): string[] {
  const [comment, value] = uncomment(item);
  if (isEmpty(value)) return [...comment, `- ${Array.isArray(value) ? "[]" : "{}"}`];
  const [first, ...rest] = isScalar(value) ? [printScalar(value)] : blockLines(value);
  return [...comment, `- ${first}`, ...indent(rest)];
}

function blockLines(value: readonly YamlValue[] | YamlMap): string[] {
  return isList(value) ? value.flatMap(itemLines) : mapLines(value);
}

function uncomment(entry: YamlValue): [comment: string[], value: Exclude<YamlValue, Commented>] {
  if (!(entry instanceof Commented)) return [[], entry];
  return [entry.lines.map((line) => `# ${line}`), entry.value];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function isList(value: unknown): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isScalar(value: Exclude<YamlValue, Commented>): value is string | number | boolean {
  return typeof value !== "object";
}

function isEmpty(value: Exclude<YamlValue, Commented>): boolean {
  return typeof value === "object" && Object.values(value).every((entry) => entry === undefined);
}

function printScalar(value: string | number | boolean): string {
  return typeof value === "string" ? printString(value) : String(value);
}

function printString(text: string): string {
  if (PLAIN.test(text) && !TAKEN.test(text)) return text;
  return JSON.stringify(text).replace(NOT_IN_YAML, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
