/** Identifiers and pointers, as patterns for whole strings. */

/** RFC 4122, of any version. */
export const uuid = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

/** RFC 6901. */
export const jsonPointer = "(?:/(?:[^~/]|~[01])*)*";

/** As in the first drafts, which all validators know: no shift of an index. */
export const relativeJsonPointer = String.raw`(?:0|[1-9]\d*)(?:#|${jsonPointer})`;
