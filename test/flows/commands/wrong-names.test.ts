import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { decideAndWrite } from "../../../action/flows/ledger-access/ledger-view.ts";
import { status } from "../../../action/flows/status.ts";
import { rulesOf, withPolicy } from "../../core/policy/some-rules.ts";
import { anIntent, at, lineOf, mine, pastOf } from "../../core/submission/a-submission.ts";
import { aDesk } from "../a-desk.ts";
import { fakeClock } from "../reconcile/a-world.ts";

type Desk = ReturnType<typeof aDesk>;
const top = "productions/conventions.yaml";
const openPull = { head: "b".repeat(40), into: "main", isOwn: true };

const said = async (desk: Desk, body: string): Promise<string> => {
  await desk.say(1, body);
  return desk.shown.at(-1) ?? "";
};

/** A line behind its last that cannot follow, as somebody may have written by hand. */
const breakLine = async ({ ledger }: Desk, version: string): Promise<void> => {
  const key = submissionKey("sP26a-toy", version, undefined);
  const line = lineOf({ event: "checking", owner: mine }, at("12:00"), key);
  await ledger.append(await ledger.head(), [line], [], "broken");
};

const putTag = async (desk: Desk, tag: string, pullRequest = 7): Promise<void> => {
  const key = submissionKey(tag, "1.0.0", undefined);
  const events = pastOf("running", { intent: anIntent({ tag, folder: `productions/${tag}`, pullRequest }) });
  await decideAndWrite({ ledger: desk.ledger, clock: fakeClock().port }, [key], () => ({
    events: events.map((event) => [key, event] as const),
    why: "a test",
  }));
};

describe("names that are no tags", () => {
  test("A command with the name of a step is answered with the command for the step, with its settings", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "failed");

    expect(await said(desk, "/shrek retry merge memory=4000")).toBe(
      "merge is a step of sP26a-toy. Write `/shrek retry sP26a-toy/merge memory=4000`.",
    );
    expect(await said(desk, "/shrek close merge")).toContain("Write `/shrek close sP26a-toy`.");
  });

  test.each(["toy", "productions/toy", "productions/toy/production.yaml"])(
    "A command with a folder, as %s, is answered with its tag",
    async (name) => {
      const desk = aDesk();
      await desk.put("1.0.0", "failed", { folder: "productions/toy" });

      expect(await said(desk, `/shrek retry ${name}`)).toBe(
        "productions/toy is sP26a-toy. Write the tag instead of the folder.",
      );
    },
  );

  test("A command with a misspelt tag is answered with the right one, and a missing version with the existing ones", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "failed");

    expect(await said(desk, "/shrek retry sP26a-tyo")).toBe(
      'The ledger knows no production "sP26a-tyo". Did you mean sP26a-toy?',
    );
    expect(await said(desk, "/shrek retry sP26a-toy@9")).toBe("The ledger knows of sP26a-toy only sP26a-toy@1.0.0.");
    expect(await said(desk, "/shrek retry elephant")).toBe('The ledger knows no production "elephant".');
    expect(await said(desk, "/shrek retry productions/elephant")).toContain("Write the tag of the production");
  });

  test("A command with a wrong name is answered although the ledger lines of another submission are damaged", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "failed");
    await desk.put("2.0.0", "failed");
    await breakLine(desk, "2.0.0");

    expect(await said(desk, "/shrek close merge")).toContain("Write `/shrek close sP26a-toy`.");
  });

  test("shrek status answers wrong names as comments do", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "failed", { folder: "productions/toy" });

    expect((await status(desk.ledger, ["toy", "sP26a-toy@9", "sP26a-tyo", "sP26a-toy@1.0.0"])).unknown).toEqual([
      { why: "productions/toy is sP26a-toy.", wayOut: "Write the tag instead of the folder." },
      { why: "The ledger knows of sP26a-toy only sP26a-toy@1.0.0." },
      { why: 'The ledger knows no production "sP26a-tyo".', wayOut: "Did you mean sP26a-toy?" },
    ]);
  });
});

describe("commands before the merge", () => {
  test("A command before the merge is answered with how to submit, and with the trial where allowed", async () => {
    const desk = aDesk(rulesOf({ [top]: withPolicy("{ trials: { jobs: 20 } }") }));
    desk.people.open.set(7, openPull);

    for (const verb of ["status", "submit"])
      expect(await said(desk, `/shrek ${verb}`)).toBe(
        "This pull request is not merged yet: the merge submits what it requests. `/shrek trial` tries it before.",
      );
  });

  test.each([
    ["trials are off", {}, { ...openPull }],
    ["it comes from a fork", { [top]: withPolicy("{ trials: { jobs: 20 } }") }, { ...openPull, isOwn: false }],
  ])("A command before the merge is answered without a trial where %s", async (_, files, pull) => {
    const desk = aDesk(rulesOf(files));
    desk.people.open.set(7, pull);

    expect(await said(desk, "/shrek status")).toBe(
      "This pull request is not merged yet: the merge submits what it requests.",
    );
    expect(await said(desk, "/shrek help")).not.toContain("What works");
  });

  test("A command on a pull request into another branch is answered without saying that a merge submits", async () => {
    const desk = aDesk();
    desk.people.open.set(7, { ...openPull, into: "dev" });

    expect(await said(desk, "/shrek submit")).toContain("goes into dev: only what comes to main is submitted");
  });

  test("A command on a closed pull request without a production is asked for a name", async () => {
    expect(await said(aDesk(), "/shrek submit")).toContain(
      "Nothing of this pull request is under way; name a production.",
    );
  });

  test("A command without a live submission is answered with the state of the ended one, and announces no pass if main was read", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "done");
    await desk.put("2.0.0", "done", { pullRequest: 8 });
    await desk.readMain("a".repeat(40));

    const words =
      "All of this pull request has ended: sP26a-toy@1.0.0 is done. `/shrek status sP26a-toy@1.0.0` says more. In a clone `shrek files sP26a-toy@1.0.0` lists its files.";
    expect(await said(desk, "/shrek status")).toBe(words);
    expect(await said(desk, "/shrek help")).toContain("All of this pull request has ended: `sP26a-toy@1.0.0`");
  });

  test("A command without a live submission is answered although other ledger entries are unreadable", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "done");
    await desk.put("1.1.0", "done");
    await breakLine(desk, "1.1.0");

    expect(await said(desk, "/shrek help")).toContain("All of this pull request has ended: `sP26a-toy@1.0.0`");
  });

  test("A merge is entered by the next reconcile only where main is ahead of the last reading", async () => {
    const desk = aDesk();
    await desk.readMain("b".repeat(40));
    expect(await said(desk, "/shrek status")).toContain("is entered by the next reconcile");

    await desk.readMain("a".repeat(40));
    expect(await said(desk, "/shrek status")).not.toContain("reconcile");
  });
});

describe("help in comments", () => {
  test("Help begins with the commands possible on the pull request now, and names who may give them", async () => {
    const desk = aDesk(rulesOf({ [top]: withPolicy("{ commands: { kill: ['@grace'] } }") }));
    await desk.put("1.0.0", "running", { folder: "productions/toy" });
    const [now = "", all = ""] = (await said(desk, "/shrek help")).split("<details>");

    expect(now).toContain("**What works on this pull request now**");
    expect(now).toContain("stops its tasks; finished files stay. It listens to `@grace` only");
    expect(now).toContain("- `/shrek status");
    expect(now).not.toContain("/shrek retry");
    expect(all).toContain("/shrek retry");
  });

  test("Help says for how many productions a command is possible", async () => {
    const desk = aDesk();
    await desk.put("1.0.0", "failed");
    await desk.put("1.1.0", "running");

    expect(await said(desk, "/shrek help")).toContain("runs the failed part again (1 of 2 productions)");
  });

  test("Help begins with the trial before the merge", async () => {
    const desk = aDesk(rulesOf({ [top]: withPolicy("{ trials: { jobs: 20 } }") }));
    desk.people.open.set(7, openPull);
    const [now = ""] = (await said(desk, "/shrek help")).split("<details>");

    expect(now.split("\n")[0]).toContain("This pull request is not merged yet");
    expect(now).toContain("- `/shrek trial");
    expect(now).not.toContain("/shrek kill");
  });
});

describe("commands for many", () => {
  test("A command without a name for many productions is answered with the form that does the same", async () => {
    const desk = aDesk();
    for (const tag of ["sP26c-ph0", "sP26c-ph20", "sP26c-ph3"]) await putTag(desk, tag);

    expect(await said(desk, '/shrek move site=BNL reason="it is down"')).toBe(
      'Which one? sP26c-ph0@1.0.0, sP26c-ph3@1.0.0, sP26c-ph20@1.0.0. For all of them there is the form of GitHub: Actions, command, Run workflow, with verb `move`, words `site=BNL reason="it is down"`, states `running`, tags `sP26c-ph*`. Without confirm it shows first what it would do.',
    );
  });

  test("A command for many tags without a common part is answered with the form by states", async () => {
    const desk = aDesk();
    for (const tag of ["aa", "bb"]) await putTag(desk, tag);

    expect(await said(desk, "/shrek pause /merge")).toContain(
      "verb `pause`, words `/merge`, states `running`. Without",
    );
  });
});

describe("almost right commands", () => {
  test("An almost right command gets an answer if its author has write permission, and no answer otherwise", async () => {
    const desk = aDesk();

    expect(await desk.say(1, "@shrek status")).toMatchObject({ kind: "refused" });
    expect(desk.shown.at(-1)).toContain("did you mean `/shrek status`?");
    const before = desk.shown.length;
    expect(await desk.say(2, "@shrek status", { by: "mallory" })).toMatchObject({ kind: "refused" });
    expect(desk.shown).toHaveLength(before);
  });
});
