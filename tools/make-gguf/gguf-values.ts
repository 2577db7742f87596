/** A metadata value with its type in the file; lists hold one type. */
export type GgufValue =
  | { readonly type: "uint16" | "uint32" | "int32" | "float32"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: "int32s"; readonly value: readonly number[] };

/** Numbers of the value types (gguf_metadata_value_type). */
const typeCodes = { uint16: 2, uint32: 4, int32: 5, float32: 6, string: 8, array: 9 } as const;

/** Bytes of a GGUF head, growing at the end. */
export class GgufBytes {
  readonly #parts: Uint8Array[] = [];
  #byteLength = 0;

  get byteLength(): number {
    return this.#byteLength;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }

  raw(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#byteLength += bytes.length;
  }

  uint32(value: number): void {
    this.#number(4, (view) => view.setUint32(0, value, true));
  }

  uint64(value: number): void {
    this.#number(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }

  string(text: string): void {
    const bytes = Buffer.from(text);
    this.uint64(bytes.length);
    this.raw(bytes);
  }

  entry(key: string, value: GgufValue): void {
    this.string(key);
    this.#value(value);
  }

  #value(value: GgufValue): void {
    if (value.type === "strings") {
      this.#list(typeCodes.string, value.value, (text) => this.string(text));
    } else if (value.type === "int32s") {
      this.#list(typeCodes.int32, value.value, (number) => this.#int32(number));
    } else {
      this.uint32(typeCodes[value.type]);
      this.#scalar(value);
    }
  }

  #scalar(value: Exclude<GgufValue, { readonly type: "strings" | "int32s" }>): void {
    if (value.type === "string") this.string(value.value);
    else if (value.type === "float32") this.#number(4, (view) => view.setFloat32(0, value.value, true));
    else if (value.type === "int32") this.#int32(value.value);
    else if (value.type === "uint16") this.#number(2, (view) => view.setUint16(0, value.value, true));
    else this.uint32(value.value);
  }

  #list<Item>(itemType: number, items: readonly Item[], write: (item: Item) => void): void {
    this.uint32(typeCodes.array);
    this.uint32(itemType);
    this.uint64(items.length);
    for (const item of items) write(item);
  }

  #int32(value: number): void {
    this.#number(4, (view) => view.setInt32(0, value, true));
  }

  #number(byteLength: number, write: (view: DataView) => void): void {
    const bytes = new Uint8Array(byteLength);
    write(new DataView(bytes.buffer));
    this.raw(bytes);
  }
}
