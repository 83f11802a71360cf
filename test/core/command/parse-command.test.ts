import { describe, expect, test } from "vitest";
import { parseCommand } from "../../../action/core/command/parse-command.ts";
import { usageOf, verbNames } from "../../../action/core/command/verbs.ts";

const target = (production?: string, version?: string, step?: string) => ({ production, version, step });

describe("a command", () => {
  test.each([
    ["/shrek status", { verb: "status", target: target(), reason: "" }],
    ["/shrek", { verb: "help", target: target(), reason: "" }],
    ["  /shrek   kill  sP26a-toy@1.2.0/merge ", { verb: "kill", target: target("sP26a-toy", "1.2.0", "merge") }],
    ["/shrek kill toy@1.0.0#82372", { verb: "kill", target: { ...target("toy", "1.0.0"), run: 82372 } }],
    ["/shrek kill toy#82372/fit", { verb: "kill", target: { ...target("toy", undefined, "fit"), run: 82372 } }],
    ["/shrek retry toy@1.0.0#*", { verb: "retry", target: { ...target("toy", "1.0.0"), run: "all" as const } }],
    ["/Shrek kill toy", { verb: "kill", target: target("toy") }],
    ["/shrek kill /merge", { verb: "kill", target: target(undefined, undefined, "merge") }],
    ["/shrek close pro001@v002", { verb: "close", target: target("pro001", "v002") }],
    ["/shrek retry memory=4000 site=BNL_X", { verb: "retry", memory: 4000, site: "BNL_X" }],
    [
      '/shrek close reason="the site is gone" toy',
      { verb: "close", reason: "the site is gone", target: target("toy") },
    ],
    ["/shrek close toy reason=\u201cthe site is gone\u201d", { verb: "close", reason: "the site is gone" }],
    ["/shrek close reason=typo", { verb: "close", reason: "typo" }],
    ["/shrek withdraw drop toy", { verb: "withdraw", data: "drop", target: target("toy") }],
    ["/shrek extend toy@1.0.0 events=1.5M", { verb: "extend", more: 1_500_000, target: target("toy", "1.0.0") }],
    ["/shrek extend toy@1.0.0 events=lost", { verb: "extend", more: "lost" }],
    ["/shrek extend toy jobs=40", { verb: "extend", jobs: 40, target: target("toy") }],
    ["/shrek adopt request=17", { verb: "adopt", request: 17 }],
    [
      '/shrek freeze until=2026-12-24T08:00Z reason="the storage is moved"',
      { verb: "freeze", until: "2026-12-24T08:00Z", reason: "the storage is moved", target: target() },
    ],
    ["/shrek priority toy@1.0.0 950", { verb: "priority", priority: 950, target: target("toy", "1.0.0") }],
    ["/shrek priority 1100 toy/make", { verb: "priority", priority: 1100, target: target("toy", undefined, "make") }],
    ["/shrek priority toy priority=900 reason=x", { verb: "priority", priority: 900, reason: "x" }],
    ["/shrek unfreeze", { verb: "unfreeze", target: target() }],
    ["/shrek yes 123-abcdef", { verb: "yes", confirms: "123-abcdef" }],
    ["/shrek status\nand more text", { verb: "status" }],
  ])("The comment %s is read as a command with its target and settings", (line, wanted) => {
    expect(parseCommand(line)).toMatchObject({ kind: "command", ...wanted });
  });

  test.each(["hello", "", "please /shrek kill", "/shrekology", "    /shrek kill toy", "\t/shrek kill toy"])(
    "The comment %j contains no command",
    (line) => {
      expect(parseCommand(line)).toEqual({ kind: "none" });
    },
  );

  test.each([
    ["/shrek ratry", 'There is no command "ratry". Did you mean `/shrek retry`?'],
    ["/shrek extend toy@1.0.0", "extend needs events= or jobs=, one of them: write `/shrek extend TAG@VERSION"],
    ["/shrek extend toy@1.0.0 events=1M jobs=4", "extend needs events= or jobs=, one of them"],
    ["/shrek extend toy@1.0.0 events=1.5", 'or lost, and "1.5" is not that'],
    ["/shrek extend toy@1.0.0 events=0", 'and "0" is not that'],
    ["/shrek extend toy@1.0.0 events=1e9", 'and "1e9" is not that'],
    ["/shrek extend toy@1.0.0 events=$(id)", 'and "$(id)" is not that'],
    ["/shrek extend toy@1.0.0 jobs=100001", "jobs= takes a whole number from 1 to 100000"],
    ["/shrek extend toy@1.0.0/make events=5", "extend works on a whole production"],
    ["/shrek extend toy@1.0.0#5 events=5", "extend works on a version"],
    ["/shrek extend ../toy@1.0.0 events=5", "is not the name of a production"],
    ["/shrek freeze", 'freeze needs until=: write `/shrek freeze until=DATE reason="..."`'],
    ["/shrek freeze until=2026-12-24", "freeze needs reason="],
    ["/shrek freeze until=2026-12-24 reason=", "freeze needs reason="],
    ["/shrek freeze until=tomorrow reason=x", 'such as 2026-12-24 or 2026-12-24T08:00Z, and "tomorrow" is not one'],
    ["/shrek freeze until=2026-02-30 reason=x", '"2026-02-30" is not one'],
    ["/shrek freeze until=2026-12-24T08:00 reason=x", '"2026-12-24T08:00" is not one'],
    ["/shrek freeze until=2026-12-24 reason=the storage is moved", 'stands in quotes: `reason="the storage is moved"`'],
    ["/shrek freeze sP26a-toy until=2026-12-24 reason=x", "freeze works on all productions of this repository"],
    [`/shrek freeze until=2026-12-24 reason=${"x".repeat(201)}`, "A reason of freeze has at most 200 characters"],
    ["/shrek priority toy", "priority needs priority=: write `/shrek priority [TAG[@VERSION][#RUN][/STEP]] N"],
    ["/shrek priority toy 899", 'priority takes a whole number from 900 to 1100, and "899" is not one'],
    ["/shrek priority toy 1101", '"1101" is not one'],
    ["/shrek priority toy 950.5", '"950.5" is not one'],
    ["/shrek priority toy 0950", '"0950" is not one'],
    ["/shrek priority toy -950", '"-950" is not one'],
    ["/shrek priority toy 950 960", "priority= is there twice"],
    ["/shrek unfreeze sP26a-toy", "unfreeze works on all productions of this repository"],
    ["/shrek thaw", "Did you mean `/shrek unfreeze`?"],
    ["/shrek stop toy", 'There is no command "stop". Did you mean `/shrek kill`?'],
    ["/shrek Cancel toy", "Did you mean `/shrek kill`?"],
    ["/shrek resubmit toy", "Did you mean `/shrek retry`?"],
    ["/shrek approve", "Did you mean `/shrek submit`?"],
    ["/shrek kill a b", "takes one production, and there are 2"],
    ["/shrek withdraw toy", "write `/shrek withdraw keep|drop"],
    ["/shrek move toy", "move needs site=: write `/shrek move"],
    ["/shrek kill memory=1", "kill has no setting memory=; it takes reason="],
    ["/shrek retry memory=0", "takes MB per core, a whole number from 100 to 64000"],
    ["/shrek retry memory=8", 'and "8" is not one'],
    ["/shrek retry memory=400000", 'and "400000" is not one'],
    ["/shrek retry memory=4e3", 'and "4e3" is not one'],
    ["/shrek retry memory=1 memory=2", "memory= is there twice"],
    ["/shrek move site=a;b", '"a;b" is not the name of a site'],
    ['/shrek close reason="open', "A quote is not closed"],
    ["/shrek kill @here", '"@here" is not the name of a production'],
    ["/shrek close toy/merge", "works on a whole production"],
    ["/shrek yes", "write `/shrek yes ID`"],
    ["/shrek retry step=pileup", "The step stands behind the production: write `/shrek retry /pileup`."],
    ["/shrek retry toy step=pileup memory=4000", "write `/shrek retry toy/pileup memory=4000`."],
    ["/shrek retry step=../x", "retry has no setting step=; it takes memory=, site=, reason=."],
    ["/shrek close step=pileup", "close has no setting step=; it takes reason=."],
    ["/shrek retry memory 4000", "did you mean `memory=4000`?"],
    ["/shrek retry toy --memory 4000", "did you mean `memory=4000`?"],
    ["/shrek retry toy memory = 4000", "did you mean `memory=4000`?"],
    ["/shrek retry memory:4000", "did you mean `memory=4000`?"],
    ["/shrek move toy site BNL", "did you mean `site=BNL`?"],
    ["/shrek close toy reason all is done", 'A reason is written reason="why", with its quotes.'],
    ["/shrek kill toy memory 4000", "kill takes one production, and there are 3"],
    [
      "/shrek close toy reason=fixed in 3.0.0",
      'A reason of several words stands in quotes: `reason="fixed in 3.0.0"`.',
    ],
    [
      "/shrek retry toy reason=disk is full memory=4000",
      'A reason of several words stands in quotes: `reason="disk is full"`.',
    ],
    ["/shrek retry a b reason=full", "retry takes one production, and there are 2"],
    [
      '/shrek move sP26c-* site=BNL reason="SITE_A is down"',
      '`sP26c-*` means several productions. For these there is the form of GitHub: Actions, command, Run workflow, with verb `move`, words `site=BNL reason="SITE_A is down"`, tags `sP26c-*`.',
    ],
    ["/shrek kill *-toy/merge", "with verb `kill`, words `/merge`, tags `*-toy`."],
    ["/shrek withdraw drop toy*", "with verb `withdraw`, words `drop`, tags `toy*`."],
    ["/shrek status toy*", "`toy*` means several productions, and status takes one: name it."],
    [`/shrek close reason=${"x".repeat(3000)}`, "at most 2000 characters"],
  ])("The wrong command %s gets an answer that says what to write", (line, words) => {
    const parsed = parseCommand(line);

    expect(parsed.kind).toBe("unclear");
    expect("reason" in parsed ? parsed.reason : "").toContain(words);
  });

  test.each([
    "/shrek retry productions/my-charm",
    "/shrek retry ./productions/my-charm/",
    "/shrek retry productions/my-charm/production.yaml",
  ])("The command %s names a folder, which is translated by the ledger", (line) => {
    expect(parseCommand(line)).toMatchObject({ kind: "command", target: target("productions/my-charm") });
  });

  test("The usage of every verb is a command that the grammar reads", () => {
    for (const verb of verbNames) {
      const line = usageOf(verb)
        .replace("[TAG[@VERSION][#RUN][/STEP]]", "toy@1.0.0#82372")
        .replace("[TAG[@VERSION][#RUN]]", "toy@1.0.0#82372")
        .replace("[TAG[#RUN]]", "toy#82372")
        .replace("TAG@VERSION", "toy@1.0.0")
        .replace("N|lost] [jobs=N", "7")
        .replace(/ N$| N (?=\[)/, " 950 ")
        .replace("DATE", "2026-12-24")
        .replace("keep|drop", "keep")
        .replace("good|bad", "good")
        .replaceAll(/\[([a-z]+=[^\]]*)\]/g, "$1")
        .replace("MB", "4000")
        .replaceAll("=N", "=7")
        .replaceAll("ID,ID", "0123456789ab")
        .replaceAll("ID", "7");
      expect(parseCommand(`/shrek ${line}`)).toMatchObject({ kind: "command", verb });
    }
  });
});

test.each(["toy#0", "toy#7a", "toy@1.0.0#123456789", "#82372", "toy@1.0.0#", "toy#**"])(
  "The target %s of a command names no run",
  (word) => {
    expect(parseCommand(`/shrek kill ${word}`).kind).toBe("unclear");
  },
);

test("A trial command says how much of a pull request is tried, and cannot choose the version", () => {
  expect(parseCommand("/shrek trial toy#82372 jobs=5 events=100 step=merge")).toEqual({
    kind: "command",
    verb: "trial",
    reason: "",
    jobs: 5,
    events: 100,
    target: { production: "toy", version: undefined, run: 82372, step: "merge" },
  });
  expect(parseCommand("/shrek trial")).toMatchObject({ kind: "command", target: { production: undefined } });
  for (const words of ["toy@1.0.0", "toy#*", "jobs=0", "jobs=1e9", "events=-1", "step=a/b", "toy/merge", "memory=1"])
    expect(parseCommand(`/shrek trial ${words}`).kind).toBe("unclear");
  expect(parseCommand("/shrek kill jobs=1").kind).toBe("unclear");
});
