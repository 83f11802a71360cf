/** Those that judge productions, ask nobody anything, and do more than to judge. */
export const isJudgedApart = ([command, ...words]: readonly string[]): boolean =>
  command === "plan" || command === "diff" || (command === "check" && words.some((word) => /^--base\b/.test(word)));
