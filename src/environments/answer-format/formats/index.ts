import type { AnswerFormat } from "../answer-format.ts";
import { code } from "./code.ts";
import { data } from "./data.ts";
import { latex } from "./latex.ts";
import { leadIns } from "./lead-ins.ts";
import { markdown } from "./markdown.ts";
import { marked } from "./marks.ts";
import { sections } from "./sections.ts";

export const formats: readonly AnswerFormat[] = [
  ...data,
  ...marked,
  ...leadIns,
  ...markdown,
  ...latex,
  ...code,
  ...sections,
];
