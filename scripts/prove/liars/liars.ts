import { policyOf } from "../../../test/flows/reconcile/a-trial.ts";
import { type Chance, chance } from "../../fuzz/chance.ts";
import { type Comment, type LiarWorld, liarWorld } from "./liar-world.ts";
import { lie } from "./lies.ts";
import { type Found, listen } from "./oracle.ts";

const turns = 14;
type Told = Found & { readonly seed: number; readonly story: readonly string[] };
export type Played = { readonly found: readonly Told[]; readonly submits: number; readonly orders: number };

/** So many worlds of liars, with the seeds that follow. */
export const playLiars = async (worlds: number, seed: number): Promise<Played> => {
  const all: Told[] = [];
  let [submits, orders] = [0, 0];
  for (let one = seed; one < seed + worlds; one++) {
    const { story, found, panda } = await playOne(one);
    all.push(...found.map((what) => ({ ...what, seed: one, story })));
    submits += panda.calls.submit.length;
    orders += panda.calls.order.length;
  }
  return { found: all, submits, orders };
};

/** How many were found; a world is played again by `--liars 1 --seed` and its seed. */
export const proveLiars = async (worlds: number, seed: number, say: (line: string) => void): Promise<number> => {
  if (worlds === 0) return 0;
  const from = performance.now();
  const { found, submits, orders } = await playLiars(worlds, seed);
  for (const one of found) say(`BROKEN ${one.rule}: ${one.what}, seed ${one.seed}: ${one.story.join("; ")}`);
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  say(`liars: ${worlds} worlds, ${submits} submits and ${orders} orders reached PanDA; ${seconds} s`);
  return found.length;
};

const playOne = async (seed: number) => {
  const drawn = chance(seed);
  const liar = await liarWorld();
  const found = listen(liar);
  const written = new Map<number, Comment>();
  const story: string[] = [];
  await liar.world.say(11, "/shrek trial");
  const confirms = liar.world.confirmed();
  written.set(11, { body: "/shrek trial", login: "ada", pullRequest: 7 });
  liar.merge("1.0.0", 5);
  for (let turn = 0; turn < turns && found.length === 0; turn++) {
    const acts = [
      () => lie(liar, confirms, drawn),
      () => speak(liar, confirms, written, drawn),
      () => github(liar, drawn),
    ];
    // Whoever reads what cannot be read says so and ends; that is no find.
    story.push(await drawn.of(acts)());
    if (drawn.oneIn(2))
      await liar.world.run().then(
        () => story.push("pass"),
        (why: Error) => story.push(`no pass: ${why.message}`),
      );
  }
  return { found, story, panda: liar.world.panda };
};

/** Comments that are written, edited by their author or another, edited back, deleted, and jobs that run again. */
const speak = async (
  { people, say, deliver }: LiarWorld,
  confirms: string,
  written: Map<number, Comment>,
  { of }: Chance,
): Promise<string> => {
  const id = of([9, 11, 12, 13, 20, 21, 22]);
  const body =
    id === 12 || id === 13 ? `/shrek yes ${confirms}` : of(["/shrek submit", "/shrek pause", "/shrek retry", "Nice."]);
  const said: Comment = {
    body: id === 11 ? "/shrek trial" : body,
    login: id > 13 ? "bob" : "ada",
    pullRequest: id > 8 && id < 14 && id !== 9 ? 7 : 5,
  };
  const now = people.comments.get(id);
  const what = now === undefined ? "write" : of(["edit", "edit back", "delete", "again"] as const);
  if (what === "write") {
    say(id, said);
    written.set(id, said);
    await deliver(id, said).catch(() => undefined);
  } else if (what === "edit" && now !== undefined)
    people.comments.set(id, { ...now, body: said.body, editor: of(["ada", "bob"]) });
  else if (what === "edit back") people.comments.set(id, { ...(written.get(id) ?? said), editor: "ada" });
  else if (what === "delete") people.comments.delete(id);
  else await deliver(id, written.get(id) ?? said).catch(() => undefined);
  return `${what} comment ${id}`;
};

const github = ({ main, people, merges, rules, merge, world }: LiarWorld, { of }: Chance): string => {
  const what = of([
    "approve",
    "approve",
    "own approval",
    "unapprove",
    "bob may read",
    "bob may write",
    "merge",
    "push",
    "rules",
    "close",
  ] as const);
  const heads = [...merges.values()].map(({ head }) => head);
  switch (what) {
    case "approve":
      people.approved = heads.map((commit) => ({ login: "bob", commit }));
      break;
    case "own approval":
      people.approved = heads.map((commit) => ({ login: "ada", commit }));
      break;
    case "unapprove":
      people.approved = [];
      break;
    case "bob may read":
    case "bob may write":
      people.permissions.set("bob", what === "bob may read" ? "read" : "write");
      break;
    case "merge":
      if (!merges.has("2.0.0")) merge("2.0.0", 6);
      break;
    case "push":
      merge("3.0.0", undefined);
      break;
    case "rules":
      main.commit({ "productions/conventions.yaml": policyOf("{ trials: { jobs: 41 } }") });
      rules.unapproved = true;
      break;
    case "close":
      if (of([true, false])) people.open.delete(7);
      else people.open.set(7, world.pull);
      break;
  }
  return what;
};
