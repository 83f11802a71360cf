/** Loaded before the program: what it reads from these files has the edits of `PROVE_EDITS` in it. No file is changed. */
import { registerHooks } from "node:module";
import { editsOf, withEdits } from "./mutation.ts";

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    if (editsOf(url).length === 0 || loaded.source === undefined || loaded.source === null) return loaded;
    return { ...loaded, source: withEdits(url, String(loaded.source)) };
  },
});
