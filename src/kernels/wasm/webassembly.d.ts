/** The part of the WebAssembly API that the kernels use; Node offers it, but its types come only with a browser's. */
declare namespace WebAssembly {
  class Module {
    /** Compiles at once, in the calling thread. */
    constructor(bytes: ArrayBuffer | ArrayBufferView);
    private readonly brand: "module";
  }
  class Instance {
    constructor(module: Module, imports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Memory {
    /** Sizes in pages of 64 KiB. */
    constructor(descriptor: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
    /** Returns the former size in pages; throws RangeError when the memory cannot grow. */
    grow(pages: number): number;
  }
  function compile(bytes: ArrayBuffer | ArrayBufferView): Promise<Module>;
  /** Whether this engine knows all that the bytes use. */
  function validate(bytes: ArrayBuffer | ArrayBufferView): boolean;
}
