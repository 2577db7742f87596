import { parse } from "csv-parse/sync";
import type { z } from "zod";
import { HermesError } from "../../errors.ts";
import type { DataFile } from "./data-file.ts";
import type { DataFolder } from "./data-folder.ts";

/** Rows of a file of one JSON value a line, or of one JSON array. Throws "file-invalid" with the first row that is not as `row` says. */
export async function readJsonRows<T>(data: DataFolder, file: DataFile, row: z.ZodType<T>): Promise<T[]> {
  const text = await data.text(file);
  const path = data.pathOf(file)!;
  const isArray = text.trimStart().startsWith("[");
  const values = isArray
    ? parseArray(text, path)
    : text.split("\n").flatMap((line, index) => parseLine(line, index, path));
  return check(values, row, path);
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
  return check(values, row, path);
}

function check<T>(values: readonly unknown[], row: z.ZodType<T>, path: string): T[] {
  if (values.length === 0) throw new HermesError("file-invalid", `${path} holds no row.`, { path });
  return values.map((value, index) => {
    const result = row.safeParse(value);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    const where = issue!.path.join(".") || "the row";
    throw new HermesError("file-invalid", `${path}, row ${index + 1}: ${where}: ${issue!.message}`, { path });
  });
}

function parseArray(text: string, path: string): unknown[] {
  try {
    return JSON.parse(text) as unknown[];
  } catch (cause) {
    throw new HermesError("file-invalid", `${path} is no JSON; perhaps it was cut off.`, { path }, { cause });
  }
}

function parseLine(line: string, index: number, path: string): unknown[] {
  if (line.trim() === "") return [];
  try {
    return [JSON.parse(line)];
  } catch (cause) {
    const message = `${path}, line ${index + 1} is no JSON; perhaps the file was cut off.`;
    throw new HermesError("file-invalid", message, { path }, { cause });
  }
}
