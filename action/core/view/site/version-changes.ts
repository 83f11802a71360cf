import { cut } from "../../markdown/doc.ts";
import type { Content } from "../../production/content.ts";
import type { Json } from "../../text/canonical-json.ts";
import { groupReasons } from "../../versioning/change-groups.ts";
import { leastBump } from "../../versioning/least-bump.ts";
import type { ChangeRow } from "./site-data.ts";

const maxSide = 400;
const maxChanges = 100;

/** What differs between two versions, as `shrek diff` says it. */
export const changeRows = (from: Content, to: Content): readonly ChangeRow[] =>
  groupReasons(leastBump(from, to).reasons)
    .flatMap(({ title, reasons }) =>
      reasons.map(({ name, change, bump, because }) => ({
        place: title,
        what: name,
        ...{ was: sideText(change.from), is: sideText(change.to), needs: `${bump}: ${because}` },
      })),
    )
    .slice(0, maxChanges);

const sideText = (side: Json | undefined): string =>
  side === undefined ? "" : cut(typeof side === "string" ? side : JSON.stringify(side), maxSide);
