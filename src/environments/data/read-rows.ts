import { parse } from "csv-parse/sync";
import type { z } from "zod";
import { HermesError } from "../../errors.ts";
import type { DataFile } from "./data-file.ts";
import type { DataFolder } from "./data-folder.ts";

/** From JSON text to a value; throws what is no JSON. */
export type ParseJson = (text: string) => unknown;

/**
 * Rows of a file of one JSON value a line, or of one JSON array. Throws "file-invalid" with the first row that is not as `row` says.
 * `parse` is for files where the spelling of numbers counts.
 */
export async function readJsonRows<T>(
  data: DataFolder,
  file: DataFile,
  row: z.ZodType<T>,
  parse: ParseJson = JSON.parse,
): Promise<T[]> {
  const text = await data.text(file);
  const path = data.pathOf(file)!;
  const isArray = text.trimStart().startsWith("[");
  const values = isArray
    ? (parseWhole(text, path, parse) as unknown[])
    : text.split("\n").flatMap((line, index) => parseLine(line, index, path, parse));
  return checkRows(values, row, path);
}

/** One JSON value that holds all rows in its own layout. Throws "file-invalid". */
export async function readJsonFile<T>(data: DataFolder, file: DataFile, shape: z.ZodType<T>): Promise<T> {
  const path = data.pathOf(file);
  const value = parseWhole(await data.text(file), path!, JSON.parse);
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new HermesError("file-invalid", `${path}: ${issue!.path.join(".") || "the file"}: ${issue!.message}`, {
    path: path!,
  });
}

/** Rows of a CSV file with a header, fields as text. As `readJsonRows`. */
export async function readCsvRows<T>(data: DataFolder, file: DataFile, row: z.ZodType<T>): Promise<T[]> {
  const text = await data.text(file);
  const path = data.pathOf(file)!;
  let values: unknown[];
  try {
    values = parse(text, { columns: true, bom: true, skip_empty_lines: true });
  } catch (cause) {
    throw new HermesError("file-invalid", `${path} is no CSV with a header: ${String(cause)}`, { path }, { cause });
  }
  return checkRows(values, row, path);
}

function checkRows<T>(values: readonly unknown[], row: z.ZodType<T>, path: string): T[] {
  if (values.length === 0) throw new HermesError("file-invalid", `${path} holds no row.`, { path });
  return values.map((value, index) => {
    const result = row.safeParse(value);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    const where = issue!.path.join(".") || "the row";
    throw new HermesError("file-invalid", `${path}, row ${index + 1}: ${where}: ${issue!.message}`, { path });
  });
}

function parseWhole(text: string, path: string, parse: ParseJson): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new HermesError("file-invalid", `${path} is no JSON; perhaps it was cut off.`, { path }, { cause });
  }
}

function parseLine(line: string, index: number, path: string, parse: ParseJson): unknown[] {
  if (line.trim() === "") return [];
  try {
    return [parse(line)];
  } catch (cause) {
    const message = `${path}, line ${index + 1} is no JSON; perhaps the file was cut off.`;
    throw new HermesError("file-invalid", message, { path }, { cause });
  }
}
