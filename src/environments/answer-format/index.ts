import type { Task } from "../task.ts";

export const answerFormatTask: Task = {
  id: "answer-format",
  title: "Answer format",
  group: "instructions",
  files: [],
  needs: [],
  open: async () => (await import("./environment.ts")).answerFormat,
};
