/** What a question is about, and so which formats it may ask for. */
export type DataKind = "generic" | "maths" | "code";

/** Offsets into the text that was searched. */
export interface Found {
  readonly start: number;
  readonly end: number;
}

/** A form in which an answer can be asked for. */
export interface AnswerFormat {
  readonly id: string;
  /** "generic" forms fit every question. */
  readonly dataKind: DataKind;
  readonly level: "simple" | "complex";
  readonly instruction: string;
  /** Every place where the form occurs. Linear time for any text. */
  find(text: string): Found[];
  /** The answer inside a found form; null when the form is not filled as asked. Never throws. */
  parse(form: string): string | null;
  /** The form with this answer (one line, plain letters, digits and signs of sums). */
  write(answer: string): string;
}

/** Whether `text` has the form exactly once, and what it says. */
export type FormatReading =
  | { readonly outcome: "read"; readonly form: Found; readonly answer: string }
  | { readonly outcome: "missing" }
  | { readonly outcome: "repeated"; readonly forms: readonly Found[] }
  | { readonly outcome: "unreadable"; readonly form: Found };

export function readFormat(format: AnswerFormat, text: string): FormatReading {
  const forms = format.find(text);
  const [form] = forms;
  if (!form) return { outcome: "missing" };
  if (forms.length > 1) return { outcome: "repeated", forms };
  const answer = format.parse(text.slice(form.start, form.end));
  return answer === null ? { outcome: "unreadable", form } : { outcome: "read", form, answer };
}

/** Null for text of white space only. */
export function filled(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === "" ? null : trimmed;
}
