import { expect, test } from "vitest";
import type { SubmissionEvent } from "../../../../action/core/ledger/event.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import { describeState } from "../../../../action/core/view/status/state-text.ts";
import { anIntent, at, lineOf, pastOf } from "../../submission/a-submission.ts";

const place = { server: "https://rucio.example.org", account: "keeper", login: "userpass" } as const;
const recorded: SubmissionEvent = { event: "recorded", steps: [] };

const textOf = (intent: ReturnType<typeof anIntent>, ...events: readonly SubmissionEvent[]): string =>
  describeState(fold([...pastOf("done", { intent }), recorded, ...events].map((event) => lineOf(event))));

const lacking = (count: number, accepted?: string): SubmissionEvent => ({
  event: "arrived",
  checkedOn: at("60:00"),
  outputs: [],
  lacks: Array.from({ length: count }, (_, index) => ({ did: `a:${index}`, what: `a:${index}, which is late` })),
  ...(accepted === undefined ? {} : { accepted }),
});

test("A success says whether the experiment's Rucio has its outputs, if its promise asks for that", () => {
  const asked = anIntent({ arrives: { place, at: {}, experiment: "sPHENIX" } });

  expect(textOf(anIntent())).not.toContain("Rucio");
  expect(textOf(asked)).toContain("; its outputs are looked for in Rucio");
  expect(textOf(asked, { event: "arrived", checkedOn: at("11:00"), outputs: [] })).toContain(
    "; Rucio has all of it since 2026-03-01 11:00 UTC",
  );
  expect(textOf(asked, lacking(1))).toMatch(/; did not arrive in Rucio: a:0, which is late$/);
  expect(textOf(asked, lacking(5))).toMatch(/a:2, which is late; and 2 more$/);
  expect(textOf(asked, lacking(1, "ada"))).toContain("; ada took it as it is, though it did not arrive in Rucio: a:0");
});

test("A lost output is reported, and who took it as it is", () => {
  const asked = anIntent({ arrives: { place, at: {}, experiment: "sphenix" } });
  const lost = (accepted?: string): SubmissionEvent => ({ ...lacking(1, accepted), wasWhole: true }) as SubmissionEvent;

  expect(textOf(asked, lost())).toMatch(/; lost in Rucio what it had on .* UTC: a:0, which is late$/);
  expect(textOf(asked, lost("ada"))).toMatch(
    /; ada took it as it is, though it lost in Rucio what it had on .*: a:0, which is late$/,
  );
});
