import { expect, test } from "vitest";
import { formRequest } from "../../../../action/core/form/form-request.ts";
import { basisAt, makeFormRequest } from "../../../../action/core/pass/approval/make-again.ts";
import { bodyOf, conventionsFile, scanBasis, scanFiles, scanText, simple } from "../../form/a-form.ts";
import { aTree, type Texts } from "../a-tree.ts";
import { given } from "../answers.ts";

const textsOf = (files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Texts =>
  Object.fromEntries(files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
const issueOf = (answers: Readonly<Record<string, string>>, ...comments: readonly string[]) => ({
  author: "ada",
  body: bodyOf(scanBasis(), answers),
  comments,
});
const first = formRequest(scanBasis(), issueOf({ ...simple, template: "scan", physics: "toy" }), undefined);
if (first.kind === "wrong") throw new Error(JSON.stringify(first.faults));
const tree = aTree("c", { [conventionsFile]: scanText, ...textsOf(scanFiles), ...textsOf(first.files) });
const madeOf = (...comments: readonly string[]) =>
  given(tree, (reads) =>
    makeFormRequest(reads, "c", issueOf({ ...simple, physics: "jet30", template: "" }, ...comments)),
  );

test("A form is made from the conventions and templates of a commit", async () => {
  expect(await given(tree, (reads) => basisAt(reads, "c"))).toEqual(scanBasis());
  await expect(given(tree, (reads) => basisAt(reads, "d"))).rejects.toThrow(`${conventionsFile} does not exist.`);
  await expect(
    given({ ...tree, files: () => [{ kind: "link", path: conventionsFile }] }, (reads) => basisAt(reads, "c")),
  ).rejects.toThrow(`${conventionsFile} does not exist.`);
});

test("A template that a commit does not have is said to be missing", async () => {
  await expect(given(aTree("c", { [conventionsFile]: scanText }), (reads) => basisAt(reads, "c"))).rejects.toThrow(
    "productions/_templates/scan/production.yaml does not exist.",
  );
});

test.each(["sP26b-toy-signal", "sP26b-toy-signal@1.0.0"])(
  "A form's request can be like a request of main that is named as %s",
  async (like) => {
    const made = await madeOf(`/shrek like ${like}`);

    expect(made.kind === "written" ? Object.keys(textsOf(made.files)) : made).toEqual(
      first.files.map(({ path }) => path.replace("toy", "jet30")),
    );
  },
);

test("A template with a link has the files that git can read", async () => {
  const link = "productions/_templates/scan/jobs.csv";
  const linked = {
    ...tree,
    files: (...about: Parameters<typeof tree.files>) =>
      tree.files(...about).map((one) => (one.path === link ? ({ kind: "link", path: link } as const) : one)),
  };

  expect((await given(linked, (reads) => basisAt(reads, "c"))).templates).toMatchObject([{ files: [] }]);
});

test.each(["sP26b-toy-signal@2.0.0", "sP26b-else-signal", "sP26b-else-signal@1.0.0"])(
  "A form's request is like no request of main if it names %s",
  async (like) => {
    expect(await madeOf(`/shrek like ${like}`)).toMatchObject({ kind: "wrong", faults: [{ field: "Like" }] });
  },
);

test("A form's request is like one of several requests in a folder, and like none where nothing is named", async () => {
  const { neighbours } = tree;
  const beside: typeof neighbours = (question) =>
    new Map(
      [...neighbours(question)].map(([folder, ones]) => [
        folder,
        ones.flatMap((one) => [{ ...one, tag: "sP26b-else-signal" }, one]),
      ]),
    );
  const like = issueOf({ ...simple, physics: "jet30", template: "" }, "/shrek like sP26b-toy-signal");
  const made = await given({ ...tree, neighbours: beside }, (reads) => makeFormRequest(reads, "c", like));
  const { neighbours: _, ...unasked } = tree;

  expect(made.kind).toBe("written");
  expect(
    (
      await given(unasked, (reads) =>
        makeFormRequest(reads, "c", issueOf({ ...simple, template: "scan", physics: "toy" })),
      )
    ).kind,
  ).toBe("written");
});
