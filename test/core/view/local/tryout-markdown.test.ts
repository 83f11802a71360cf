import { expect, test } from "vitest";
import type { LocalEnd, LocalReport } from "../../../../action/core/jobs/run-report.ts";
import { type TryoutView, tryoutMarkdown, tryoutText } from "../../../../action/core/view/local/tryout-markdown.ts";
import { rendered } from "../../../gfm.ts";
import { hostileTexts } from "../../../hostile-text.ts";
import { aRequest, aStep, valid } from "../../a-production.ts";

const failed: LocalEnd = { kind: "failed", stage: "payload", exitCode: 3, words: "It ended.", tail: [] };
const report = (number: number, end: LocalEnd): LocalReport => ({
  ...{ number, end, log: "", outputs: [], kept: false },
  used: { seconds: 12, cpuSeconds: 10, megabytes: 480 },
});

/** One step with a job that ended well and one that did not; both logs end like this. */
const viewOf = (said: string, more: Partial<TryoutView> = {}): TryoutView => {
  const { production } = valid(aRequest({ steps: { simulate: aStep({ memory: 2000, eventsPerJob: 5 }) } }));
  const reports = [report(1, { kind: "finished" }), report(2, failed)];
  const here = [{ step: "simulate", state: { kind: "ran", reports, left: 8, fewer: [] } as const }];
  const tried = { production, here, left: [], suggestions: [], said: new Map(reports.map((one) => [one, [said]])) };
  return { tried: [tried], refused: [], more: 0, stoppedAfter: undefined, ...more };
};

test("The report of a try-out says how each job ended, its usage and requested resources, and who measured", () => {
  const text = tryoutMarkdown(viewOf("the last words"));

  expect(text.split("\n")[0]).toBe("**Tried out: 1 job finished, 1 failed.**");
  expect(text).toContain("Measured by the payload itself");
  expect(text).toContain(
    "| step | jobs finished | failed | files |\n|---|---|---|---|\n| simulate | 1 of 2 | 1 | 0 |\n\n- simulate: 8 more were not asked for",
  );
  expect(text).toContain("| simulate | 12.0 s, no walltime given | 480 MB of 2000 MB | 2 s, ");
  expect(text).toContain("**simulate, job 2 failed at payload, exit code 3.** It ended.");
  expect(text.match(/```text\nthe last words\n```/g)).toHaveLength(2);
});

test("A try-out job without output has no empty block in the report", () => {
  const text = tryoutMarkdown(viewOf(""));

  expect(text).toContain("**simulate, job 2 failed at payload, exit code 3.** It ended. Its log is empty.");
  expect(text).not.toMatch(/```|<details>/);
});

test("The report of a try-out names what could not run with the reason, and the time of a stopped run", () => {
  const view = viewOf("");
  const left = [{ step: "simulate", why: "CVMFS is not mounted here." }];
  const [tried] = view.tried;
  if (tried === undefined) throw new Error("nothing");

  const text = tryoutMarkdown({
    ...view,
    tried: [{ ...tried, here: [], left }],
    refused: ["productions/broken"],
    more: 2,
  });

  expect(text).toContain("**Nothing could be tried here.**");
  expect(text).toContain("- simulate was not tried: CVMFS is not mounted here.");
  expect(text).toContain("- productions/broken was not tried: its request has problems, which the check lists.");
  expect(text).toContain("2 more productions did not fit into one try-out.");
  expect(tryoutText({ ...view, stoppedAfter: 30 })).toContain("stopped after 30 minutes");
});

const withoutLogs = (html: string): string =>
  html.replaceAll(/<pre><code class="language-text">[^<]*<\/code><\/pre>/g, "LOG");
const harmless = withoutLogs(rendered(tryoutMarkdown(viewOf("harmless"))));

test.each([...[...hostileTexts, "``` ```` `````", "x".repeat(5000)].entries()])(
  "Hostile text %i in a log of a try-out does not leave its block",
  (_, said) => {
    const text = tryoutMarkdown(viewOf(said));

    expect(withoutLogs(rendered(text))).toBe(harmless);
    expect(text.match(/[\p{Bidi_Control}\u001b\u0000\u2028\u2029]/u)).toBeNull();
    expect(harmless.match(/LOG/g)).toHaveLength(2);
  },
);
