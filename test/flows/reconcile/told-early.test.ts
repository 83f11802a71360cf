import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { aStep } from "../../core/a-production.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aReportedWorld } from "./a-reported-world.ts";
import { finish } from "./a-scene.ts";
import { file, written } from "./a-world.ts";

/** So many runs of one merge, pull request 7. */
const runsOf = (count: number) =>
  aReportedWorld({
    [file]: written({ runs: { list: "runs.txt" } }),
    "productions/p/runs.txt": Array.from({ length: count }, (_, n) => `${10_001 + n}\n`).join(""),
  });
type Reported = Awaited<ReturnType<typeof aReportedWorld>>;

const second = 1000;
/** Another production comes by pull request 8. */
const mergeAnother = ({ main, merge }: Reported, change: object = {}): Promise<void> =>
  merge(
    main.commit({
      "productions/q/production.yaml": written({
        tag: { campaign: "sP27a", physics: "hfcharm", stage: "signal" },
        steps: { simulate: aStep({ run: "make another\n" }) },
        ...change,
      }),
    }),
    8,
  );

/** The same ports, where each call of GitHub, git and PanDA takes a second, and an upload four. */
const slow = ({ clock, ports, panda }: Reported): Pick<ReconcilePorts, "main" | "people" | "panda" | "cache"> => {
  const slowly = <T extends object>(port: T, seconds: number): T =>
    new Proxy(port, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name);
        if (typeof value !== "function") return value;
        return (...args: readonly unknown[]): unknown => {
          clock.at += seconds * second;
          return Reflect.apply(value, of, args);
        };
      },
    });
  const { main, people } = ports;
  return { main: slowly(main, 1), people: slowly(people, 1), panda: slowly(panda, 1), cache: slowly(panda, 4) };
};

test("A merge is told as entered, in its pull request and in the overview, before PanDA is called", async () => {
  const { panda, pass, said, overviewText } = await aReportedWorld();
  const seen: string[] = [];
  const answer = panda.onCheck;
  panda.onCheck = async (...args) => {
    seen.push(said(7), await overviewText());
    return answer(...args);
  };

  await pass();

  const [pullRequest, pinned] = seen;
  expect(pullRequest).toMatch(/^<!-- merged -->\n/);
  expect(pullRequest).toContain("sP26a-hfcharm-signal 1.0.0: intended");
  expect(pullRequest).toContain("entered, 2026-03-01 10:00 UTC; reconcile submits it");
  expect(pinned).toContain("Everything runs by itself.");
  expect(pinned).toContain("entered, 2026-03-01 10:00 UTC; reconcile submits it");
});

test("A pass that enters nothing reports once, at its end", async () => {
  const { main, pass, early } = await aReportedWorld();
  await pass();
  main.commit({ "README.md": "words" });

  await pass();

  expect(early).toEqual([1]);
});

test("A merge while a pass submits a campaign is entered and reported within a minute, and the campaign goes on", async () => {
  const world = await runsOf(24);
  const { clock, panda, pass, said, overviewText, early, kind } = world;
  const ports = slow(world);
  let [uploads, mergedAt, toldAt] = [0, 0, 0];
  const looks = async (): Promise<void> => {
    if (toldAt > 0 || mergedAt === 0 || !said(8).includes("sP27a-hfcharm-signal 1.0.0: intended")) return;
    if (said(8).startsWith("<!-- merged -->") && (await overviewText()).includes("sP27a-hfcharm-signal"))
      toldAt = clock.at;
  };
  const cache = {
    hold: async (archive: Uint8Array) => {
      await looks();
      if (++uploads === 12) {
        mergedAt = clock.at;
        await mergeAnother(world);
      }
      return ports.cache.hold(archive);
    },
  };
  const check = panda.onCheck;
  panda.onCheck = async (...args) => {
    await looks();
    return check(...args);
  };

  await pass({ ...ports, cache });

  expect((toldAt - mergedAt) / second).toBeGreaterThan(0);
  expect((toldAt - mergedAt) / second).toBeLessThanOrEqual(60);
  expect(early).toHaveLength(2);
  expect(panda.calls.submit).toHaveLength(24);
  expect(await kind(submissionKey("sP27a-hfcharm-signal", "1.0.0", undefined))).toBe("intended");
});

test("A campaign that main drops while a pass submits it is withdrawn within the pass, and no further run is submitted", async () => {
  const world = await runsOf(24);
  const { main, merge, panda, pass, kind } = world;
  const ports = slow(world);
  let uploads = 0;
  const cache = {
    hold: async (archive: Uint8Array) => {
      if (++uploads === 12) await merge(main.commit({ [file]: undefined, "productions/p/runs.txt": undefined }), 8);
      return ports.cache.hold(archive);
    },
  };

  await pass({ ...ports, cache });

  expect(panda.calls.submit).toHaveLength(8);
  expect(uploads).toBeLessThan(24);
  expect(await kind(submissionKey("sP26a-hfcharm-signal", "1.0.0", 10_024))).toBe("withdrawn");
});

test("A pass goes on where git or GitHub cannot be asked meanwhile, and the next one enters what was merged", async () => {
  const world = await runsOf(24);
  const { panda, pass, kind, told } = world;
  const ports = slow(world);
  const another = submissionKey("sP27a-hfcharm-signal", "1.0.0", undefined);
  let uploads = 0;
  const cache = {
    hold: async (archive: Uint8Array) => {
      if (++uploads === 12) await mergeAnother(world);
      return ports.cache.hold(archive);
    },
  };
  const since: typeof ports.main.since = async (...args) => {
    if (uploads >= 12) throw new Failure("git says nothing", anyWay);
    return ports.main.since(...args);
  };

  await pass({ ...ports, cache, main: { ...world.ports.main, since } });

  expect(told.join()).toContain("What was merged meanwhile waits: git says nothing");
  expect(await kind(another)).toBe("none");
  await pass();
  expect(await kind(another)).not.toBe("none");
  expect(panda.calls.submit.length).toBe(25);
});

test("A merge is reported before PanDA is asked about any of many submissions that are followed", async () => {
  const world = await runsOf(8);
  const { panda, pass, said } = world;
  await pass();
  await mergeAnother(world);
  const heard: string[] = [];
  const listening: typeof panda = {
    ...panda,
    tasksNamed: async (...args) => {
      if (args[0].some((name) => name.includes("sP26a-hfcharm-signal"))) heard.push(said(8));
      return panda.tasksNamed(...args);
    },
  };

  await pass({ panda: listening }, { manyFollowed: 8 });
  expect(heard[0]).not.toContain("sP27a");

  await mergeAnother(world, { version: "2.0.0", steps: { simulate: aStep({ run: "make more\n" }) } });
  heard.splice(0);
  const before = world.early.length;
  await pass({ panda: listening }, { manyFollowed: 7 });
  expect(heard[0]).toContain("**sP27a-hfcharm-signal 2.0.0**: intended");
  expect(world.early.length - before).toBe(1);
});

test.each(["comment", "process"])(
  "The end of a production is told by a later pass where the %s of the pass that saw it failed",
  async (what) => {
    const world = await aReportedWorld();
    for (const _ of [1, 2, 3]) await world.pass();
    finish(world);
    world.github.isAway = true;
    if (what === "comment") await world.pass();
    else await reconcile(world.ports, world.setting);
    expect([await world.kind(), world.said(7)]).toEqual(["done", expect.stringContaining("1.0.0: running.")]);
    world.github.isAway = false;

    await world.pass();

    expect(world.said(7)).toContain("1.0.0: done, its task is done.");
    expect(world.written.called).toEqual([7]);
  },
);
