import { dirname } from "node:path/posix";
import { commandOfComment } from "../../command/confirmed-command.ts";
import { extensionBranchOf } from "../../command/form-names.ts";
import type { CommandAsked } from "../../command/parse-command.ts";
import { validAs, validateOne } from "../../cross-checks/check-sources.ts";
import { mayCommand } from "../../policy/may-command.ts";
import type { Production } from "../../production/production.ts";
import type { ValidProduction } from "../../production/valid-production.ts";
import { exactText, type ProductionSource } from "../../text/source-file.ts";
import { extendedText, extensionJobs } from "../../versioning/extension.ts";
import type { AsksPeople, Reads } from "../reads.ts";
import { type Behind, changedRequest, type Merge } from "./merge.ts";

/**
 * Who said `/shrek extend`; but only if the comment stands as it was written, its author may say so, and the request is
 * what this command makes of main before the merge. Of the ledger nothing is believed: version and wanted events, which
 * it knows, are taken as merged.
 */
export const writersOfExtension =
  (id: string) =>
  async (moment: AsksPeople, merge: Merge): Promise<Behind> => {
    const found = await moment.github.comment(Number(id));
    if (found === undefined) return `there is no comment ${id} on GitHub`;
    const { login } = found;
    // A program's word would be that of whoever holds its key.
    if (login.endsWith("[bot]")) return `comment ${id} is by a program`;
    const asked = commandOfComment(found);
    if (asked.kind !== "command" || asked.verb !== "extend") return `comment ${id} orders no extension, or was edited`;
    const otherwise = `it is not what comment ${id} makes of main`;
    const [path] = merge.paths;
    if (path === undefined) return otherwise;
    const permission = await moment.github.permission(login);
    const may = mayCommand(merge.rules, dirname(path), "extend", { login, permission });
    if (may !== true) return `${login} may not order an extension: ${may.refusal}`;
    // What names no production or no version fits no branch.
    const [tag, version] = [String(asked.target.production), String(asked.target.version)];
    return merge.pull.from.branch === extensionBranchOf(tag, version, id)
      ? { logins: [login], isMade: () => isExtended(moment, merge, asked, { tag, version }), otherwise }
      : otherwise;
  };

async function isExtended(
  reads: Reads,
  merge: Merge,
  asked: CommandAsked,
  { tag, version }: Pick<Production, "tag" | "version">,
) {
  const changed = await changedRequest(reads, merge);
  if (changed === undefined || asked.more === "lost") return false;
  const { source, bytes } = changed;
  const before = requestIn(source, tag);
  const after = requestIn({ ...source, bytes }, tag);
  if (before === undefined || after === undefined) return false;
  const more = asked.more === undefined ? { jobs: Number(asked.jobs) } : { events: asked.more };
  const jobs = extensionJobs(before.production, more);
  if (jobs.kind === "impossible") return false;
  const { events } = after.production.request;
  const isMoreWanted = Number(events) > Number(before.production.request.events);
  const again = extendedText(exactText(source.bytes), {
    version: after.production.version,
    extends: version,
    jobs: jobs.jobs,
    events: isMoreWanted ? events : undefined,
  });
  return Buffer.from(again).equals(Buffer.from(bytes));
}

const requestIn = (source: ProductionSource, tag: string): ValidProduction | undefined =>
  validAs(validateOne(source), tag);
