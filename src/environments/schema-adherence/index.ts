import type { Task } from "../task.ts";

export const schemaAdherenceTask: Task = {
  id: "schema-adherence",
  title: "Schema adherence",
  group: "instructions",
  files: [],
  needs: [],
  open: async () => (await import("./environment.ts")).schemaAdherence,
};
