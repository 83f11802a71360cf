import { describe, expect, test } from "vitest";
import { type SubmissionEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import type { StateKind } from "../../../action/core/submission/state.ts";
import { causeId, causeOf } from "../../../action/core/view/status/cause.ts";
import { decideAndWrite } from "../../../action/flows/ledger-access/ledger-view.ts";
import { conventionsBytes } from "../../core/a-production.ts";
import { rulesOf } from "../../core/policy/some-rules.ts";
import { anIntent, bothTasks, foldOf, pastOf } from "../../core/submission/a-submission.ts";
import { aDesk } from "../a-desk.ts";
import { fakeClock } from "../reconcile/a-world.ts";

describe("confirmations", () => {
  const running: SubmissionEvent[] = [
    ...pastOf("submitted", { intent: anIntent({ pullRequest: 7 }) }).slice(1),
    { event: "seen", verdict: "running", tasks: bothTasks("running") },
  ];

  test("A confirmation of a command does what the preview said, and if the effect has changed, a new preview is shown", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "intended");
    expect(await desk.say(1, "/shrek withdraw drop")).toEqual({ kind: "previewed" });
    expect(desk.shown.at(-1)).toContain("it is never submitted");
    const first = desk.offered();
    await desk.append("1.0.0", running);

    expect(await desk.say(2, `/${first}`)).toEqual({ kind: "previewed" });
    expect(desk.shown.at(-1)).toContain("kills its tasks");
    expect(await desk.say(3, `/${desk.offered()}`)).toMatchObject({ kind: "recorded" });
  });

  test("The preview of a withdrawal names the live production that reads the data", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "done");
    const need = { input: "in", tag: "sP26a-toy", version: "1.0.0", step: "merge", output: null, require: 1 };
    const needs = [{ kind: "production", ...need, dataset: null }] as const;
    await desk.putOf("sP26a-reader", "1.0.0", "waiting", { needs, label: "ffffffffffff", pullRequest: 8 });

    expect(await desk.say(1, "/shrek withdraw drop sP26a-toy@1.0.0")).toEqual({ kind: "previewed" });
    expect(desk.shown.at(-1)).toContain("The data of **sP26a-toy 1.0.0**: read by sP26a-reader 1.0.0 (live);");
  });

  test("A submission whose events cannot be followed holds up no preview of a withdrawal of another one", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "done");
    await desk.putOf("sP26a-odd", "1.0.0", "waiting", { label: "ffffffffffff", pullRequest: 8 });
    const key = submissionKey("sP26a-odd", "1.0.0", undefined);
    const checked = { event: "checked", names: {}, sandbox: "a", key, at: "2026-03-01T10:00:00Z" } as const;
    await desk.ledger.append(await desk.ledger.head(), [checked], [], "a bug");

    expect(await desk.say(1, "/shrek withdraw drop sP26a-toy@1.0.0")).toEqual({ kind: "previewed" });
    expect(desk.shown.at(-1)).toContain("nobody reads them");
  });

  test("A confirmation is refused for an id of another pull request or of an edited comment, and from persons without permission", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "running");
    await desk.say(1, "/shrek kill");
    const line = `/${desk.offered()}`;

    expect(await desk.say(2, line, { pullRequest: 8 })).toMatchObject({ kind: "refused" });
    expect(await desk.say(3, line, { by: "stranger" })).toMatchObject({ kind: "refused" });
    expect(await desk.say(4, "/shrek yes 5-00000000")).toMatchObject({ kind: "refused" });
    desk.comments.set(1, { body: "/shrek withdraw drop", login: "ada", pullRequest: 7 });
    expect(await desk.say(5, line)).toEqual({ kind: "previewed" });
    expect(desk.shown.at(-1)).toContain("withdraw");
    desk.comments.set(1, { body: "/shrek kill", login: "ada", pullRequest: 7, editor: "bob" });
    expect(await desk.say(6, line)).toMatchObject({ kind: "refused" });
    expect(desk.shown.at(-1)).toMatch(/^The command that yes \S+ means was edited by bob/);
  });
});

describe("late and repeated workflow runs", () => {
  test("A late or repeated run of the workflow does nothing for a comment that was edited or deleted", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "intended");
    desk.comments.set(1, { body: "/shrek status", login: "ada", pullRequest: 7 });

    expect(await desk.deliver(1, "/shrek withdraw keep")).toMatchObject({
      kind: "refused",
      reason: "This comment was edited after it was written: write the command in a new comment.",
    });
    desk.comments.set(4, { body: "/shrek withdraw keep", login: "ada", pullRequest: 7, editor: "bob" });
    expect(await desk.deliver(4, "/shrek withdraw keep")).toMatchObject({ kind: "refused" });
    expect(await desk.deliver(2, "/shrek withdraw keep")).toEqual({ kind: "ignored" });
    desk.comments.set(3, { body: "/shrek withdraw keep", login: "bob", pullRequest: 7 });
    expect(await desk.deliver(3, "/shrek withdraw keep")).toMatchObject({ kind: "refused" });
  });

  test("A late or repeated run of the workflow obeys a comment whose command is unchanged", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "intended");
    desk.comments.set(1, { body: "/shrek withdraw keep\r\nbecause", login: "Ada", pullRequest: 7 });

    expect(await desk.deliver(1, "/shrek withdraw keep\nwhy")).toMatchObject({ kind: "recorded" });
  });
});

describe("repeated workflow runs", () => {
  test("A repeated run of the workflow gives no command, and reports a comment that was never answered", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "running");
    const again = { isAgain: true } as const;

    expect(await desk.say(1, "/shrek finish", again)).toMatchObject({ kind: "refused" });
    expect(desk.shown).toEqual([expect.stringContaining("A run that is started again gives no command.")]);
    expect(await desk.form("/shrek finish", { tags: "*" }, again)).toMatchObject({ kind: "refused" });
    desk.given.answer = true;
    expect(await desk.say(2, "/shrek finish", again)).toEqual({ kind: "ignored" });
    expect(desk.shown).toHaveLength(2);
  });
});

describe("settings of commands", () => {
  test.each([
    ["/shrek move site=BNLL", 'knows no site "BNLL": did you mean "BNL"?'],
    ["/shrek move site=NERSC", "The site NERSC is offline"],
    ["/shrek retry memory=40000", "memory=40000 is more than the 8000 MB per core"],
  ])("The command %s is refused where the conventions lack its value", async (body, why) => {
    const top = "productions/conventions.yaml";
    const text = new TextDecoder().decode(conventionsBytes).replace("coreHours: 100000", "memory: 8000");
    const desk = aDesk(rulesOf({ [top]: text }));
    await desk.put("1.0.0", "running");

    expect(await desk.say(1, body)).toMatchObject({ kind: "refused", reason: expect.stringContaining(why) as string });
  });
});

describe("strangers", () => {
  test.each([
    "/shrek x",
    "/shrek kill a b c",
    '/shrek retry reason="',
    "/shrek help",
    "/shrek yes 1-2",
    "/shrek status",
  ])("A stranger gets no answer to the comment %s, and one to a form", async (body) => {
    const desk = aDesk();

    expect(await desk.say(1, body, { by: "mallory" })).toMatchObject({ kind: "refused" });
    expect(desk.shown).toEqual([]);
    await desk.form("/shrek status", { tags: "*" }, { by: "mallory" });
    expect(desk.shown).toEqual(["status needs write permission on this repository."]);
  });

  test("A stranger gets no answer to a comment that was edited or deleted", async () => {
    const desk = aDesk();
    desk.comments.set(1, { body: "hello", login: "mallory", pullRequest: 7 });

    await desk.deliver(1, "/shrek x", { by: "mallory" });
    await desk.deliver(2, "/shrek x", { by: "mallory" });

    expect(desk.shown).toEqual([]);
  });
});

describe("forms", () => {
  test("A form of the command workflow can ask for the status of all selected submissions", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "running");

    expect(await desk.form("/shrek status", { tags: "*" })).toEqual({ kind: "answered" });
  });

  test("A form of the command workflow with a cause selects the submissions that stopped for this cause, and no others", async () => {
    const desk = aDesk();
    const why = (reason: string): SubmissionEvent => ({ event: "rejected", reason });
    for (const [version, reason] of [
      ["1.0.0", "no site"],
      ["1.1.0", "no site"],
      ["1.2.0", "no memory"],
    ] as const)
      await desk.append(version, [...pastOf("submitting", { intent: anIntent({ version }) }), why(reason)]);
    const cause = causeOf(foldOf([...pastOf("submitting"), why("no site")]));
    if (cause === undefined) throw new Error("it asks for nobody");

    expect(await desk.form("/shrek close", { cause: causeId(cause) })).toEqual({
      kind: "recorded",
      keys: ["1.0.0", "1.1.0"].map((version) => submissionKey("sP26a-toy", version, undefined)),
    });
  });

  test("A form of the command workflow with a version selects only this version", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "running");
    await desk.put("1.1.0", "running");

    expect(await desk.form("/shrek kill sP26a-toy@1.1.0", { states: ["running"] })).toEqual({
      kind: "recorded",
      keys: [submissionKey("sP26a-toy", "1.1.0", undefined)],
    });
  });

  test("The command accept of a form acts on the selected submissions, and never accepts a force-pushed main", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "duplicate-suspected");
    await desk.readMain("c".repeat(40));
    desk.main.rewritten = true;

    expect(await desk.form("/shrek accept", { states: ["duplicate-suspected"] })).toMatchObject({ kind: "recorded" });
    expect((await desk.ledger.head()).cursor).toBe("c".repeat(40));
  });
});

describe("commands for runs", () => {
  const withRuns = async (...kinds: readonly (readonly [number, StateKind])[]) => {
    const desk = aDesk();
    const add = async (run: number, kind: StateKind): Promise<void> => {
      const key = submissionKey("sP26a-toy", "1.0.0", run);
      const events = pastOf(kind, { intent: anIntent({ run, pullRequest: 7 }) });
      await decideAndWrite({ ledger: desk.ledger, clock: fakeClock().port }, [key], () => ({
        events: events.map((event) => [key, event] as const),
        why: "a test",
      }));
    };
    for (const [run, kind] of kinds) await add(run, kind);
    return { ...desk, add };
  };
  const key = (run: number) => submissionKey("sP26a-toy", "1.0.0", run);

  test("A command can name a single run by its number", async () => {
    const desk = await withRuns([66001, "failed"], [66002, "failed"]);

    expect(await desk.say(1, "/shrek retry sP26a-toy@1.0.0#66002")).toEqual({ kind: "recorded", keys: [key(66002)] });
  });

  test("A command with #* is for all runs that accept the command", async () => {
    const desk = await withRuns([66001, "failed"], [66002, "running"], [66003, "failed"]);

    expect(await desk.say(1, "/shrek retry sP26a-toy@1.0.0#*")).toMatchObject({ kind: "previewed" });
    expect(await desk.say(2, `/${desk.offered()}`)).toEqual({ kind: "recorded", keys: [key(66001), key(66003)] });
  });

  test("A confirmation for runs is for those in the preview, and not for a run that was appended since", async () => {
    const desk = await withRuns([66001, "running"]);
    expect(await desk.say(1, "/shrek kill sP26a-toy@1.0.0#*")).toMatchObject({ kind: "previewed" });
    const yes = `/${desk.offered()}`;
    let reads = 0;
    const listing = desk.ledger.submissions;
    desk.ledger.submissions = async (...args) => {
      const keys = await listing(...args);
      if (++reads === 1) await desk.add(66002, "running");
      return keys;
    };

    expect(await desk.say(2, yes)).toEqual({ kind: "recorded", keys: [key(66001)] });
    expect(await desk.say(3, yes)).toMatchObject({ kind: "previewed" });
  });

  test("A command for a production with a run list must name the run, even if only one is possible", async () => {
    const desk = await withRuns([66001, "failed"], [66002, "running"]);

    expect(await desk.say(1, "/shrek retry sP26a-toy@1.0.0")).toMatchObject({ kind: "refused" });
    expect(desk.shown.at(-1)).toContain("sP26a-toy@1.0.0#66001");
    expect(desk.shown.at(-1)).toContain("sP26a-toy@1.0.0#*");
  });
});
