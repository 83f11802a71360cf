import { describe, expect, test } from "vitest";
import type { GivenCommand } from "../../../action/core/ledger/event.ts";
import { Outage } from "../../../action/core/problems/failure.ts";
import { recordCommand } from "../../../action/flows/commands/record-command.ts";
import type { Ordered } from "../../../action/ports/panda.ts";
import { aStep } from "../../core/a-production.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aTaskOf } from "../../fakes/fake-panda.ts";
import { approvedIn, beforeWrite, finish, writeLines } from "./a-scene.ts";
import { aWorld, file, key, user, wordsOfCommits, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const say = (world: World, verb: GivenCommand["verb"], change: Partial<GivenCommand> = {}): Promise<void> =>
  writeLines(world, key, { event: "person", verb, by: "ada", id: `${verb} 1`, reason: "", ...change });
/** As a command does: what follows from the word is written with it. */
const withdraw = ({ ledger, ports }: World): Promise<unknown> =>
  recordCommand(
    { ledger, clock: ports.clock },
    { verb: "withdraw", by: "ada", id: "withdraw 1", reason: "", data: "drop" },
    [key],
  );
const pastOf = async (world: World) => {
  const state = await world.state();
  return "past" in state ? state.past : undefined;
};
/** A production that runs, and a pass that saw it. */
const running = async (): Promise<World> => {
  const world = aWorld();
  await world.run();
  await world.run();
  return world;
};

describe("orders to tasks", () => {
  test("An order is on the ledger before PanDA's call, and is then sent", async () => {
    const world = await running();
    await say(world, "kill");
    let before: unknown;
    world.panda.onOrder = async () => {
      before = (await pastOf(world))?.pendingCommands;
      return { kind: "registered" };
    };

    const { troubles } = await world.run();

    expect(world.panda.calls.order).toEqual([[1, { kind: "kill" }]]);
    expect(before).toMatchObject([{ verb: "kill", sent: [{ task: 1, attemptNr: 0, status: "running" }] }]);
    expect(world.told.at(-1)).toBe(`${key}: kill of task 1: PanDA registered it`);
    expect([...troubles]).toEqual([]);
  });

  test("An order to a PanDA task that cannot be written to the ledger is not sent", async () => {
    const world = await running();
    await say(world, "kill");

    const lost = world.run({ ledger: { ...world.ledger, append: async () => ({ kind: "moved" }) } });

    await expect(lost).rejects.toThrow("Fifty writes to the ledger failed");
    expect(world.panda.calls.order).toEqual([]);
  });

  test("An order to a PanDA task that another process gave meanwhile is decided again, and a retry is sent once", async () => {
    const world = await running();
    finish(world, "failed");
    await world.run();
    await say(world, "retry");
    const told = { verb: "retry", task: 1, attemptNr: 0, status: "failed" } as const;
    const commanding = { event: "commanding", ...told, pandaDate: "2026-03-01T10:00:00Z" } as const;

    await world.run(beforeWrite(world, () => writeLines(world, key, commanding)));

    expect(world.panda.calls.order).toEqual([]);
  });

  test("An order without a person has no effect, also where PanDA has tasks", async () => {
    const world = await running();
    const before = (await world.ledger.head()).commit;

    await world.run();

    expect(world.panda.calls.order).toEqual([]);
    expect((await world.ledger.head()).commit).toBe(before);
  });

  test.each<[Ordered, string]>([
    [{ kind: "refused", message: "not yours" }, "not yours"],
    [{ kind: "needs-role", message: "production role" }, "production role"],
  ])(
    "An order to a PanDA task that PanDA answers with %j is a trouble, recorded on the ledger, and not repeated",
    async (answer, message) => {
      const world = await running();
      await say(world, "kill");
      world.panda.onOrder = async () => answer;

      const { troubles } = await world.run();

      expect([...troubles]).toEqual([[key, `kill of task 1: ${message}`]]);
      expect(world.told.at(-1)).toBe(`${key}: kill of task 1: PanDA answered ${answer.kind}: ${message}`);
      expect(await pastOf(world)).toMatchObject({
        pendingCommands: [{ verb: "kill", refused: [{ task: 1 }] }],
        refusals: [{ verb: "kill", tasks: [1], reason: message }],
      });
      await world.run();
      expect(world.panda.calls.order).toHaveLength(1);
    },
  );

  test("An order to a PanDA task without an answer is a trouble, and is sent again", async () => {
    const world = await running();
    await say(world, "kill");
    world.panda.onOrder = async () => ({ kind: "unanswered", arrived: "maybe", message: "reset" });

    const { troubles } = await world.run();

    expect([...troubles]).toEqual([[key, "kill of task 1: reset"]]);
    expect(await pastOf(world)).toMatchObject({ pendingCommands: [{ verb: "kill" }], refusals: [] });
    await world.run();
    expect(world.panda.calls.order).toHaveLength(2);
  });

  test("An order to a PanDA task that PanDA answers by executing the task again is no trouble", async () => {
    const world = await running();
    finish(world, "failed");
    await world.run();
    await say(world, "retry", { memory: 4000 });
    world.panda.onOrder = async () => ({ kind: "reexecuting", message: "again" });

    const { troubles } = await world.run();

    expect(world.panda.calls.order).toEqual([[1, { kind: "retry-changed", changes: { memory: 4000 } }]]);
    expect([...troubles]).toEqual([]);
    expect(await pastOf(world)).toMatchObject({ pendingCommands: [{ verb: "retry" }], refusals: [] });
  });

  test("An order to a PanDA task that was refused is sent again when a person repeats the command, and the ledger's commits name each step", async () => {
    const world = await running();
    const { words, ledger } = wordsOfCommits(world.ledger);
    const run = () => world.run({ ledger });
    await say(world, "kill");
    world.panda.onOrder = async () => ({ kind: "refused", message: "not yours" });
    await run();
    await say(world, "kill", { id: "kill 2" });
    world.panda.onOrder = async () => ({ kind: "registered" });

    await run();

    expect(world.panda.calls.order).toHaveLength(2);
    expect(words.filter((one) => /[Oo]rder/.test(one))).toEqual([
      `Order kill of ${key}`,
      `PanDA refuses orders for ${key}`,
      `Order kill of ${key}`,
    ]);
  });

  test("Orders to several tasks are one ledger commit that names their production once", async () => {
    const steps = { a: aStep(), b: aStep() };
    const world = aWorld({ [file]: written({ steps }) });
    await world.run();
    await world.run();
    await say(world, "kill");
    const { words, ledger } = wordsOfCommits(world.ledger);

    await world.run({ ledger });

    expect(words).toContain(`Order kill of ${key}`);
  });

  test("An order to a submission that was closed meanwhile is not sent", async () => {
    const world = await running();
    finish(world, "failed");
    await world.run();
    await say(world, "retry");

    await world.run(beforeWrite(world, () => writeLines(world, key, { event: "closed", reason: "by a person" })));

    expect([await world.kind(), world.panda.calls.order]).toEqual(["closed", []]);
  });

  test("A bug in the reading of tasks ends the pass, and no order is sent", async () => {
    const world = await running();
    await say(world, "kill");
    world.panda.tasksNamed = () => Promise.reject(new Error("a bug stays one"));

    await expect(world.run()).rejects.toThrow("a bug stays one");
    expect(world.panda.calls.order).toEqual([]);
  });
});

describe("held productions", () => {
  const held = async (): Promise<World> => {
    const world = aWorld({ [file]: written({ submit: "hold" }) });
    await world.run();
    return world;
  };

  test("A held production waits without a word to submit, and is submitted once with one", async () => {
    const world = await held();
    await world.run();
    expect([await world.kind(), world.panda.calls.submit.length]).toEqual(["held", 0]);
    await say(world, "submit");

    await world.run();
    await world.run();

    expect(await world.kind()).toBe("running");
    expect(world.panda.calls.submit).toHaveLength(1);
  });

  test("A held production stays held while main is force-pushed", async () => {
    const world = await held();
    const early = await world.main.head();
    world.main.commit({ "README.md": "words" });
    await world.run();
    await say(world, "submit");
    world.main.reset(early);

    await world.run();

    expect([await world.kind(), world.panda.calls.submit.length]).toEqual(["held", 0]);
  });

  const lacking = async () => {
    const world = aWorld();
    const people = approvedIn(world, []);
    await world.run({ people });
    return { world, people };
  };

  test("A production that is held without an approval is released by the word of a person who may approve, with a record", async () => {
    const { world, people } = await lacking();
    people.comments.set(1, { body: "/shrek submit", login: "bob", pullRequest: 7 });
    await say(world, "submit", { by: "bob", id: "1" });

    await world.run({ people });

    expect(await world.state()).toMatchObject({ kind: "submitted", intent: { approval: "bob", pullRequest: 7 } });
  });
});

describe("conflicts at PanDA", () => {
  const name = (outDS: string): string => `${outDS}_000_simulate`;
  /** The look behind the check found tasks that nobody knows. */
  const conflict = async (mark = "", known = false): Promise<World> => {
    const world = aWorld();
    const check = world.panda.onCheck;
    world.panda.onCheck = async (submissionRequest) => {
      if (known) world.panda.requests.set(submissionRequest.workflowName, 33);
      world.panda.tasks.push(aTaskOf(name(submissionRequest.outDS), mark, user, 5));
      return check(submissionRequest);
    };
    await world.run();
    return world;
  };

  test("The tasks of a conflict are adopted only by a person's command", async () => {
    const world = await conflict();
    await world.run();
    expect(await world.kind()).toBe("conflict");
    await say(world, "adopt");

    await world.run();

    expect(await world.state()).toMatchObject({ kind: "submitted", request: 0, past: { adoptedTasks: [5] } });
    expect(world.told.at(-1)).toMatch(/: adopts task 5 \(.*_000_simulate, running\), which carries no mark$/);
    expect(world.panda.calls.submit).toEqual([]);
    await world.run();
    expect(await world.kind()).toBe("running");
  });
});

describe("withdrawals", () => {
  test("A withdrawal in doubt kills the tasks that appear without a request at iDDS, and ends afterwards", async () => {
    const world = aWorld();
    world.panda.onSubmit = async (submissionRequest) => {
      world.panda.accept(submissionRequest);
      return { kind: "unanswered", arrived: "maybe", message: "reset" };
    };
    await world.run();
    await say(world, "withdraw", { data: "keep" });
    world.panda.requests.clear();

    await world.run();

    expect(await world.kind()).toBe("submitted");
    expect(world.panda.calls.order).toEqual([[1, { kind: "kill" }]]);
    finish(world, "aborted");
    await world.run();
    expect(await world.kind()).toBe("withdrawn");
  });

  test.each([
    ["of a conflict behind a call", "conflict"],
    ["of what PanDA's check accepted", "checked"],
  ] as const)(
    "A withdrawal %s is final at once, and tasks of a late call are killed within fourteen days",
    async (_, kind) => {
      const world = aWorld();
      world.panda.onSubmit = async ({ outDS }) => {
        if (kind === "conflict") world.panda.tasks.push(aTaskOf(`${outDS}_000_simulate`, "another mark", user, 90));
        return { kind: "unanswered", arrived: "maybe", message: "reset" };
      };
      const { tasksNamed } = world.panda;
      if (kind === "checked") world.panda.tasksNamed = () => Promise.reject(new Outage("it is away", anyWay));
      await world.run();
      world.panda.tasksNamed = tasksNamed;
      if (kind === "conflict") await world.run();
      expect(await world.kind()).toBe(kind);
      await withdraw(world);
      expect([await world.kind(), (await world.ledger.head()).live]).toEqual(["withdrawn", []]);
      await world.run();
      const { commit } = await world.ledger.head();
      world.panda.date = new Date("2026-03-15T09:59:59Z");
      await world.run();
      expect((await world.ledger.head()).commit).toBe(commit);

      world.panda.tasks = [];
      const [submissionRequest] = world.panda.calls.check;
      if (submissionRequest !== undefined) world.panda.accept(submissionRequest);
      await world.run();
      await world.run();

      expect([await world.kind(), world.panda.calls.order[0]]).toEqual(["running", [1, { kind: "kill" }]]);
      finish(world, "aborted");
      await world.run();
      expect([await world.kind(), (await world.ledger.head()).watched]).toEqual(["withdrawn", []]);
    },
  );
});
