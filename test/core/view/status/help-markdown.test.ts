import { expect, test } from "vitest";
import { verbNames } from "../../../../action/core/command/verbs.ts";
import { type HelpHere, helpMarkdown } from "../../../../action/core/view/status/help-markdown.ts";

const pointsOf = (here: HelpHere): readonly string[] =>
  helpMarkdown(here)
    .markdown.split("\n")
    .filter((line) => line.startsWith("- "));

test("The help in a comment has a point for every command, as typed", () => {
  const points = pointsOf(undefined);

  expect(points).toHaveLength(verbNames.length);
  expect(points.join("\n")).toContain("`/shrek withdraw keep|drop [TAG");
});

test("The help in a comment begins with the commands possible here and who may use them; the others are folded", () => {
  const here: HelpHere = {
    works: [
      { verb: "retry", does: "runs the failed part again", only: undefined },
      { verb: "withdraw", does: "closes it", only: ["@grace", "@linus"] },
      { verb: "close", does: "closes it", only: [] },
    ],
  };
  const { markdown } = helpMarkdown(here);

  expect(markdown.split("\n")[0]).toBe("**What works on this pull request now**");
  expect(pointsOf(here).slice(0, 3)).toEqual([
    '- `/shrek retry [TAG[@VERSION][#RUN][/STEP]] [memory=MB] [site=SITE] [reason="..."]`: runs the failed part again',
    '- `/shrek withdraw keep|drop [TAG[@VERSION][#RUN]] [reason="..."]`: closes it. It listens to `@grace`, `@linus` only',
    '- `/shrek close [TAG[@VERSION][#RUN]] [reason="..."]`: closes it. It listens to nobody only',
  ]);
  expect(pointsOf(here)).toHaveLength(3 + verbNames.length);
  expect(markdown.indexOf("All commands")).toBeGreaterThan(markdown.indexOf("runs the failed part"));
});

test("The help in a comment shows the state of the pull request if no command is possible", () => {
  const { markdown } = helpMarkdown({ says: "This pull request is not merged yet.", works: [] });

  expect(markdown.split("\n")[0]).toBe("This pull request is not merged yet.");
  expect(markdown).not.toContain("What works");
});
