import { dirname } from "node:path/posix";
import { type UpkeepKind, upkeepOf } from "../../command/form-names.ts";
import { plainLogin } from "../../policy/login.ts";
import { upkeepRuleOf } from "../../policy/upkeep-rule.ts";
import { besidesProgram, type Writers } from "../../policy/writers.ts";
import { isUpkeep } from "../../versioning/upkeep.ts";
import { type Asking, ask, orFailed } from "../asking.ts";
import type { Merge } from "./merge.ts";

/**
 * Who wrote a merge. Where the App of the upkeep made its branch, nobody did; but only if the request is, to the last
 * byte, main before the merge with newer versions of a kind that the rules of then name. Else the App stays unknown.
 */
export function* writersOfUpkeep(merge: Merge): Asking<Writers> {
  const { writers, pull, rules } = merge;
  const rule = upkeepRuleOf(rules);
  const { program } = writers;
  if (rule === undefined || program === undefined) return writers;
  const [kind] = rule.of.filter((one) => one === upkeepOf(pull.from.branch));
  if (kind === undefined || plainLogin(program.login) !== `${rule.app}[bot]`) return writers;
  const isMade = merge.here ? yield* orFailed(isMadeOf(kind, merge)) : false;
  return isMade === true
    ? besidesProgram(writers, program.login)
    : { ...writers, unknown: `${rule.app} made it, and it is more than newer ${kind} of what main held` };
}

function* isMadeOf(kind: UpkeepKind, { base, pull, paths }: Merge): Asking<boolean> {
  const [path] = paths;
  if (path === undefined || paths.length > 1) return false;
  const source = yield* ask({ ask: "production", at: base, folder: dirname(path) });
  const [merged] = yield* ask({ ask: "files", at: pull.head, paths: [path] });
  if (source.file !== path || merged?.kind !== "file" || merged.mode !== "100644") return false;
  return isUpkeep(kind, source, merged.bytes);
}
