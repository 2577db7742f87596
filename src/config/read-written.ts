import { dirname } from "node:path";
import { HermesError } from "../errors.ts";
import { isPlainObject } from "./kinds.ts";
import { findNearest } from "./nearest-name.ts";
import type { GivenValue, GivenValues } from "./origin.ts";
import { isSetting, type SettingTree } from "./setting.ts";
import { listSettings, settings } from "./settings.ts";

/**
 * The settings that the content of a configuration file gives. Throws HermesError "config-invalid" for an unknown name, with the nearest
 * known one, and for a value of another kind; the message names file and setting.
 */
export function readWritten(content: unknown, file: string): GivenValues {
  if (!isPlainObject(content)) {
    throw invalid(file, "", 'holds no object; expected settings such as { model: "nano", server: { port: 8000 } }.');
  }
  return new Map(readSection(content, settings, "", file));
}

function readSection(section: object, tree: SettingTree, prefix: string, file: string): [string, GivenValue][] {
  return Object.entries(section).flatMap(([name, value]): [string, GivenValue][] => {
    const path = prefix + name;
    const node = Object.hasOwn(tree, name) ? tree[name] : undefined;
    if (node === undefined)
      throw invalid(file, path, `has no setting "${path}"; ${describeKnown(path, prefix, tree)}.`);
    if (value === undefined) return [];
    if (!isSetting(node)) {
      if (isPlainObject(value)) return readSection(value, node, `${path}.`, file);
      const names = Object.keys(node).join(", ");
      throw invalid(file, path, `says ${path} is ${describeValue(value)}; expected an object with any of ${names}.`);
    }
    if (node.kind.accepts(value)) {
      const settled = node.kind.fromFolder?.(value, dirname(file)) ?? value;
      return [[path, { value: settled, origin: { type: "file", path: file } }]];
    }
    throw invalid(file, path, `says ${path} is ${describeValue(value)}; expected ${node.kind.expected}.`);
  });
}

/** The nearest name; where none is near, those that could stand there. */
function describeKnown(path: string, prefix: string, tree: SettingTree): string {
  const here = Object.keys(tree).map((name) => prefix + name);
  const nearest = findNearest(path, [...here, ...listSettings().map((row) => row.path)]);
  return nearest === null ? `there are ${Object.keys(tree).join(", ")}` : `"${nearest}" is near`;
}

function describeValue(value: unknown): string {
  const json = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value));
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}

function invalid(file: string, field: string, what: string): HermesError {
  const facts = { path: file, ...(field === "" ? {} : { field }) };
  return new HermesError("config-invalid", `The configuration ${file} ${what}`, facts);
}
