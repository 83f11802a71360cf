import { requestName, textOf } from "./copy.ts";
import type { Played } from "./play.ts";

/** The lines that a slip took out and put in, as a diff without context. */
export const shownChange = ({ before, slipped: { copy } }: Played): string =>
  [requestName, ...new Set([...before.files.keys(), ...copy.files.keys()])]
    .flatMap((file) => {
      const [old, now] = [textOf(before, file).split("\n"), textOf(copy, file).split("\n")];
      const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line}`);
      const come = now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`);
      return gone.length + come.length === 0 ? [] : [`  ${file}`, ...gone.slice(0, 6), ...come.slice(0, 6)];
    })
    .join("\n");
