import { expect, test } from "vitest";
import { pageAt, pagesBelow } from "./pages.ts";

const decisions = pagesBelow("docs/adr", ".md")
  .filter(({ path }) => !path.endsWith("README.md"))
  .map(({ path, text }) => {
    const file = path.split("/").at(-1) ?? "";
    return { file, number: Number(file.slice(0, 4)), text };
  });

test("Decision records are numbered from 1 without a gap", () => {
  expect(decisions.map(({ number }) => number)).toEqual(decisions.map((_, before) => before + 1));
});

test.each(decisions)(
  "The decision record $file has its number, the question, the decision, the reasons, and the alternatives",
  (decision) => {
    const heads = [...decision.text.matchAll(/^\*\*(Question|Decision|Why|Refused|Costs)\b/gm)].map(([, head]) => head);

    expect(decision.text).toMatch(new RegExp(`^# ${decision.number}\\. \\S.*\n\n\\*\\*Question\\.\\*\\* `));
    expect([...new Set(heads)].filter((head) => head !== "Costs")).toEqual(["Question", "Decision", "Why", "Refused"]);
  },
);

test("A link to a decision record names its number", () => {
  const pages = [...pagesBelow("docs", ".md"), pageAt("CONTRIBUTING.md")];
  const links = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\[(?:ADR )?(\d+)\]\([\w./]*?(\d{4})-[a-z-]+\.md\)/g)].map(([link, said, meant]) => ({
      path,
      link,
      good: Number(said) === Number(meant),
    })),
  );

  expect(links.length).toBeGreaterThan(50);
  expect(links.filter(({ good }) => !good)).toEqual([]);
});

type Manifest = Readonly<Record<string, Readonly<Record<string, string>>>>;
const manifestAt = (path: string): Manifest => JSON.parse(pageAt(path).text);
const own = manifestAt("package.json");
const ofWebsite = manifestAt("website/package.json");

test.each([
  ["dependencies", "docs/adr/0024-libraries-of-the-program.md", [own["dependencies"]]],
  [
    "packages for building and testing",
    "docs/adr/0025-packages-to-build-and-test.md",
    [own["devDependencies"], own["optionalDependencies"], ofWebsite["devDependencies"]],
  ],
])("The %s are listed with their reasons in %s, and no others", (_, page, kinds) => {
  const wanted = kinds.flatMap((kind) => Object.keys(kind ?? {}));
  const cells = [...pageAt(page).text.matchAll(/^\| (`.+`) \| .+ \|$/gm)].map(([, cell = ""]) => cell);
  const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));

  expect(named.sort()).toEqual(wanted.sort());
});
