import type { z } from "zod";

/** A file that cannot be taken in; the message is for the user. */
export class ImportFailure extends Error {
  override readonly name = "ImportFailure";
}

/** Faults named at most. */
const mostFaults = 3;

/** Reads a value by its form. Throws ImportFailure that says where it is wrong. */
export function readForm<Form extends z.ZodType>(form: Form, value: unknown, what: string): z.infer<Form> {
  const read = form.safeParse(value);
  if (read.success) return read.data;
  const { issues } = read.error;
  const faults = issues.slice(0, mostFaults).map(({ path, message }) => {
    const place = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
    return `${what}${place}: ${message}`;
  });
  const more = issues.length > mostFaults ? ` (and ${issues.length - mostFaults} more)` : "";
  throw new ImportFailure(`The file is damaged. ${faults.join("; ")}${more}.`);
}
