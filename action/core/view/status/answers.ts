import type { Intent } from "../../ledger/event.ts";
import { type Doc, perhaps, words } from "../../markdown/doc.ts";
import { code, fence, inline, lines, link, type Markdown, md, strong } from "../../markdown/markdown.ts";
import type { CommandLine } from "../../submission/commands-now.ts";
import { andMore } from "../../text/amounts.ts";
import { type Cause, causeId } from "./cause.ts";
import { commandsFor, ordersNow } from "./orders-now.ts";
import { type CauseGroup, type SubmissionStatus, sitesAwaited, targetOf, versionOf } from "./status-text.ts";

/** What a person can write, where a person is asked; where words end in a colon before it, it follows them. */
const waysMarkdown = (one: SubmissionStatus, target: string | undefined, follows: boolean): readonly Markdown[] => {
  const ways = waysList(one, target);
  if (ways.length === 0) return [];
  return [...(follows ? [] : [md`To go on, write one of these in a new comment:`]), lines(ways)];
};

/** A point for each thing that can be done; what differs in one word only shares a point. */
export const waysList = (one: SubmissionStatus, target = targetOf(one.key)): readonly Markdown[] => {
  const asked = ordersNow(one, target).filter(({ line }) => !line.startsWith("shrek bump "));
  return [...new Set(asked.map(({ does }) => does))].map((does) => wayPoint(asked, does));
};

const wayPoint = (commands: readonly CommandLine[], does: string): Markdown => {
  const [first, ...others] = commands
    .filter((one) => one.does === does)
    .map(({ line }) => (line.startsWith("/") ? code(line) : md`in a clone ${code(line)}`));
  return md`- ${others.reduce((all, one) => md`${all} or ${one}`, first ?? md``)}: ${does}`;
};

/** What answers a whole group: the commands of one submission, or of all runs of a version, or the form. */
export const answersOf = ({ cause, ones }: CauseGroup<SubmissionStatus>, page: string | undefined): Doc => {
  const [one] = ones;
  const target = targetOfAll(ones);
  const first = correctFirst(ones, cause).map(words);
  return [
    ...first,
    ...(target === undefined ? formOf(ones, cause, page) : waysMarkdown(one, target, first.length > 0).map(words)),
  ];
};

/** The same in points, for a page with many of them. */
export const answerPoints = ({ cause, ones }: CauseGroup<SubmissionStatus>): readonly Markdown[] => {
  const target = targetOfAll(ones);
  return target === undefined ? [] : [...correctFirst(ones, cause), ...waysList(ones[0], target)];
};

/** What one command in a comment names; `undefined`: it takes the form. */
export const targetOfAll = (ones: readonly [SubmissionStatus, ...SubmissionStatus[]]): string | undefined => {
  const version = versionOf(ones);
  if (ones.length === 1) return targetOf(ones[0].key);
  return version === undefined ? undefined : `${version.replace(" ", "@")}#*`;
};

/** The commands that none of them refuses, the most likely first. */
const commonWays = ([first, ...others]: readonly SubmissionStatus[]): readonly CommandLine[] =>
  first === undefined
    ? []
    : commandsFor(first, "").filter(({ line }) =>
        others.every((one) => commandsFor(one, "").some((other) => other.line === line)),
      );

/** One order for all of them: what to fill in, ready to copy. */
const formOf = (ones: readonly SubmissionStatus[], cause: Cause, page: string | undefined): Doc => {
  const [first, ...others] = commonWays(ones);
  const [one] = ones;
  if (first === undefined || one === undefined) return [];
  return [
    words(
      md`${strong(md`All ${ones.length} at once`)}: fill in ${formLink(page)}; it ${first.does}. Without ${code("confirm")} it shows first what it would do.`,
    ),
    words(fence("text", formFields(first.line, causeId(cause)))),
    ...(others.length === 0
      ? []
      : [perhaps(md`Instead of this ${code("verb")} these work too: ${insteadOf(others)}.`)]),
    perhaps(md`For one alone, write in a comment on its pull request: ${code(commandsFor(one)[0]?.line ?? "")}`),
  ];
};

/** What to write where a site takes nothing of many: one order for all that wait there. */
export const moveAway = (ones: readonly SubmissionStatus[], page?: string): readonly Markdown[] =>
  sitesAwaited(ones).map(
    (site) =>
      md`If ${site} is dead: ${formLink(page)}, with verb ${code("move")}, words ${code("site=OTHER")} and site ${code(site)}, moves all that wait there.`,
  );

/** The first of them, in a line. */
export const orderInShort = (
  { cause, ones }: CauseGroup<SubmissionStatus>,
  page: string | undefined,
): Markdown | undefined => {
  const target = targetOfAll(ones);
  const [way] = target === undefined ? commonWays(ones) : commandsFor(ones[0], target);
  if (way === undefined) return undefined;
  if (target !== undefined) return md`${code(way.line)}: ${way.does}`;
  const [verb, behind] = fieldsOf(way.line);
  const also = behind === "" ? md`` : md`, words ${code(behind)}`;
  return md`One order answers all: ${formLink(page)}, with verb ${code(verb)}${also} and cause ${code(causeId(cause))}.`;
};

export const formLink = (page: string | undefined): Markdown => {
  const name = "Actions, command, Run workflow";
  return page === undefined ? md`${name}` : link(name, `${page}/actions/workflows/command.yml`);
};

/** `/shrek withdraw keep` in the fields of the form. */
const formFields = (line: string, cause: string): string => {
  const [verb, behind] = fieldsOf(line);
  return [`verb:  ${verb}`, ...(behind === "" ? [] : [`words: ${behind}`]), `cause: ${cause}`].join("\n");
};

const fieldsOf = (line: string): readonly [verb: string, behind: string] => {
  const [, verb = "", ...behind] = line.split(" ");
  return [verb, behind.join(" ")];
};

const insteadOf = (ways: readonly CommandLine[]): Markdown =>
  inline(
    ways.map(({ line }) => {
      const [verb, behind] = fieldsOf(line);
      return behind === "" ? code(verb) : md`${code(verb)} with ${code(behind)} in ${code("words")}`;
    }),
  );

/** Where every job ended alike in the payload, running it again is the second thing to do. Several requests at one site: the site comes first. */
const correctFirst = (ones: readonly SubmissionStatus[], { payload, failed }: Cause): readonly Markdown[] => {
  const intents = ones.flatMap(({ state }) => ("intent" in state ? [state.intent] : []));
  const [first] = intents;
  if (first === undefined || payload === undefined) return [];
  const folders = folderNames(intents);
  const [site = "", ...others] = Object.keys(failed?.sites ?? {});
  const isOfSite = folders.length > 1 && site !== "" && others.length === 0;
  const [what, outside] = isOfSite
    ? [
        md`${folders.length} requests failed alike, all at ${site}: look at the site first. If it is the payload, correct`,
        "it was the site",
      ]
    : [
        md`Every job of ${payload.step} ended in the payload with exit code ${payload.exitCode}: run again, it likely ends so again. Correct`,
        "the cause was outside, such as a service that was away",
      ];
  return [
    md`${what} ${andMore(folders, foldersShown)}, ${code(`shrek bump ${first.folder}`)}, and open a pull request; ${code(`supersedes: [${first.version}]`)} in it closes this version when the new one is done. If ${outside}:`,
  ];
};
const foldersShown = 3;
const folderNames = (intents: readonly Intent[]): readonly string[] => [
  ...new Set(intents.map(({ folder }) => `\`${folder}\``)),
];
