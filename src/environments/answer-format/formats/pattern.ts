import { type AnswerFormat, filled } from "../answer-format.ts";

export interface PatternForm extends Pick<AnswerFormat, "id" | "instruction" | "write"> {
  /** Global; its first group is the answer. Must take linear time. */
  readonly pattern: RegExp;
  readonly dataKind?: AnswerFormat["dataKind"];
  readonly level?: AnswerFormat["level"];
}

/** A form that a pattern finds. */
export function byPattern({ pattern, dataKind = "generic", level = "simple", ...rest }: PatternForm): AnswerFormat {
  return {
    ...rest,
    dataKind,
    level,
    find: (text) =>
      [...text.matchAll(pattern)].map(({ index, 0: form }) => ({ start: index, end: index + form.length })),
    parse(form) {
      const [match] = form.matchAll(pattern);
      return filled(match?.[1] ?? "");
    },
  };
}

export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
