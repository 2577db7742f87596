import { type AnswerFormat, type DataKind, type Found, filled } from "../answer-format.ts";

export interface Marks {
  readonly id: string;
  readonly open: string;
  readonly close: string;
  readonly dataKind?: DataKind;
  readonly level?: AnswerFormat["level"];
  readonly instruction?: string;
  /** Whether the answer stands on lines of its own between the marks. */
  readonly ownLines?: boolean;
}

/** The answer between two marks. The first closing mark behind an opening one ends the form. */
export function between(marks: Marks): AnswerFormat {
  const { id, open, close, dataKind = "generic", level = "simple", ownLines = false } = marks;
  const gap = ownLines ? "\n" : "";
  return {
    id,
    dataKind,
    level,
    instruction:
      marks.instruction ?? `Put your final answer between ${open} and ${close}, and use these marks only once.`,
    find: (text) => findBetween(text, open, close),
    parse: (form) => filled(form.slice(open.length, form.length - close.length)),
    write: (answer) => `${open}${gap}${answer}${gap}${close}`,
  };
}

export function findBetween(text: string, open: string, close: string): Found[] {
  const found: Found[] = [];
  let from = 0;
  while (true) {
    const start = text.indexOf(open, from);
    const inner = start < 0 ? -1 : text.indexOf(close, start + open.length);
    if (inner < 0) return found;
    from = inner + close.length;
    found.push({ start, end: from });
  }
}
