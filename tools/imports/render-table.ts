import { rooms } from "./rooms.ts";

/** The import table as text, for the rooms among `existing`: "model        formats kernels". Types in brackets. */
export function renderImportTable(existing: ReadonlySet<string>): string {
  const rows = Object.entries(rooms).filter(([room]) => existing.has(room));
  return rows
    .map(([room, { values, types = [] }]) => {
      const present = (names: readonly string[]) => names.filter((name) => name === "*" || existing.has(name));
      const cells = [...present(values), ...present(types).map((name) => `[${name}]`)];
      const shown = cells.includes("*") ? "every room" : cells.join(" ") || "-";
      return `${room.padEnd(14)}${shown}\n`;
    })
    .join("");
}
