import { describe, expect, test } from "vitest";
import type { SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import type { SubmissionRequest } from "../../../action/core/submission/submission-request.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import type { Ledger } from "../../../action/ports/ledger.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aTaskOf } from "../../fakes/fake-panda.ts";
import { writeLines } from "./a-scene.ts";
import { aWorld, key, ownReleases, user } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
/** PanDA answers the check, and somebody did this meanwhile. */
const meanwhile = (world: World, act: (submissionRequest: SubmissionRequest) => Promise<unknown> | void): void => {
  const check = world.panda.onCheck;
  world.panda.onCheck = async (submissionRequest) => {
    await act(submissionRequest);
    return check(submissionRequest);
  };
};
const write = (world: World, ...events: readonly SubmissionEvent[]) => writeLines(world, key, ...events);

describe("a new version", () => {
  test("A new version gets one intent, tag, check and submit in one pass, and a second pass makes no call", async () => {
    const world = aWorld();

    const { submissions, troubles } = await world.run();

    expect(submissions).toMatchObject([{ key, state: { kind: "submitted", request: 1 } }]);
    expect([...troubles]).toEqual([]);
    expect([...world.tags.made.keys()]).toEqual(["production/sP26a-hfcharm-signal/1.0.0"]);
    await world.run();
    expect([world.panda.calls.check.length, world.panda.calls.submit.length]).toEqual([1, 1]);
    expect(await world.kind()).toBe("running");
    expect(world.told).toEqual([
      `${key}: asking PanDA to check the workflow`,
      `${key}: submitting to PanDA`,
      `${key}: PanDA accepted it as request 1`,
    ]);
  });
});

describe("concurrent changes", () => {
  /** While the archive goes up, before this process has any right. */
  const whileUploading = (world: World, act: () => Promise<void>): void => {
    const { onHold } = world.panda;
    world.panda.onHold = async (archive) => {
      world.panda.onHold = onHold;
      await act();
      return onHold(archive);
    };
  };

  test("An intent of another user is not claimed with the archive of the first user", async () => {
    const world = aWorld();
    whileUploading(world, async () => {
      const state = await world.state();
      if (!("intent" in state)) throw new Error(state.kind);
      const panda = { ...state.intent.panda, userName: "Grace Hopper" };
      await write(world, { event: "intended", intent: { ...state.intent, panda }, attempt: 1 });
    });

    const { troubles } = await world.run();

    expect(await world.kind()).toBe("intended");
    expect([world.panda.calls.check.length, world.panda.calls.submit.length]).toEqual([0, 0]);
    expect([...troubles.values()]).toEqual(["Another process changed what was intended. The next pass goes on."]);
  });

  test("An intent that another process blocked gets a new intent before the check", async () => {
    const world = aWorld();
    whileUploading(world, () => write(world, { event: "blocked", reason: "what it reads was withdrawn" }));

    await world.run();

    expect(await world.kind()).toBe("intended");
    expect(world.panda.calls.check).toEqual([]);
    await world.run();
    expect(await world.kind()).toBe("submitted");
  });

  test("A later attempt is not called with the name of an earlier one", async () => {
    const world = aWorld();
    const tasksNamed = world.panda.tasksNamed;
    world.panda.tasksNamed = () => Promise.reject(new Failure("PanDA cannot be reached.", anyWay));
    await world.run();
    expect(await world.kind()).toBe("checked");
    const owner = { run: "another", nonce: "another" };
    world.panda.tasksNamed = async (...asked) => {
      world.panda.tasksNamed = tasksNamed;
      await write(
        world,
        { event: "submitting", owner, attempt: 1 },
        { event: "in-doubt", arrived: "no", reason: "refused" },
        { event: "again", attempt: 2, reason: "it never arrived" },
      );
      return tasksNamed(...asked);
    };

    await world.run();

    expect(await world.state()).toMatchObject({ kind: "checked", attempt: 2 });
    expect(world.panda.calls.submit).toEqual([]);
    await world.run();
    expect(world.panda.calls.submit.map(({ workflowName }) => workflowName.slice(-3))).toEqual(["-a2"]);
  });
});

describe("the look after the check", () => {
  test("A look at PanDA after the check adopts our request, and no call is made", async () => {
    const world = aWorld();
    meanwhile(world, (submissionRequest) => void world.panda.accept(submissionRequest));

    await world.run();

    expect(await world.state()).toMatchObject({ kind: "submitted", request: 1 });
    expect(world.panda.calls.submit).toEqual([]);
  });

  test("A look at PanDA after the check stops at a task of our name with a mark of other content", async () => {
    const world = aWorld();
    meanwhile(world, ({ outDS, fingerprint }) => {
      world.panda.tasks.push(aTaskOf(`${outDS}_000_simulate`, `${fingerprint.slice(0, -1)}x`, user, 5));
    });

    await world.run();

    expect(await world.state()).toMatchObject({
      kind: "conflict",
      reason: expect.stringMatching(/^task 5 has the name .*_000_simulate, but SHREK did not submit it$/),
    });
    expect(world.panda.calls.submit).toEqual([]);
  });

  test("A look at PanDA after the check without an answer of PanDA is a trouble, and no call follows", async () => {
    const world = aWorld();
    meanwhile(world, () => {
      world.panda.tasksNamed = () => Promise.reject(new Failure("PanDA cannot be reached.", anyWay));
    });

    const { troubles } = await world.run();

    expect([...troubles]).toEqual([[key, "PanDA cannot be reached. Try again."]]);
    expect(await world.kind()).toBe("checked");
    expect(world.panda.calls.submit).toEqual([]);
  });
});

describe("the right to call", () => {
  test("A late answer to our check does not take the right to call from another process", async () => {
    const world = aWorld();
    meanwhile(world, () =>
      write(
        world,
        { event: "in-doubt", arrived: "no", reason: "took us for dead" },
        { event: "again", attempt: 2, reason: "never arrived" },
        { event: "checking", owner: { run: "run 2", nonce: "theirs" } },
      ),
    );

    await world.run();

    expect(await world.state()).toMatchObject({ kind: "checking", owner: { nonce: "theirs" }, attempt: 2 });
    expect(world.panda.calls.submit).toEqual([]);
  });

  /** The push of this commit takes so long, before the branch takes it or behind; `act` happens meanwhile. */
  const slowWrite = (
    world: World,
    of: "Ask" | "Checked",
    milliseconds: number,
    act: () => Promise<void> = async () => undefined,
  ): Partial<ReconcilePorts> => ({
    ledger: {
      ...world.ledger,
      append: async (at, events, pages, why) => {
        const appended = await world.ledger.append(at, events, pages, why);
        if (!why.startsWith(of)) return appended;
        world.clock.at += milliseconds;
        await act();
        return appended;
      },
    },
  });
  const calls = ({ panda }: World) => [panda.calls.check.length, panda.calls.submit.length];

  test.each([
    ["Ask", [0, 0]],
    ["Checked", [1, 0]],
  ] as const)(
    "The right to call PanDA ends a minute after its write began (%s): no call, and the next pass tries again",
    async (of, made) => {
      const world = aWorld();

      await world.run(slowWrite(world, of, 60_001));

      expect(await world.kind()).toBe("not-sent");
      expect(calls(world)).toEqual(made);
      await world.run();
      expect(await world.state()).toMatchObject({ kind: "submitted", attempt: 1 });
    },
  );

  test.each(["Ask", "Checked"] as const)("The right to call PanDA is valid for exactly a minute (%s)", async (of) => {
    const world = aWorld();

    await world.run(slowWrite(world, of, 60_000));

    expect(await world.kind()).toBe("submitted");
  });

  const takenForDead = (world: World) => () =>
    write(world, { event: "in-doubt", arrived: "maybe", reason: "took us for dead" });

  test.each([
    ["Ask", [0, 0]],
    ["Checked", [1, 0]],
  ] as const)(
    "The right to call PanDA is checked again after a slow write (%s): if over, no call and no doubt",
    async (of, made) => {
      const world = aWorld();

      await world.run(slowWrite(world, of, 5_001, takenForDead(world)));

      expect(await world.kind()).toBe("not-sent");
      expect(calls(world)).toEqual(made);
      await world.run();
      expect(await world.state()).toMatchObject({ kind: "submitted", attempt: 1 });
    },
  );

  test("A process whose slow write outlasted its right makes no call, and the claim of the other process remains", async () => {
    const world = aWorld();
    const taken = () =>
      write(
        world,
        { event: "in-doubt", arrived: "no", reason: "took us for dead" },
        { event: "again", attempt: 2, reason: "never arrived" },
        { event: "checking", owner: { run: "run 2", nonce: "theirs" } },
      );

    await world.run(slowWrite(world, "Ask", 5_001, taken));

    expect(await world.state()).toMatchObject({ kind: "checking", owner: { nonce: "theirs" }, attempt: 2 });
    expect(calls(world)).toEqual([0, 0]);
  });

  test("The right to call PanDA is not used after a slow write when the ledger cannot be read", async () => {
    const world = aWorld();
    const slow = slowWrite(world, "Checked", 5_001, async () => {
      reads = 0;
    });
    let reads = Number.NaN;
    const ledger: Ledger = {
      ...world.ledger,
      ...slow.ledger,
      head: async () => {
        if (reads++ === 0) throw new Failure("the ledger cannot be reached", anyWay);
        return world.ledger.head();
      },
    };

    await world.run({ ledger });

    expect(await world.kind()).toBe("not-sent");
    expect(calls(world)).toEqual([1, 0]);
  });

  test.each(["checking", "submitting"] as const)(
    "A submission whose process ended in %s is in doubt, and no process calls",
    async (at) => {
      const world = aWorld();
      const died = new Error("died");
      const dies = () => Promise.reject(died);
      if (at === "checking") world.panda.onCheck = dies;
      else world.panda.onSubmit = dies;
      await expect(world.run()).rejects.toBe(died);
      expect(await world.kind()).toBe(at);
      const calls = world.panda.calls.submit.length;

      await world.run({}, { run: "run 2" });

      expect(await world.state()).toMatchObject({ kind: "in-doubt", from: at });
      expect(world.panda.calls.submit).toHaveLength(calls);
    },
  );
});

describe("PanDA's answers", () => {
  test("A refused check and a refused submit end as rejected, and the answer is told in PanDA's words", async () => {
    const [one, two] = [aWorld(), aWorld()];
    one.panda.onCheck = async () => ({ kind: "rejected", message: "no such site" });
    two.panda.onSubmit = async () => ({ kind: "refused", message: "no" });
    await one.run();
    await two.run();

    expect(await one.state()).toMatchObject({ kind: "rejected", reason: "no such site" });
    expect(await two.state()).toMatchObject({ kind: "rejected", reason: "no" });
    expect(one.panda.calls.submit).toEqual([]);
    expect(two.told).toContain(`${key}: PanDA refused it: no`);
  });

  test("A lost answer to a submit is doubt, and a request that appears is adopted", async () => {
    const world = aWorld();
    world.panda.onSubmit = async () => ({ kind: "unanswered", arrived: "maybe", message: "reset" });
    await world.run();
    expect(await world.kind()).toBe("in-doubt");
    expect(world.told).toContain(`${key}: PanDA gave no answer: reset`);
    const [submissionRequest] = world.panda.calls.submit;
    if (submissionRequest !== undefined) world.panda.accept(submissionRequest);

    await world.run();

    expect(await world.kind()).toBe("submitted");
    expect(world.panda.calls.submit).toHaveLength(1);
  });

  test("A request that never reached PanDA is made once more, as the second attempt with the same names", async () => {
    const world = aWorld(ownReleases());
    const accepts = world.panda.onSubmit;
    world.panda.onSubmit = async () => ({ kind: "unanswered", arrived: "no", message: "refused connection" });
    await world.run();
    world.panda.onSubmit = accepts;

    await world.run();

    const [first, second] = world.panda.calls.submit;
    expect(await world.state()).toMatchObject({ kind: "submitted", attempt: 2 });
    expect(second?.outDS).toBe(first?.outDS);
    expect([first?.workflowName.at(-1), second?.workflowName.at(-1)]).toEqual(["1", "2"]);
  });

  test("A first attempt at PanDA that acted after all is found after the second", async () => {
    const world = aWorld(ownReleases());
    const accepts = world.panda.onSubmit;
    world.panda.onSubmit = async () => ({ kind: "unanswered", arrived: "no", message: "refused connection" });
    await world.run();
    world.panda.onSubmit = accepts;
    await world.run();
    const [first] = world.panda.calls.submit;
    if (first !== undefined) world.panda.requests.set(first.workflowName, 77);

    await world.run();

    expect(await world.state()).toMatchObject({
      kind: "duplicate-suspected",
      reason:
        "PanDA holds the requests 1 and 77 for it; each of its tasks is there once and was begun once, so nothing ran twice",
    });
  });
});
