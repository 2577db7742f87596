import { HermesError } from "../../errors.ts";
import type { ConfigFields } from "../config/config-fields.ts";

/** Throws "unsupported" unless `holds`; `method` and the field's own value tell what was found. */
export function refuseUnless(
  holds: boolean,
  method: string,
  fields: ConfigFields,
  field: string,
  supported: readonly string[],
): void {
  if (holds) return;
  const what = `${method} ${field} ${JSON.stringify(fields.value(field) ?? null).slice(0, 80)}`;
  const message = `${fields.path}: ${what} is not supported; supported: ${supported.join(", ")}.`;
  throw new HermesError("unsupported", message, { what, supported });
}
