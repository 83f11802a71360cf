import { dirname } from "node:path/posix";
import type { UpkeepKind } from "../../command/form-names.ts";
import { isUpkeep } from "../../versioning/upkeep.ts";
import { type Asking, ask } from "../asking.ts";
import type { Behind, Merge } from "./merge.ts";

/** Nobody, if the request is main before the merge with newer versions of a kind that the rules of then name. */
export const writersOfUpkeep = (kind: UpkeepKind) =>
  function* (_: unknown, merge: Merge): Asking<Behind> {
    const otherwise = `it is more than newer ${kind} of what main held`;
    return { logins: [], isMade: isMadeOf(kind, merge), otherwise };
  };

function* isMadeOf(kind: UpkeepKind, { base, pull, paths }: Merge): Asking<boolean> {
  const [path] = paths;
  if (path === undefined || paths.length > 1) return false;
  const source = yield* ask({ ask: "production", at: base, folder: dirname(path) });
  const [merged] = yield* ask({ ask: "files", at: pull.head, paths: [path] });
  if (source.file !== path || merged?.kind !== "file" || merged.mode !== "100644") return false;
  return isUpkeep(kind, source, merged.bytes);
}
