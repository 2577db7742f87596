import { useState } from "react";
import { JsonNumber, type JsonValue } from "./parse-json.ts";
import "./json-tree.css";

/** Entries of a list or object shown at once; the rest waits behind a button. */
const mostEntries = 100;

/** Levels that are open at first. */
const openLevels = 3;

interface JsonTreeProps {
  readonly value: JsonValue;
  readonly name?: string;
  readonly level?: number;
}

/** The fields of an object or the items of a list, without a line that stands for the whole. */
export function JsonFields({ value }: { readonly value: JsonValue }) {
  return (entriesOf(value) ?? []).map(([key, child]) => <JsonTree key={key} name={key} value={child} level={1} />);
}

/** A JSON value whose lists and objects fold. */
export function JsonTree({ value, name, level = 0 }: JsonTreeProps) {
  const entries = entriesOf(value);
  if (entries === null || entries.length === 0) {
    return (
      <div className="json-row">
        <JsonName name={name} />
        <JsonLeaf value={value} />
      </div>
    );
  }
  return <JsonGroup entries={entries} isList={Array.isArray(value)} name={name} level={level} />;
}

interface JsonGroupProps {
  readonly entries: readonly (readonly [string, JsonValue])[];
  readonly isList: boolean;
  readonly name: string | undefined;
  readonly level: number;
}

function JsonGroup({ entries, isList, name, level }: JsonGroupProps) {
  const [open, setOpen] = useState(level < openLevels);
  const [shown, setShown] = useState(mostEntries);
  const size = `${entries.length} ${isList ? "item" : "field"}${entries.length === 1 ? "" : "s"}`;
  return (
    <details className="json-group" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <JsonName name={name} />
        <span className="json-size">{isList ? `[ ${size} ]` : `{ ${size} }`}</span>
      </summary>
      {open && (
        <ul className="json-entries">
          {entries.slice(0, shown).map(([key, child]) => (
            <li key={key}>
              <JsonTree name={key} value={child} level={level + 1} />
            </li>
          ))}
          {entries.length > shown && (
            <li>
              <button type="button" className="button small" onClick={() => setShown(shown + mostEntries)}>
                {entries.length - shown} more
              </button>
            </li>
          )}
        </ul>
      )}
    </details>
  );
}

function JsonName({ name }: { readonly name: string | undefined }) {
  return name === undefined ? null : <span className="json-name">{name}</span>;
}

function JsonLeaf({ value }: { readonly value: JsonValue }) {
  if (value instanceof JsonNumber) return <span className="json-number">{value.source}</span>;
  if (typeof value === "string") return <span className="json-string">{JSON.stringify(value)}</span>;
  if (typeof value === "object" && value !== null)
    return <span className="json-size">{Array.isArray(value) ? "[ ]" : "{ }"}</span>;
  return <span className="json-literal">{String(value)}</span>;
}

/** Null for a value that has none. */
function entriesOf(value: JsonValue): readonly (readonly [string, JsonValue])[] | null {
  if (typeof value !== "object" || value === null || value instanceof JsonNumber) return null;
  return Object.entries(value);
}
