import type { ReviewListed } from "../../../action/adapters/github/github-people.ts";
import type { Chance } from "../../fuzz/chance.ts";
import type { LiarWorld } from "./liar-world.ts";

const acts = [
  "review",
  "review",
  "review",
  "approve",
  "approve",
  "dismiss",
  "rights",
  "merge",
  "merge",
  "merge rules",
  "merge own rules",
  "push",
  "push other content",
  "push rules",
  "close",
  "tasks",
  "tasks",
] as const;

/** What happens on GitHub beside words, and to tasks at PanDA; says what it was. */
export const happen = (liar: LiarWorld, chance: Chance): string => {
  const { people, merges, bring, pull } = liar;
  const { of } = chance;
  const act = of(acts);
  switch (act) {
    case "review":
    case "dismiss":
      return review(liar, chance, act);
    case "approve":
      return [approve(liar, of(numbersOf(liar)), "bob"), approve(liar, of(numbersOf(liar)), "cleo")].join("; ");
    case "rights": {
      const [login, right] = [of(["bob", "cleo"]), of(["read", "write"] as const)];
      people.permissions.set(login, right);
      return `${login} may ${right}`;
    }
    case "merge":
      if (!merges.has("2.0.0")) bring({ version: "2.0.0", ...(of([true, true, false]) ? { reads: true } : {}) }, 6);
      return act;
    case "merge rules":
      bring({ approvals: of([1, 2]) }, 10 + liar.rules.length);
      return act;
    case "merge own rules":
      if (!merges.has("4.0.0")) bring({ approvals: 1, version: "4.0.0" }, 8);
      return act;
    case "push":
      bring({ version: "3.0.0" }, undefined);
      return act;
    case "push other content":
      bring({ version: [...merges.keys()].at(-1) ?? "3.0.0", jobs: 11 }, undefined);
      return act;
    case "push rules":
      bring({ approvals: 1 }, undefined);
      return act;
    case "close":
      if (of([true, false])) people.open.delete(7);
      else people.open.set(7, pull);
      return act;
    case "tasks":
      return endTasks(liar, of(["failed", "failed", "finished", "done"]));
  }
};

/** Numbers of pull requests whose reviews anybody asks for. */
const numbersOf = ({ merges, rules }: LiarWorld): readonly number[] => [
  ...[...merges.values()].map(({ number }) => number),
  ...rules.flatMap(({ by }) => (typeof by === "string" ? [] : [by.number])),
  5,
];

const headsOf = ({ merges, rules, head }: LiarWorld, number: number): readonly string[] => {
  const rulesBrought = rules.flatMap(({ by }) => (typeof by === "string" ? [] : [by]));
  const heads = [...merges.values(), ...rulesBrought].filter((one) => one.number === number).map((one) => one.head);
  return heads.length === 0 ? [head] : heads;
};

export const approve = (liar: LiarWorld, number: number, login: string): string =>
  add(liar, number, { login, state: "APPROVED", commit: headsOf(liar, number).at(-1) ?? "" });

const add = (
  { reviews, now }: LiarWorld,
  number: number,
  { login, state, commit, type = "User" }: { login: string; state: string; commit: string; type?: string },
): string => {
  const one: ReviewListed = { user: { login, type }, state, commit_id: commit, submitted_at: now() };
  reviews.set(number, [...(reviews.get(number) ?? []), one]);
  return `${login} ${state} #${number}`;
};

export const dismissAll = ({ reviews }: LiarWorld, number: number): void => {
  reviews.set(
    number,
    (reviews.get(number) ?? []).map((one) => ({ ...one, state: "DISMISSED" })),
  );
};

/** Of anybody, of the head or of another commit; or one of those that there are is dismissed. */
const review = (liar: LiarWorld, { of, oneIn }: Chance, act: "review" | "dismiss"): string => {
  const number = of(numbersOf(liar));
  const { reviews, head } = liar;
  const all = reviews.get(number) ?? [];
  if (act === "dismiss" && all.length > 0) {
    const gone = of(all);
    reviews.set(
      number,
      all.map((one) => (one === gone ? { ...one, state: "DISMISSED" } : one)),
    );
    return `dismiss ${gone.user?.login} ${gone.state} #${number}`;
  }
  const type = oneIn(5) ? "Bot" : "User";
  const commit = oneIn(4) ? head : of(headsOf(liar, number));
  const state = of(["APPROVED", "APPROVED", "CHANGES_REQUESTED", "COMMENTED"]);
  return add(liar, number, { login: of(["ada", "bob", "cleo"]), state, commit, type });
};

export const endTasks = ({ panda }: LiarWorld, status: string): string => {
  const files =
    status === "finished" || status === "done" ? { finished: 10 } : { failed: status === "failed" ? 10 : 0 };
  panda.tasks = panda.tasks.map((task) =>
    task.status === "running" || task.status === "paused" ? { ...task, ...files, status } : task,
  );
  return `tasks are ${status}`;
};
