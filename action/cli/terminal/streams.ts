import { printable } from "../../core/text/printable.ts";

// The only door to standard output and standard error.

/** For people. Texts of PanDA, GitHub, git and other people come out cleaned. */
export const toOutput = (text: string): void => toPrograms(printable(text));
export const toError = (text: string): void => toErrorAsItIs(printable(text));

/** What is cleaned already and has colours of our own. */
export const toErrorAsItIs = (text: string): void => void process.stderr.write(`${text}\n`);

/** For programs, which read what is there: nothing is cleaned. */
export const toPrograms = (text: string): void => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
