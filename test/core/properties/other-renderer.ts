/** Given with `--import`: the same program, but its renderer says that it is version 999. */
import { registerHooks } from "node:module";

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    if (!url.endsWith("/core/render/rendering.ts")) return loaded;
    const text = Buffer.from(loaded.source as Uint8Array).toString("utf8");
    const other = text.replace(/rendererVersion = \d+/, "rendererVersion = 999");
    if (other === text) throw new Error("there is no version to change");
    return { ...loaded, source: other };
  },
});
