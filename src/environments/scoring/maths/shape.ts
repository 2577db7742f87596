import { dropRightText } from "./units.ts";

/** How an answer is built, with plain LaTeX in its leaves. */
export type Shape =
  | { readonly kind: "single"; readonly latex: string; readonly label: string | null }
  /** A tuple or an interval: order and brackets count. */
  | { readonly kind: "sequence"; readonly brackets: string; readonly items: readonly Shape[] }
  /** In braces, or a list without brackets: the order does not count. */
  | { readonly kind: "set"; readonly items: readonly Shape[] }
  | { readonly kind: "union"; readonly items: readonly Shape[] }
  | { readonly kind: "matrix"; readonly items: readonly Shape[]; readonly columns: string };

const MAX_ITEMS = 40;
const MAX_DEPTH = 4;
const LABEL = /^ ?((?:[a-zA-Z]|\\[a-z]{2,8})(?:_(?:\{\w+\}|\w))?(?: ?\([a-z]\))?) ?(?:=|\\in(?![a-z])) ?([^=]+)$/;

/** Reads plain LaTeX. What cannot be taken apart is a single. */
export function readShape(latex: string, depth = 0): Shape {
  const labelled = LABEL.exec(latex);
  const label = labelled?.[1] ?? null;
  const text = dropRightText((labelled?.[2] ?? latex).trim());
  const single: Shape = { kind: "single", latex: text, label };
  if (depth > MAX_DEPTH) return single;
  const readAll = (parts: readonly string[]) => parts.map((part) => readShape(part, depth + 1));
  const matrix = readMatrix(text, readAll);
  if (matrix) return matrix;
  const unions = splitOutside(text, "\\cup");
  if (unions.length > 1) return { kind: "union", items: readAll(unions) };
  const list = splitOutside(text, ",");
  if (list.length > MAX_ITEMS) return single;
  if (list.length > 1) return { kind: "set", items: readAll(list.flatMap(bothSigns)) };
  return readBracketed(text, readAll) ?? readSigns(text, single);
}

function readBracketed(text: string, readAll: (parts: readonly string[]) => Shape[]): Shape | null {
  if (text === "\\emptyset") return { kind: "set", items: [] };
  const braces = /^\\\{([\s\S]*)\\\}$/.exec(text);
  if (braces && isOneGroup(text)) {
    const items = splitOutside(braces[1]!, ",").filter((item) => item.trim() !== "");
    return items.length > MAX_ITEMS ? null : { kind: "set", items: readAll(items.flatMap(bothSigns)) };
  }
  if (!/^[([][\s\S]*[)\]]$/.test(text) || !isOneGroup(text)) return null;
  const items = splitOutside(text.slice(1, -1), ",");
  const brackets = `${text[0]}${text.at(-1)}`;
  if (items.length === 1) return brackets === "()" ? readAll(items)[0]! : null;
  return items.length > MAX_ITEMS ? null : { kind: "sequence", brackets, items: readAll(items) };
}

function readMatrix(text: string, readAll: (parts: readonly string[]) => Shape[]): Shape | null {
  const inner = /^\\begin\{[pb]matrix\}([\s\S]*)\\end\{[pb]matrix\}$/.exec(text)?.[1];
  if (inner === undefined || inner.includes("\\begin")) return null;
  const rows = inner
    .split("\\\\")
    .filter((row) => row.trim() !== "")
    .map((row) => row.split("&"));
  if (rows.length * (rows[0]?.length ?? 0) > MAX_ITEMS) return null;
  return { kind: "matrix", items: readAll(rows.flat()), columns: rows.map(({ length }) => length).join() };
}

function readSigns(text: string, single: Shape): Shape {
  const signs = bothSigns(text);
  if (signs.length === 1) return single;
  return { kind: "set", items: signs.map((latex) => ({ kind: "single", latex, label: null })) };
}

/** `1 \pm x` stands for two values. */
function bothSigns(text: string): string[] {
  if (!/\\[pm][pm](?![a-zA-Z])/.test(text)) return [text];
  const signed = (plus: string, minus: string) =>
    text.replace(/\\pm(?![a-zA-Z])/g, plus).replace(/\\mp(?![a-zA-Z])/g, minus);
  return [signed("+", "-"), signed("-", "+")].map((part) => part.trim().replace(/^\+ ?/, ""));
}

/** Parts between separators that stand in no bracket; round and square ones may close each other, as in intervals. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (depth === 0 && text.startsWith(separator, i)) {
      parts.push(text.slice(from, i).trim());
      from = i + separator.length;
      i = from - 1;
    } else if ("([{".includes(text[i]!)) depth++;
    else if (")]}".includes(text[i]!)) depth--;
  }
  return [...parts, text.slice(from).trim()];
}

/** Whether the first bracket closes with the last one. */
function isOneGroup(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if ("([{".includes(text[i]!)) depth++;
    if (")]}".includes(text[i]!) && --depth === 0) return i === text.length - 1;
  }
  return false;
}
