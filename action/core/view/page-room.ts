/** Bytes of UTF-8. GitHub takes 65,536 characters a comment and 1 MiB a summary; what is left out is said. */
export const commentRoom = 60_000;
export const summaryRoom = 1_000_000;

/** Characters, the same limit where nobody counts bytes: of a comment or an issue. */
export const longestPost = 60_000;
