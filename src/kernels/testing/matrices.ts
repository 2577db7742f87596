import { bytesPerWeight } from "../checks.ts";
import type { MatrixSource, WeightDtype } from "../contract.ts";
import { createRandom } from "./random.ts";

/** A source over stored bytes that lie in memory. */
export function sourceOf(
  name: string,
  rows: number,
  columns: number,
  dtype: WeightDtype,
  bytes: Uint8Array,
): MatrixSource {
  const rowBytes = columns * bytesPerWeight(dtype.kind);
  return {
    name,
    rows,
    columns,
    dtype,
    readRows: (target, firstRow, rowCount) =>
      target.set(bytes.subarray(firstRow * rowBytes, (firstRow + rowCount) * rowBytes)),
  };
}

/** What the stored values look like. "denormal" gives the smallest values of the form, "largest" its largest finite ones. */
export type Fill = "ordinary" | "zeros" | "denormal" | "largest";

/** A seeded matrix of stored form `kind`. */
export function randomSource(
  kind: WeightDtype["kind"],
  rows: number,
  columns: number,
  seed: number,
  fill: Fill = "ordinary",
): MatrixSource {
  const random = createRandom(seed);
  const count = rows * columns;
  const bytes = new Uint8Array(count * bytesPerWeight(kind));
  const view = new DataView(bytes.buffer);
  if (fill !== "zeros") for (let i = 0; i < count; i++) storeOne(kind, view, i, fill, random);
  return sourceOf(`${kind} ${rows}x${columns} ${fill}`, rows, columns, withScales(kind, rows, columns, random), bytes);
}

/** Sides of blocks: those of published models; ones that fit no vector, tile or panel. */
const blockSides = [
  [128, 128],
  [5, 37],
] as const;

/** The form with scales from 0.5 to 1.5. Blocks are of either size, by the number of columns. */
function withScales(kind: WeightDtype["kind"], rows: number, columns: number, random: () => number): WeightDtype {
  const scales = (length: number) => Float32Array.from({ length }, () => 0.5 + random());
  if (kind === "float8" || kind === "int8") return { kind, rowScales: scales(rows) };
  if (kind !== "float8-blocks") return { kind };
  const [blockRows, blockColumns] = blockSides[columns % 2]!;
  const blockScales = scales(Math.ceil(rows / blockRows) * Math.ceil(columns / blockColumns));
  return { kind, blockRows, blockColumns, blockScales };
}

function storeOne(kind: WeightDtype["kind"], view: DataView, index: number, fill: Fill, random: () => number): void {
  const sign = random() < 0.5 ? 0 : 1;
  const part = random();
  switch (kind) {
    case "float32": {
      const size = { ordinary: part, denormal: part * 2 ** -127, largest: 2 ** 120 * (1 + part), zeros: 0 }[fill];
      view.setFloat32(index * 4, sign ? -size : size, true);
      break;
    }
    case "bfloat16":
      view.setUint16(index * 2, (sign << 15) | pick(fill, part, [0x3c80, 0x3f80], [0, 0x80], [0x7b80, 0x7c00]), true);
      break;
    case "float16":
      view.setUint16(index * 2, (sign << 15) | pick(fill, part, [0x2800, 0x3c00], [0, 0x400], [0x7800, 0x7c00]), true);
      break;
    case "float8":
    case "float8-blocks":
      view.setUint8(index, (sign << 7) | pick(fill, part, [0x08, 0x48], [0, 8], [0x78, 0x7f]));
      break;
    case "int8":
      view.setInt8(index, pick(fill, part, [-127, 128], [-1, 2], sign ? [-128, -126] : [126, 128]));
      break;
  }
}

/** A whole number from the half-open range of the fill, by `part` in [0, 1). */
function pick(fill: Fill, part: number, ordinary: Range, denormal: Range, largest: Range): number {
  const [low, high] = fill === "denormal" ? denormal : fill === "largest" ? largest : ordinary;
  return low + Math.floor(part * (high - low));
}

type Range = readonly [number, number];
