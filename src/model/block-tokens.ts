/**
 * Tokens of a block. Small blocks waste little at the end of a sequence and share shorter beginnings; sixteen tokens of one head
 * still are a long enough run of memory for the attention kernel.
 */
export const BLOCK_TOKENS = 16;
