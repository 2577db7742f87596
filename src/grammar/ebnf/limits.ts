/** Sizes at which a grammar is refused ("grammar-limit"). Grammars in use stay far below; each limit bounds time or memory on its own. */

/** UTF-16 units of a grammar. */
export const MAX_GRAMMAR_LENGTH = 262_144;

export const MAX_RULES = 10_000;

/** Groups inside groups; parsing and building recurse. */
export const MAX_GROUP_DEPTH = 200;

/** The largest number in `{n,m}`: every repetition is a copy of its item. */
export const MAX_REPEAT = 65_536;

/** Places between two signs of a grammar, with all copies that repetitions make. */
export const MAX_PLACES = 100_000;

/** Readings of a text that are open at the same time; more are a grammar with far too many readings of the same text. */
export const MAX_ITEMS = 5000;

/** Callers of the rules that may begin at one place of a text, each counted for every rule that it is a caller of. */
export const MAX_CALLERS = 200_000;

/** Whole numbers held for states and frames of one machine, 128 MiB. */
export const MAX_INTEGERS = 16_777_216;

/** Items looked at in the life of one machine, some tens of seconds. Counted, so that a grammar is refused on every day or on none. */
export const MAX_VISITS = 400_000_000;
