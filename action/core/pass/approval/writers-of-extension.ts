import { dirname } from "node:path/posix";
import { commandOfComment } from "../../command/command-of-comment.ts";
import { commentOfBranch, extensionBranchOf } from "../../command/form-names.ts";
import type { CommandAsked } from "../../command/parse-command.ts";
import { acceptedAs, validateOne } from "../../cross-checks/check-sources.ts";
import { formRuleOf } from "../../policy/form-rule.ts";
import { plainLogin } from "../../policy/login.ts";
import { mayCommand } from "../../policy/may-command.ts";
import { besidesProgram, type Writers } from "../../policy/writers.ts";
import { Failure } from "../../problems/failure.ts";
import type { Accepted } from "../../production/accepted.ts";
import { exactText, type ProductionSource } from "../../text/source-file.ts";
import { extendedText, extensionJobs } from "../../versioning/extension.ts";
import { type Asking, ask, orFailed } from "../asking.ts";
import type { Moment } from "../moment.ts";
import type { Merge } from "./merge.ts";

/**
 * Who wrote a merge. Where the App made its branch of a `/shrek extend`, this is who said it; but only if the comment
 * stands as it was written, its author may say so, and the request is, to the last byte, what this command makes of main
 * before the merge. Of the ledger nothing is believed: version and wanted events, which it knows, are taken as merged.
 */
export function* writersOfExtension(moment: Pick<Moment, "asOf">, merge: Merge): Asking<Writers> {
  const { writers, pull, rules } = merge;
  const app = formRuleOf(rules)?.app;
  const id = commentOfBranch(pull.from.branch);
  const { program } = writers;
  if (app === undefined || id === undefined || program === undefined) return writers;
  if (plainLogin(program.login) !== `${app}[bot]`) return writers;
  const unknown = (why: string): Writers => ({ ...writers, unknown: `${app} made it, and ${why}` });
  const found = yield* ask({ ask: "comment", id: Number(id), ...moment.asOf });
  if (found === undefined) return unknown(`there is no comment ${id} on GitHub`);
  const asked = commandOfComment(found);
  // A program's word would be that of whoever holds its key.
  if (found.login.endsWith("[bot]")) return unknown(`comment ${id} is by a program`);
  const isExtension = asked.kind === "command" && asked.verb === "extend";
  if (!isExtension) return unknown(`comment ${id} orders no extension, or was edited`);
  const { production: tag = "", version = "" } = asked.target;
  const [path = "", ...others] = merge.paths;
  const permission = yield* ask({ ask: "permission", login: found.login, ...moment.asOf });
  const may = mayCommand(rules, dirname(path), "extend", { login: found.login, permission });
  if (may !== true) return unknown(`${found.login} may not order an extension: ${may.refusal}`);
  const isMade =
    merge.here && others.length === 0 && pull.from.branch === extensionBranchOf(tag, version, id)
      ? yield* orFailed(isExtended(merge, path, asked))
      : false;
  if (isMade instanceof Failure || !isMade) return unknown(`it is not what comment ${id} makes of main`);
  const besides = besidesProgram(writers, `${app}[bot]`);
  const logins = [...besides.logins, found.login];
  return { ...besides, logins: [...new Map(logins.map((login) => [plainLogin(login), login])).values()] };
}

function* isExtended({ base, pull }: Merge, path: string, asked: CommandAsked): Asking<boolean> {
  const { production: tag = "", version = "" } = asked.target;
  const folder = dirname(path);
  if (!(yield* ask({ ask: "holds-request", at: base, folder }))) return false;
  const source = yield* ask({ ask: "production", at: base, folder });
  const [merged] = yield* ask({ ask: "files", at: pull.head, paths: [path] });
  if (source.file !== path || merged?.kind !== "file" || merged.mode !== "100644") return false;
  const before = requestIn(source, tag);
  const after = requestIn({ ...source, bytes: merged.bytes }, tag);
  if (before === undefined || after === undefined) return false;
  if (asked.more === "lost") return false;
  const more = asked.more === undefined ? { jobs: asked.jobs ?? 0 } : { events: asked.more };
  const jobs = extensionJobs(before.production, more);
  if (jobs.kind === "impossible") return false;
  const { events } = after.production.request;
  const isMoreWanted = events !== undefined && events > (before.production.request.events ?? events);
  const again = extendedText(exactText(source.bytes), {
    version: after.production.version,
    extends: version,
    jobs: jobs.jobs,
    events: isMoreWanted ? events : undefined,
  });
  return Buffer.from(again).equals(Buffer.from(merged.bytes));
}

const requestIn = (source: ProductionSource, tag: string): Accepted | undefined => acceptedAs(validateOne(source), tag);
