import type { Room } from "./fit-doc.ts";

/** Bytes of UTF-8. GitHub takes 65,536 characters a comment and 1 MiB a summary; the text says what is left out. */
export const maxCommentBytes = 60_000;
export const maxSummaryBytes = 1_000_000;

/** Of a status comment or an issue: what is seen at once is read on a phone, what is folded away may fill the rest. */
export const commentLimits: Room = { open: 8000, all: maxCommentBytes };
