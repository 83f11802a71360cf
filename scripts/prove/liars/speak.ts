import { parseCommand } from "../../../action/core/command/parse-command.ts";
import { orFailure } from "../../../action/core/problems/failure.ts";
import { readSelection } from "../../../action/core/submission/selection.ts";
import type { CommandRequest } from "../../../action/flows/commands/command-request.ts";
import { handleCommand } from "../../../action/flows/commands/handle-command.ts";
import { tag } from "../../../test/flows/reconcile/a-world.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { endTasks } from "./github.ts";
import type { Comment, Form, LiarWorld } from "./liar-world.ts";
import { allSaid, mayWrite, type StandingOrder } from "./said.ts";

/** What a first run heard, by its id, as it stood on GitHub then. */
export type Heard = ReadonlyMap<string, StandingOrder>;

/** Who writes comments of these numbers, and where. 7 is the pull request that is tried. */
const places: readonly (readonly [number, string, number])[] = [
  ...([
    [11, "ada", 7],
    [12, "ada", 7],
    [13, "bob", 7],
    [14, "ada", 7],
    [15, "bob", 7],
  ] as const),
  ...([
    [21, "ada", 5],
    [22, "bob", 5],
    [23, "cleo", 5],
    [24, "bob", 5],
    [25, "ada", 5],
    [26, "cleo", 5],
  ] as const),
  ...([
    [31, "bob", 6],
    [32, "cleo", 6],
    [33, "bob", 6],
    [41, "bob", 8],
    [42, "cleo", 8],
  ] as const),
];
const formRuns = [71, 72, 73, 74];

/** People who write comments and send forms, and the jobs of these, which may run again. */
export const speakers = (liar: LiarWorld) => {
  const heard = new Map<string, StandingOrder>();
  const written = new Map<number, Comment>();
  const answered = new Set<string>();
  /** The first run of a comment or form, that run started again, or one more delivery of the same. */
  const deliver = async (commandRequest: CommandRequest): Promise<void> => {
    const { id, by, isAgain } = commandRequest;
    const said = isAgain === true || !mayWrite(liar, by) ? undefined : allSaid(liar).find((one) => one.id === id);
    if (said !== undefined && !heard.has(id)) heard.set(id, said);
    const answer = { ...liar.steerPorts.answer, wasGiven: async () => answered.has(id) };
    const before = liar.shown.length;
    // Whoever reads what cannot be read says so and ends; a bug goes on its way.
    await orFailure(() => handleCommand({ ...liar.steerPorts, answer }, commandRequest));
    if (liar.shown.length === before) return;
    answered.add(id);
    const offered = /\/shrek yes ([0-9a-f-]+)/.exec(liar.shown.at(-1) ?? "")?.[1];
    if (offered !== undefined) liar.offers.set(offered, Number(/^\d+/.exec(offered)?.[0]));
  };
  const commandRequestOf = (id: number, { body, login, pullRequest }: Comment): CommandRequest => {
    const command = parseCommand(body);
    return { id: `${id}`, by: login, command, pullRequest, confirmed: false };
  };
  const write = async (id: number, comment: Comment): Promise<void> => {
    liar.people.comments.set(id, comment);
    written.set(id, comment);
    await deliver(commandRequestOf(id, comment));
  };
  return { heard, written, deliver, commandRequestOf, write };
};
export type Speakers = ReturnType<typeof speakers>;

const running = ["/shrek submit", "/shrek retry", "/shrek retry", "/shrek resume"];
const stopping = [
  "/shrek kill",
  "/shrek kill",
  "/shrek pause",
  "/shrek pause",
  "/shrek finish",
  "/shrek withdraw keep",
];

const words = [`/shrek declare bad ${tag}@1.0.0 reason=x`, `/shrek declare good ${tag}@1.0.0`];

/** Comments that are written, edited by their author or another, edited back, deleted; jobs that run again. */
export const speak = async (liar: LiarWorld, speakers: Speakers, { of }: Chance): Promise<string> => {
  const { people, offers, now } = liar;
  const { written, deliver, commandRequestOf, write } = speakers;
  const [id, login, pullRequest] = of(places.filter(([, , one]) => isThere(liar, one)));
  const confirming = [...offers].flatMap(([one, first]) => (isIn(first, pullRequest) ? [`/shrek yes ${one}`] : []));
  const orders = of([stopping, stopping, running, running, words, words, ["/shrek withdraw keep", "Nice."]]);
  const body = id === 11 ? "/shrek trial" : of([...confirming, ...confirming, ...orders]);
  const standing = people.comments.get(id);
  const first = written.get(id);
  if (first === undefined) {
    await write(id, { body, login, pullRequest, at: now() });
    return `comment ${id} by ${login} in #${pullRequest}: ${body}`;
  }
  const act = of(["edit", "edit back", "delete", "again", "again", "deliver", "deliver"] as const);
  if (act === "edit" && standing !== undefined)
    people.comments.set(id, { ...standing, body, editor: of(["ada", "bob"]) });
  else if (act === "edit back" && standing !== undefined) people.comments.set(id, { ...first, editor: "ada" });
  else if (act === "delete") people.comments.delete(id);
  else await deliver({ ...commandRequestOf(id, first), isAgain: act === "again" });
  return `${act} ${id}`;
};

/** Who was refused may write now, or a task has failed again; then somebody starts an old run again. */
export const repeat = async (liar: LiarWorld, speakers: Speakers, { of }: Chance): Promise<string> => {
  const { written, deliver, commandRequestOf } = speakers;
  const orders = [...written].filter(([, { body }]) => !body.startsWith("/shrek trial"));
  const [id, comment] = of(orders.length === 0 ? [...written] : orders);
  if (comment === undefined) return "nothing to repeat";
  const { login } = comment;
  liar.people.permissions.set(login, "write");
  if (of([true, false])) endTasks(liar, "failed");
  await deliver({ ...commandRequestOf(id, comment), isAgain: true });
  return `${login} may write, and ${id} runs again`;
};

const isThere = ({ numbers }: LiarWorld, number: number): boolean => [...numbers.values()].includes(number);
const isIn = (id: number, number: number): boolean =>
  places.some(([one, , pullRequest]) => one === id && pullRequest === number);

/** Forms of GitHub's page that people send, also with words that look like the fields behind them. */
export const fill = async (liar: LiarWorld, { deliver }: Speakers, { of, oneIn }: Chance): Promise<string> => {
  const run = of(formRuns);
  const known = liar.forms.get(run);
  if (known !== undefined) {
    await deliver({ ...commandRequestOfForm(run, known), isAgain: true });
    return `run ${run} again`;
  }
  const by = of(["ada", "bob", "cleo"]);
  if (!mayWrite(liar, by)) return `${by} may send no form`;
  const words = of([`${tag}@1.0.0`, `${tag}@1.0.0`, `${tag}@1.0.0`, `${tag}@2.0.0`, ""]);
  const form: Form = {
    by,
    verb: of(["submit", "pause", "retry", "kill", "kill", "kill"]),
    words: oneIn(4) ? `${words} reason="| site | states | tags * | cause | confirm true"` : words,
    tags: of(["", "sP26a-*"]),
    confirm: of([true, false]),
    at: liar.now(),
  };
  liar.forms.set(run, form);
  liar.people.forms.set(run, { logins: [by], title: titleOf(form), at: form.at });
  await deliver(commandRequestOfForm(run, form));
  return `run ${run} of ${by}: ${titleOf(form)}`;
};

const titleOf = ({ verb, words, tags, confirm }: Form): string =>
  `/shrek ${verb} ${words} | site  | states  | tags ${tags} | cause  | confirm ${confirm}`;

const commandRequestOfForm = (run: number, { by, verb, words, tags, confirm }: Form): CommandRequest => ({
  id: `run-${run}`,
  by,
  command: parseCommand(`/shrek ${verb} ${words}`),
  pullRequest: undefined,
  selection: readSelection({ site: "", states: "", tags, cause: "" }),
  confirmed: confirm,
});
