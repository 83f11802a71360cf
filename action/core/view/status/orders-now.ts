import type { Remake } from "../../outcomes/extension.ts";
import { type CommandLine, commandsNow } from "../../submission/commands-now.ts";
import { asksByState, asksPerson } from "../../submission/ways-out.ts";
import { counted } from "../../text/amounts.ts";
import { causeOf } from "./cause.ts";
import { type SubmissionStatus, targetOf, versionTarget } from "./status-text.ts";

/**
 * The orders that work now, the most likely first: every page shows these and no others. Those that begin with a slash are
 * comments and forms, the others are typed in a clone. `target`: what a command names.
 */
export const ordersNow = (one: SubmissionStatus, target = targetOf(one.key)): readonly CommandLine[] => [
  ...afterCorrection(one),
  ...commandsFor(one, target),
  ...remakeOrder(one),
];

/** Those of them that several submissions can have in common, as comment or form. */
export const commandsFor = (
  { key, state, remake }: SubmissionStatus,
  target = targetOf(key),
): readonly CommandLine[] => {
  if (!asksPerson(state)) return [];
  const isExtended = remake?.by === "version";
  const commands = commandsNow(state, target, isExtended && !remake.isStopped);
  // Where the state asks nothing, main's question is open, and only keep or drop answers it.
  if (!asksByState(state) && "past" in state && state.past.leftMain !== undefined)
    return commands.filter(({ line }) => verbOf(line) === "withdraw");
  // What a later version may have made again needs no retry first.
  return isExtended ? commands.toSorted((a, b) => Number(isClose(b)) - Number(isClose(a))) : commands;
};

const verbOf = (line: string): string | undefined => line.split(" ")[1];
const isClose = ({ line }: CommandLine): boolean => verbOf(line) === "close";

/** Where every job failed alike in the payload, a retry is the second thing to do. */
const afterCorrection = ({ state }: SubmissionStatus): readonly CommandLine[] =>
  "intent" in state && causeOf(state)?.payload !== undefined
    ? [{ line: `shrek bump ${state.intent.folder}`, does: "begins the next version, after you corrected the payload" }]
    : [];

const remakeOrder = ({ key, remake }: SubmissionStatus): readonly CommandLine[] => {
  if (remake?.by !== "order") return [];
  const what = `${lostText(remake)} again, with new seeds`;
  return remake.takesComment
    ? [
        {
          line: `/shrek extend ${versionTarget(key)} jobs=${remake.jobs}`,
          does: `opens the pull request that makes ${what}`,
        },
      ]
    : [{ line: `shrek extend ${versionTarget(key)} --events lost`, does: `writes the request that makes ${what}` }];
};

const lostText = ({ jobs, step }: Remake): string =>
  jobs === undefined ? "its lost files" : `the results of ${counted(jobs, "job")} of ${step}`;

/** What is lost of them and how it is made again, once a way: empty where a retry does it, or an order that is shown. */
export const remakeNotes = (
  ones: readonly SubmissionStatus[],
  shows: "orders" | "notes" = "notes",
): readonly string[] => {
  const retried = ones.every((one) => commandsFor(one, "").some(({ line }) => verbOf(line) === "retry"));
  const lost = ones.flatMap((one) => (one.remake === undefined ? [] : [{ one, remake: one.remake }]));
  return [...Map.groupBy(lost, ({ remake }) => wayKey(remake)).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined || (retried && first.remake.by !== "version")) return [];
    if (first.remake.by === "order" && shows === "orders" && ones.length === 1) return [];
    return [`${goneText(alike.map(({ remake }) => remake))}${wayText(first, alike.length)}`];
  });
};

const wayKey = (remake: Remake): string => (remake.by === "hand" ? remake.way : remake.by);

const goneText = (all: readonly Remake[]): string => {
  const [first, ...others] = all;
  if (first === undefined) return "";
  if (all.some(({ jobs }) => jobs === undefined)) return "files that it made are lost";
  const jobs = all.reduce((sum, one) => sum + (one.jobs ?? 0), 0);
  const [step] = others.every((one) => one.step === first.step) ? [first.step] : [];
  const whose = others.length === 0 ? "" : `, in ${all.length} productions`;
  return `the results of ${counted(jobs, "job")}${step === undefined ? "" : ` of ${step}`} are missing${whose}`;
};

const wayText = (
  { one, remake }: { readonly one: SubmissionStatus; readonly remake: Remake },
  count: number,
): string => {
  switch (remake.by) {
    case "hand":
      return `: ${remake.way}`;
    case "version":
      return count === 1
        ? `; ${remake.version}, which extends it, may have made them`
        : "; versions that extend them may have made them";
    case "order": {
      if (count > 1) return ": in a clone `shrek extend TAG@VERSION --events lost` writes the request that makes them";
      const [order] = remakeOrder(one);
      return order === undefined
        ? ""
        : `: ${order.line.startsWith("/") ? "" : "in a clone "}\`${order.line}\` ${order.does}`;
    }
  }
};
