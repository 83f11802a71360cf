import { expect, test } from "vitest";
import { type FormPorts, keepRequest } from "../../../action/flows/form/keep-request.ts";
import type { FormPulls } from "../../../action/ports/form.ts";
import type { RunsPull } from "../../../action/ports/runs-proposal.ts";
import { bodyOf, conventionsFile, scanBasis, scanFiles, scanText, simple } from "../../core/form/a-form.ts";
import { fakePeople } from "../../fakes/fake-people.ts";
import { fakeSnapshot } from "../../fakes/fake-snapshot.ts";

const issues = [1, 2, 3, 4, 5, 6];
const files = scanFiles.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)] as const);
const main = fakeSnapshot({ [conventionsFile]: scanText, ...Object.fromEntries(files) });
const unasked = async (): Promise<never> => {
  throw new Error("this is asked of no new issue");
};
/** `wait` ends when all came, one behind the other in this order. */
const turnsOf = (order: readonly number[]) => {
  const came = new Map<number, () => void>();
  return {
    wait: (one: number) =>
      new Promise<void>((resolve) => {
        came.set(one, resolve);
        if (came.size === order.length) came.get(order[0] ?? 0)?.();
      }),
    next: (one: number) => came.get(order[order.indexOf(one) + 1] ?? 0)?.(),
  };
};

/** Each issue's run counts before any of them opens its pull request. */
const runsAtOnce = (order: readonly number[]) => {
  const all: (RunsPull & { readonly issue: number })[] = [];
  const turns = turnsOf(order);
  const people = fakePeople();
  const said = new Map<number, string>();
  const change = (number: number, to: Partial<RunsPull>): void => {
    for (const [at, pull] of all.entries()) if (pull.number === number) all[at] = { ...pull, ...to };
  };
  const pullsOf = (issue: number): FormPulls => ({
    all: async () => all.filter((one) => one.issue === issue),
    open: async (words) => {
      await turns.wait(issue);
      all.push({ ...words, issue, number: 101 + all.length, head: `h${issue}`, state: "open" });
      turns.next(issue);
      return true;
    },
    say: async (number, words) => change(number, words),
    close: async (number) => change(number, { state: "closed" }),
    reopen: unasked,
    openedSince: async () => all.map(({ number, issue: of }) => ({ number, issue: of })),
  });
  const branch = {
    heads: async () => ({ main: "c", branch: undefined }),
    commit: async () => "made",
    put: async () => "swapped" as const,
  };
  const portsOf = (issue: number): FormPorts => ({
    issues: people,
    people,
    rule: async () => ({ app: "shrek-form", strangersPerDay: 2 }),
    revisions: { at: () => main, changes: unasked, mergeBase: unasked },
    asApp: async () => ({ branch, pulls: pullsOf(issue) }),
    judge: async () => ({ problems: [], refused: false, markdown: "" }),
    say: async (markdown) => void said.set(issue, markdown),
    clock: { now: () => new Date("2026-03-01T10:00:00Z") },
  });
  for (const number of issues)
    people.issues.set(number, {
      number,
      author: { login: `stranger-${number}`, isPerson: true },
      body: bodyOf(scanBasis(), { ...simple, template: "scan", physics: "toy" }),
      isOpen: true,
      isOfForm: true,
      editors: { accounts: [], unknown: undefined },
      comments: [],
    });
  return { all, said, run: () => Promise.all(issues.map((issue) => keepRequest(portsOf(issue), issue))) };
};

test.each([
  { order: issues, stay: [1, 2] },
  { order: issues.toReversed(), stay: [6, 5] },
])("Six requests of strangers at once leave the day's two open, when they are opened in order $order", async (row) => {
  const { all, said, run } = runsAtOnce(row.order);
  const kept = await run();

  expect(all.map(({ issue }) => issue)).toEqual(row.order);
  expect(all.filter(({ state }) => state === "open").map(({ issue }) => issue)).toEqual(row.stay);
  for (const [at, issue] of issues.entries()) {
    const stays = row.stay.includes(issue);
    expect(kept[at]?.kind).toBe(stays ? "opened" : "waits");
    expect(said.get(issue)).toMatch(stays ? /./ : /edit the issue tomorrow \(UTC\)/);
  }
});
