import { HermesError } from "../../errors.ts";
import { isJsonObject } from "../json/parse-json-object.ts";
import { quoteName } from "../quote-name.ts";
import { type Dtype, dtypeByteLength, elementCount, isDtype, knownDtypes } from "./dtypes.ts";

/** Model tensors have one or two dimensions; eight leaves room and keeps a shape short in messages. */
const MAX_DIMENSIONS = 8;
/** The longest name of a Hermes checkpoint has 59 characters. */
const MAX_NAME_LENGTH = 512;

export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly byteLength: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
}

/** Where the data of a file lie, in bytes from its start. */
export interface DataLayout {
  readonly path: string;
  readonly dataStart: number;
  readonly dataLength: number;
}

/** @throws HermesError "file-invalid", or "unsupported" for an unknown dtype. */
export function parseTensorEntry(name: string, value: unknown, layout: DataLayout): TensorEntry {
  const { path, dataStart, dataLength } = layout;
  const invalid = (problem: string, offset = 0) => {
    const message = `${path}: tensor ${quoteName(name)}: ${problem}. Download or write the file again.`;
    return new HermesError("file-invalid", message, { path, tensor: name, offset });
  };
  if (!isSafeName(name))
    throw invalid(`expected a name of 1 to ${MAX_NAME_LENGTH} characters, none a control character`);
  if (!isJsonObject(value)) throw invalid("expected an object with dtype, shape and data_offsets");
  const { dtype, shape, data_offsets: range } = value;
  if (!isDtype(dtype)) throw unknownDtype(path, name, dtype);
  if (!isCounts(shape) || shape.length > MAX_DIMENSIONS) {
    throw invalid(`expected a shape of at most ${MAX_DIMENSIONS} whole numbers`);
  }
  if (!isCounts(range) || range.length !== 2) throw invalid("expected data_offsets of two whole numbers");
  const [from, to] = range as readonly [number, number];
  const offset = dataStart + from;
  if (from > to || to > dataLength) {
    throw invalid(`data_offsets ${from} to ${to} lie outside the ${dataLength} bytes of data (byte ${offset})`, offset);
  }
  const byteLength = elementCount(shape) * dtypeByteLength(dtype);
  if (byteLength !== to - from) {
    throw invalid(
      `[${shape}] of ${dtype} takes ${byteLength} bytes, data_offsets span ${to - from} (byte ${offset})`,
      offset,
    );
  }
  return { name, dtype, shape: Object.freeze([...shape]), byteLength, offset };
}

/** @throws HermesError "file-invalid" naming the second of two tensors that share bytes. */
export function checkNoOverlap(entries: readonly TensorEntry[], path: string): void {
  const filled = entries.filter((entry) => entry.byteLength > 0).sort((a, b) => a.offset - b.offset);
  for (let index = 1; index < filled.length; index++) {
    const [before, { name, offset }] = [filled[index - 1]!, filled[index]!];
    if (offset >= before.offset + before.byteLength) continue;
    const problem = `overlaps ${quoteName(before.name)} at byte ${offset}`;
    const message = `${path}: tensor ${quoteName(name)} ${problem}. Download or write the file again.`;
    throw new HermesError("file-invalid", message, { path, tensor: name, offset });
  }
}

function isSafeName(name: string): boolean {
  return name.length > 0 && name.length <= MAX_NAME_LENGTH && !/\p{Cc}/u.test(name);
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function unknownDtype(path: string, name: string, dtype: unknown): HermesError {
  const what = `dtype ${quoteName(String(JSON.stringify(dtype)))}`;
  const message = `${path}: tensor ${quoteName(name)} has ${what}. Known dtypes: ${knownDtypes.join(", ")}.`;
  return new HermesError("unsupported", message, { what, supported: knownDtypes });
}
