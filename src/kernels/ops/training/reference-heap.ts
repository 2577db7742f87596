/** Float64 heaps of the scalar reference: slot address / 4 stands for the float32 at `address`. */
export type ReferenceHeap = Float64Array;

/** Slot of a byte address. */
export const slot = (address: number): number => address / 4;
