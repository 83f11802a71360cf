import type { UpkeepKind } from "../../command/form-names.ts";
import { isUpkeep } from "../../versioning/upkeep.ts";
import type { Asking } from "../asking.ts";
import { type Behind, changedRequest, type Merge } from "./merge.ts";

/** Nobody, if the request is main before the merge with newer versions of a kind that the rules of then name. */
export const writersOfUpkeep = (kind: UpkeepKind) =>
  function* (_: unknown, merge: Merge): Asking<Behind> {
    const otherwise = `it is more than newer ${kind} of what main held`;
    return { logins: [], isMade: isMadeOf(kind, merge), otherwise };
  };

function* isMadeOf(kind: UpkeepKind, merge: Merge): Asking<boolean> {
  const changed = yield* changedRequest(merge);
  return changed !== undefined && isUpkeep(kind, changed.source, changed.bytes);
}
