import { expect, test } from "vitest";
import { Failure } from "../../action/core/problems/failure.ts";
import { statusText } from "../../action/core/view/status/status-terminal.ts";
import { campaignStatus, status, watchStatus } from "../../action/flows/status.ts";
import { key, lineOf, pastOf } from "../core/submission/a-submission.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";
import { fakeMain } from "../fakes/fake-main.ts";

test("shrek status lists refused requests of main with running submissions, but not for a named production", async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const read = { event: "main-read", at: "t", commit: "c".repeat(40), refused: ["productions/x"] } as const;
  const running = pastOf("running").map((event) => lineOf(event));
  await ledger.append(await ledger.head(), [...running, read], [], "test");

  const all = await status(ledger, []);
  const named = await status(ledger, [key.split("/")[0] ?? ""]);

  expect(all.refused).toEqual(["productions/x"]);
  expect(statusText([], { refused: all.refused })).toContain("productions/x: refused on main");
  expect(statusText([])).not.toContain("refused");
  expect(named.refused).toEqual([]);
});

test("The status of a campaign is of all that it names on the ledger, ended or not, and of nothing else", async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const [ledger, main] = [fakeLedger(branch), fakeMain()];
  await ledger.append(
    await ledger.head(),
    pastOf("done").map((event) => lineOf(event)),
    [],
    "test",
  );
  const [tag = ""] = key.split("/");
  const campaign = (...productions: readonly string[]) => JSON.stringify({ campaign: 1, productions });
  main.commit({
    "campaigns/c.yaml": campaign(`${tag.slice(0, 4)}*`),
    "campaigns/d.yaml": campaign("another"),
    "campaigns/e.yaml": "x",
  });

  expect(await campaignStatus({ ledger, main }, "c")).toMatchObject({
    ...{ statuses: [{ key }], unknown: [], made: [{ tag }] },
    campaign: { name: "c", campaign: { productions: [`${tag.slice(0, 4)}*`] }, asked: { unknown: `${tag} 1.0.0` } },
  });
  expect(await campaignStatus({ ledger, main }, "d")).toMatchObject({ statuses: [], unknown: [], made: [] });
  await expect(campaignStatus({ ledger, main }, "e")).rejects.toThrow("campaigns/e.yaml on main is wrong");
  await expect(campaignStatus({ ledger, main }, "f")).rejects.toThrow("main has no campaigns/f.yaml.");
});

test("A watched status is shown once a commit of the ledger, and again when an outage of the ledger is over", async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const said: string[] = [];
  let isAway = false;
  const away = {
    ...ledger,
    head: () => (isAway ? Promise.reject(new Failure("away", { wayOut: "wait" })) : ledger.head()),
  };
  const meanwhile = [
    async () => undefined,
    async () =>
      void (await ledger.append(
        await ledger.head(),
        pastOf("running").map((event) => lineOf(event)),
        [],
        "t",
      )),
    async () => undefined,
    async () => void (isAway = true),
    async () => void (isAway = false),
    async () => undefined,
  ];

  await watchStatus(away, [key.split("/")[0] ?? ""], {
    show: ({ statuses }) => void said.push(statuses.map(({ state }) => state.kind).join() || "none"),
    missed: (why) => void said.push(why.message),
    pause: async () => {
      const next = meanwhile.shift();
      await next?.();
      return next !== undefined;
    },
  });

  expect(said).toEqual(["none", "running", "away", "running"]);
});

test("A bug ends a watched status, as it ends any other command", async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  let looks = 0;
  const broken = { ...ledger, head: () => (looks++ < 1 ? ledger.head() : Promise.reject(new TypeError("a bug"))) };
  const watcher = { show: () => undefined, missed: () => undefined, pause: async () => true };

  await expect(watchStatus(broken, [], watcher)).rejects.toThrow("a bug");
});
