/** Loaded before the program: what it reads from these files has the edits of `PROVE_EDITS` in it. No file is changed. */
import { registerHooks } from "node:module";
import { type Edit, editsVariable } from "./mutation.ts";

const edits: readonly Edit[] = JSON.parse(process.env[editsVariable] ?? "[]");

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const mine = edits.filter(({ file }) => url.endsWith(`/${file}`));
    if (mine.length === 0 || loaded.source === undefined || loaded.source === null) return loaded;
    return { ...loaded, source: mine.reduce(edited, String(loaded.source)) };
  },
});

const edited = (text: string, { file, from, to }: Edit): string => {
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold exactly once: ${from}`);
  return text.replace(from, () => to);
};
