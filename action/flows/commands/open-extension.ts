import { dirname } from "node:path/posix";
import { extensionBranchOf } from "../../core/command/form-names.ts";
import type { CommandAsked } from "../../core/command/parse-command.ts";
import { writeCommand } from "../../core/command/settings.ts";
import { extensionWords } from "../../core/form/pull-words.ts";
import { md } from "../../core/markdown/markdown.ts";
import { formRuleOf } from "../../core/policy/form-rule.ts";
import { mayCommand } from "../../core/policy/may-command.ts";
import { Failure } from "../../core/problems/failure.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import type { ExtensionPlace } from "../../ports/form.ts";
import { type Extension, extendProduction } from "../ledger-access/extension.ts";
import { type CommandPorts, type CommandResult, type Permitted, refuse } from "./command-request.ts";

type Extended = Extract<Extension, { kind: "extended" }>;
type ExtensionSaid = {
  readonly tag: string;
  readonly version: string;
  readonly asked: CommandAsked;
  readonly request: Permitted & { readonly pullRequest: number };
};

/** Others may move main and the branch as often. */
const maxRounds = 5;

/**
 * `/shrek extend`: opens the pull request that extends a version. Everything is read anew, and a comment has one branch,
 * so a second run of it makes no second pull request. Reconcile makes the request again of the comment and main alone
 * (`writersOfExtension`): so the comment has to say the version and a number.
 */
export const openExtension = async (
  ports: CommandPorts,
  request: Permitted,
  asked: CommandAsked,
): Promise<CommandResult> => {
  const { pullRequest } = request;
  const { production: tag, version } = asked.target;
  if (pullRequest === undefined || ports.rights === undefined)
    return refuse(ports, "extend is said in a comment on a pull request; a clone has `shrek extend`.");
  if (tag === undefined || version === undefined)
    return refuse(ports, `Which version? Write \`${writeCommand(asked, `${tag ?? "TAG"}@VERSION`)}\`.`);
  const rules = await ports.rights.rules.above([productionsFolder]);
  const app = formRuleOf(rules)?.app;
  if (app === undefined) return refuse(ports, noApp(tag, version));
  const place = await ports.asApp?.(extensionBranchOf(tag, version, request.id));
  if (place === undefined || place.slug !== app) return refuse(ports, otherApp(app, tag, version));
  const said = { tag, version, asked, request: { ...request, pullRequest } };
  const [before] = await place.pulls.all();
  if (before !== undefined) return answer(ports, before.number, md`Pull request #${before.number} is of this comment.`);
  for (let round = 0; round < maxRounds; round++) {
    const opened = await openOnce(ports, place, said);
    if (opened !== "moved") return opened;
  }
  throw new Failure("Main or the branch of the extension changed during each attempt.", {
    wayOut: "Write the command in a new comment.",
  });
};

const inClone = (tag: string, version: string): string =>
  `In a clone \`shrek extend ${tag}@${version} --events N\` writes the request.`;
const noApp = (tag: string, version: string): string =>
  `No GitHub App may open the pull request: \`policy\` in productions/conventions.yaml on main has no \`form: { app: NAME }\`. ${inClone(tag, version)}`;
const otherApp = (app: string, tag: string, version: string): string =>
  `This workflow cannot act as ${app}, the App of \`policy: form\`: \`shrek doctor --github\` says what is missing. ${inClone(tag, version)}`;

const openOnce = async (
  ports: CommandPorts,
  place: ExtensionPlace,
  said: ExtensionSaid,
): Promise<CommandResult | "moved"> => {
  const { tag, version, request } = said;
  const { main, branch: tip } = await place.branch.heads();
  if (tip?.isOwn === false) return refuse(ports, "Somebody pushed to the branch of this comment: write a new one.");
  const made = await madeAt(ports, place, main, said);
  if (typeof made === "string") return refuse(ports, made);
  const forbidden = await forbiddenAt(ports, request, dirname(made.file));
  if (forbidden !== undefined) return refuse(ports, forbidden);
  const rival = await lowestOpen(place, tag, version);
  if (rival !== undefined) return refuse(ports, rivalText(rival, tag, version));
  await ports.answer.noticed();
  const { values, amount, file, bytes } = made;
  const { by, pullRequest } = request;
  const words = extensionWords({ tag, version, next: values.version, amount, by, pullRequest });
  const head = await place.branch.commit(main, [{ path: file, mode: "100644", bytes }], words.message);
  if ((await place.branch.put(tip?.oid, head)) === "moved") return "moved";
  await place.pulls.open({ title: words.title, body: words.body });
  const [own] = await place.pulls.all();
  if (own === undefined) return "moved";
  // Two comments at one time: the first pull request stays.
  const first = await lowestOpen(place, tag, version);
  if (first !== undefined && first !== own.number) {
    await place.pulls.close(own.number);
    return refuse(ports, rivalText(first, tag, version));
  }
  return answer(
    ports,
    own.number,
    md`Pull request #${own.number} extends ${tag} ${version} by ${amount}, as ${values.version}. You are its author: somebody else approves it.`,
  );
};

const answer = async (
  { answer: shown }: CommandPorts,
  pullRequest: number,
  words: Parameters<CommandPorts["answer"]["show"]>[0],
): Promise<CommandResult> => {
  await shown.show(words);
  await shown.done();
  return { kind: "opened", pullRequest };
};

const rivalText = (number: number, tag: string, version: string): string =>
  `Pull request #${number} extends ${tag} ${version} already: merge or close it first.`;

const lowestOpen = async ({ pulls }: ExtensionPlace, tag: string, version: string): Promise<number | undefined> => {
  const start = extensionBranchOf(tag, version, "");
  const open = (await pulls.fromBranches()).filter(
    ({ branch }) => branch.startsWith(start) && /^\d+$/.test(branch.slice(start.length)),
  );
  return open.length === 0 ? undefined : Math.min(...open.map(({ number }) => number));
};

/** The request by main as it is now; else why there is none. */
const madeAt = async (
  { ledger }: CommandPorts,
  place: ExtensionPlace,
  main: string,
  { tag, version, asked }: ExtensionSaid,
): Promise<Extended | string> => {
  const more = asked.more ?? { jobs: asked.jobs ?? 1 };
  const made = await extendProduction(ledger, (folder) => place.sourceAt(main, folder), { tag, version, more });
  if (made.kind === "refused") return made.why;
  if (more !== "lost") return made;
  // How many are lost only the ledger says, which permits nothing: so a person says the number.
  const line = writeCommand(
    { verb: "extend", ...("jobs" in made.more ? made.more : { more: made.more.events }) },
    `${tag}@${version}`,
  );
  return `To make what is lost takes ${made.amount}: write \`${line}\` in a new comment.`;
};

const forbiddenAt = async (
  { rights }: CommandPorts,
  { by: login, permission }: Permitted,
  folder: string,
): Promise<string | undefined> => {
  if (rights === undefined) return undefined;
  const may = mayCommand(await rights.rules.above([folder]), folder, "extend", { login, permission });
  return may === true ? undefined : may.refusal;
};
