/** Loaded before the program: what it reads from these files has the edits of `MUTANT_EDITS` in it. No file is changed. */
import { registerHooks } from "node:module";
import { type Edit, editsVariable, withEdits } from "./edit.ts";

const edits: readonly Edit[] = JSON.parse(process.env[editsVariable] ?? "[]");

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const own = edits.filter(({ file }) => url.endsWith(`/${file}`));
    if (own.length === 0 || loaded.source === undefined || loaded.source === null) return loaded;
    return { ...loaded, source: withEdits(String(loaded.source), own) };
  },
});
