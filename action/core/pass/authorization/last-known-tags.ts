import { statusIn } from "../../cross-checks/check-sources.ts";
import { type Asking, ask } from "../asking.ts";

/** The tags of a folder when its request could last be read, up to this commit. `undefined`: it never could. */
export function* lastKnownTags(commit: string, folder: string): Asking<readonly string[] | undefined> {
  let at: string | undefined = commit;
  do {
    const change: string | undefined = (yield* ask({ ask: "last-change", commit: at, paths: [folder] }))?.commit;
    if (change === undefined) return undefined;
    const request = yield* ask({ ask: "request", at: change, folder });
    const status = statusIn([request]).get(folder) ?? [];
    const tags = status.flatMap(({ tag }) => tag ?? []);
    if (tags.length === status.length) return tags;
    at = (yield* ask({ ask: "merged", commit: change }))?.base;
  } while (at !== undefined && (yield* ask({ ask: "holds-request", at: at, folder })));
  return undefined;
}
