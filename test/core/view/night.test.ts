import { expect, test } from "vitest";
import { callMarkdown } from "../../../action/core/view/status/call-markdown.ts";
import { callOf } from "../../../action/core/view/status/calls.ts";
import { overviewMarkdown } from "../../../action/core/view/status/overview-markdown.ts";
import type { Memory } from "../../../action/core/view/status/overview-memory.ts";
import { statusMarkdown } from "../../../action/core/view/status/status-markdown.ts";
import { statusText } from "../../../action/core/view/status/status-terminal.ts";
import { rendered } from "../../gfm.ts";
import { aNight, aNightOfCauses } from "./a-night.ts";

const page = "https://github.com/sphenix/productions";
type Hour = Parameters<typeof aNight>[0];
const statusOf = (hour: Hour): string => statusMarkdown(aNight(hour), { page });
const overviewOf = (hour: Hour): string => overviewWith(aNight(hour).filter(({ state }) => state.kind !== "done"));
const overviewWith = (live: ReturnType<typeof aNight>, ended: Memory["ended"] = []): string =>
  overviewMarkdown({
    ...{
      page,
      ranAt: "2026-03-01T20:00:00.000Z",
      troubles: new Map(),
      refused: [],
      postponed: [],
      memory: { ended },
    },
    live,
    outage: undefined,
  });
const openOf = (markdown: string): string => markdown.replace(/<details>[^]*?<\/details>|<!--[^]*?-->/g, "");
const kilobytes = (text: string): number => Buffer.byteLength(text) / 1000;
/** Orders that answer all of a group: forms of GitHub, with the cause that they select by. */
const formsIn = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/```text\n(verb: [^`]*)\n```/g)].map(([, form = ""]) => form.replace(/\s+/g, " "));

test.each<Hour>(["evening", "night", "moved", "repaired"])(
  "300 productions in the %s are summarised in 8 kB, in status comment and overview",
  (hour) => {
    for (const text of [statusOf(hour), overviewOf(hour)]) {
      expect(kilobytes(openOf(text))).toBeLessThan(8);
      expect(kilobytes(text)).toBeLessThan(60);
      expect(rendered(text)).not.toContain("undefined");
    }
  },
);

test("Tasks that no site takes are not shown as running by themselves, and have PanDA's status, time and site", () => {
  const words = "240 assigning since 2026-03-01 13:30 UTC, at SITE_B (240)";
  const plain = (text: string): string => text.replaceAll("`", "");

  expect(plain(statusOf("evening"))).toContain(words);
  expect(statusOf("evening")).not.toContain("No action is needed");
  expect(plain(overviewOf("evening"))).toContain(words);
  expect(overviewOf("evening")).not.toContain("runs by itself");
  expect(statusText(aNight("evening"))).toContain(words);
  for (const text of [statusOf("evening"), overviewOf("evening")])
    expect(text).toMatch(/If `SITE_B` is dead: .*with verb `move`, words `site=OTHER` and site `SITE_B`/);
});

test("60 failures of two causes and 240 tasks without a site are three groups, each with one command", () => {
  for (const text of [statusOf("night"), overviewOf("night")]) {
    expect(text).toContain("**240 productions**: running, no site takes step signal: it is assigning at `SITE_B`");
    expect(text).toContain("**40 productions**: failed, step signal: payload, exit code 42, at `SITE_A`");
    expect(text).toContain("**20 productions**: failed, step signal: payload, exit code 1, at `SITE_A`");
    expect(text.match(/\[Log of job 9(42|01)\]/g)).toEqual(["[Log of job 942]", "[Log of job 901]"]);
    expect(text).toContain("sP26c-ph60-signal 1.0.0, sP26c-ph61-signal 1.0.0, sP26c-ph62-signal 1.0.0 and 237 more");
    expect(formsIn(text)).toEqual([
      expect.stringMatching(/^verb: move words: site=SITE cause: [0-9a-f]{8}$/),
      expect.stringMatching(/^verb: retry cause: [0-9a-f]{8}$/),
      expect.stringMatching(/^verb: retry cause: [0-9a-f]{8}$/),
    ]);
    expect(new Set(formsIn(text).map((form) => form.slice(-8))).size).toBe(3);
    expect(text).toContain(`(${page}/actions/workflows/command.yml)`);
  }
  expect(statusOf("night").split("\n")[1]).toMatch(/^A person has to act on 300 of them, for 3 causes/);
});

test("The mail about 300 productions names each cause once, and does not repeat the status comment", () => {
  const call = callOf(aNight("night"));
  if (call === undefined) throw new Error("nobody is called");
  const mail = callMarkdown(call, page);

  expect(mail.split("\n")[0]).toBe("**300 productions need a person, for 3 causes.**");
  expect(mail.match(/Log of job 942/g)).toHaveLength(1);
  expect(kilobytes(mail)).toBeLessThan(2.5);
});

test("A command that a person gave for 240 productions is shown once", () => {
  for (const text of [statusOf("moved"), overviewOf("moved"), statusText(aNight("moved"))])
    expect(text.match(/linus asked to move it/g)).toHaveLength(1);
});

test("The status of 300 repaired productions shows the number and size of their files", () => {
  expect(statusOf("repaired")).toContain("**300 done**, 600 files, 12 GB");
  expect(statusOf("repaired").split("\n")[1]).toBe("No action is needed: all have ended.");
});

test("The status of 300 productions fits on a screen of a terminal, and lists each if a state is given", () => {
  const [night, each] = [statusText(aNight("night")), statusText(aNight("night"), {}, true)];

  expect(night.split("\n").length).toBeLessThan(60);
  expect(night).toContain("300 productions: 60 failed, 240 running.");
  expect(night).not.toContain("**");
  expect(each.split("\n").length).toBeGreaterThan(300);
  expect(each.indexOf("sP26c-ph2-signal@1.0.0")).toBeLessThan(each.indexOf("sP26c-ph10-signal@1.0.0"));
});

test("Of five causes each keeps its order and its last words, and what is left out is counted", () => {
  const night = aNightOfCauses();
  const ended: Memory["ended"] = night
    .filter(({ state }) => state.kind === "done")
    .map(({ key }) => ({ key, kind: "done", at: "2026-03-01T19:00:00.000Z", pullRequest: 6 }));
  const live = night.filter(({ state }) => state.kind !== "done");

  for (const text of [statusMarkdown(night, { page }), overviewWith(live, ended)]) {
    expect(kilobytes(openOf(text))).toBeLessThan(8);
    expect(formsIn(text)).toHaveLength(5);
    for (const last of ["Transport endpoint", "geometry.root", "KeyError", "Disk quota", "no output was written"])
      expect(openOf(text)).toContain(last);
  }
  const many = aNightOfCauses(40);
  const manyLive = many.filter(({ state }) => state.kind !== "done");
  for (const text of [statusMarkdown(many, { page }), overviewWith(manyLive)]) {
    const [, left = "0"] = /And (\d+) causes more: `shrek status` in a clone has the orders/.exec(text) ?? [];
    const shown = text.match(/^\*\*(sP26c[^*]*|\d productions)\*\*/gm)?.length ?? 0;
    expect([shown > 5, shown + Number(left)]).toEqual([true, 40]);
    expect(
      text.match(/cause `[0-9a-f]{8}`|cause: [0-9a-f]{8}|`\/shrek retry [^`]*`: /g)?.length,
    ).toBeGreaterThanOrEqual(shown);
  }
  expect(overviewWith(live, ended)).toMatch(/### Under way \(25\)\n\n\| production/);
  expect(overviewWith(live, ended)).toMatch(/### Ended last \(15\)\n\n- \*\*/);
});
