import { counted } from "../../text/amounts.ts";

/** What is noted of productions that did not change is for those who change them. */
export const elsewhereText = (number: number): string =>
  `${counted(number, "note")} on productions that did not change: \`shrek check FOLDER\` shows ${number === 1 ? "it" : "them"}.`;
