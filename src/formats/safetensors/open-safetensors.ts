import { closeSync, fstatSync } from "node:fs";
import { HermesError } from "../../errors.ts";
import { openFile } from "../open-file.ts";
import { readExactly } from "../read-exactly.ts";
import { LENGTH_BYTES, parseHeader, parseHeaderLength } from "./header.ts";
import { createTensorView, type TensorView } from "./tensor-view.ts";

/** One open safetensors file; whoever opened it disposes it. */
export interface SafetensorsFile {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, TensorView>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Closes the file; later reads throw "disposed". Harmless when repeated. */
  dispose(): void;
}

/**
 * Opens one safetensors file and checks its whole header. Memory: the header, never the data.
 * @throws HermesError "file-missing", "file-invalid" (with file, tensor and offset) or "unsupported" (an unknown dtype).
 */
export function openSafetensors(path: string): SafetensorsFile {
  const descriptor = openFile(path);
  let isOpen = true;
  const dispose = () => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  const liveDescriptor = () => {
    if (isOpen) return descriptor;
    throw new HermesError("disposed", `${path} was closed; open it again to read from it.`, { what: path });
  };
  try {
    const { entries, metadata } = readHeader(descriptor, path);
    const tensors = new Map(entries.map((entry) => [entry.name, createTensorView(entry, path, liveDescriptor)]));
    return Object.freeze({ path, tensors, metadata, dispose });
  } catch (error) {
    dispose();
    throw error;
  }
}

function readHeader(descriptor: number, path: string) {
  const { size } = fstatSync(descriptor);
  const prefix = new Uint8Array(Math.min(LENGTH_BYTES, size));
  readExactly(descriptor, prefix, 0, { path });
  const json = new Uint8Array(parseHeaderLength(prefix, size, path));
  readExactly(descriptor, json, LENGTH_BYTES, { path });
  return parseHeader(json, size - LENGTH_BYTES - json.length, path);
}
