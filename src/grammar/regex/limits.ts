/** Sizes at which a pattern is refused ("grammar-limit"). Real patterns stay far below; each limit bounds time or memory on its own. */

/** UTF-16 units of a pattern: the longest in public schemas are lists of names of some ten thousand. */
export const MAX_PATTERN_LENGTH = 65_536;

/** Groups inside groups; parsing and building recurse, and a deeper pattern would end on the call stack. */
export const MAX_GROUP_DEPTH = 200;

/** The largest number in `{n,m}`: every repetition is a copy of its item. */
export const MAX_REPEAT = 65_536;

/** Different characters and classes of one pattern: a table holds which of them share what, and grows with the square. */
export const MAX_SETS = 2048;

/** Nodes of the automaton of one pattern, with all copies. */
export const MAX_NODES = 200_000;

/** Deterministic states of one machine, counted as they are reached. */
export const MAX_STATES = 200_000;

/** Whole numbers held for what the states stand for, 64 MiB. */
export const MAX_STATE_INTEGERS = 16_777_216;

/** Cells of one machine's table of transitions, 64 MiB. */
export const MAX_TABLE_CELLS = 16_777_216;

/**
 * Nodes visited in the life of one machine, some two seconds. Counted and not timed: a clock would refuse a pattern on one day that it
 * let pass on another.
 */
export const MAX_VISITS = 400_000_000;

/** States expanded in one search for a word behind a state; under a second. */
export const MAX_SEARCHED_STATES = 50_000;

/** States looked at to find out that nothing is asked of the rest of a word; behind that the answer is a safe "something is". */
export const MAX_FREEDOM_SEARCH = 256;
