import { expect, test } from "vitest";
import { belowShared, checkFileNames, checkMixture } from "../../../action/core/files/changed-productions.ts";

const mixed = (...paths: readonly string[]) => checkMixture(paths, ["productions/a"]).map(({ message }) => message);

test("A production and its conventions may not change in one pull request", () => {
  expect(mixed("productions/conventions.yaml", "productions/a/run.sh")).toEqual([
    "This pull request changes productions/conventions.yaml and productions/a/run.sh: rules and productions cannot change in one pull request.",
  ]);
  expect(mixed(".github/workflows/x.yml", "productions/a/production.yaml")).toHaveLength(1);
  expect(mixed("productions/a/conventions.yaml", "productions/a/production.yaml")[0]).toContain(
    "changes productions/a/conventions.yaml and productions/a/production.yaml:",
  );
});

test("Conventions in the folder of a production may change alone", () => {
  expect(mixed("productions/a/conventions.yaml")).toEqual([]);
  expect(mixed("productions/a/production.yaml", "productions/b/readme.md")).toEqual([]);
});

test("A hint with a command shows no path that a stranger could make a shell execute", () => {
  const hintOf = (path: string) => checkFileNames([path]).map(({ hint }) => hint);

  expect(hintOf("productions/a/production.yml")).toEqual([
    "git mv productions/a/production.yml productions/a/production.yaml",
  ]);
  expect(hintOf("productions/$(touch x)/production.yml")).toEqual(["rename the file to production.yaml"]);
  expect(hintOf("productions/\u001b[31m/production.yml")).toEqual(["rename the file to production.yaml"]);
});

test.each([
  ["my-charm/production.yaml", "move it to productions/my-charm/production.yaml, with the files beside it"],
  ["production/my-charm/production.yml", "move it to productions/my-charm/production.yaml, with the files beside it"],
  ["production.yaml", "move it to productions/NAME/production.yaml, with the files beside it"],
])("A request at %s is reported with a warning, because no check finds a request there", (path, hint) => {
  expect(checkFileNames([path])).toEqual([
    {
      code: "wrong-file-name",
      severity: "warning",
      ...{ file: path, line: 1, col: 1, hint },
      message: "SHREK reads requests in the folders of productions/ only: this one would never be submitted.",
    },
  ]);
});

test("A request in a folder whose name is not UTF-8 is reported", () => {
  expect(checkFileNames(["productions/a\uFFFD/production.yaml"])).toEqual([
    expect.objectContaining({
      code: "wrong-file-name",
      message: "The name of its folder is not UTF-8, so SHREK cannot find this request and would never submit it.",
    }),
  ]);
});

test.each(["a\\b", "a\nb", "a\tb"])("A request in the folder %j, which no check finds, is refused", (folder) => {
  expect(checkFileNames([`productions/${folder}/production.yaml`])).toMatchObject([
    {
      code: "wrong-file-name",
      severity: "error",
      message: expect.stringContaining("has a backslash or a control character"),
    },
  ]);
});

test("A shared file changes all productions below its folder, also at the top of the repository", () => {
  const folders = ["productions/a", "productions/calo/b"];

  expect(belowShared(folders, ["_shared/a.sh"])).toEqual(folders);
  expect(belowShared(folders, ["productions/calo/_shared/lib/a.sh"])).toEqual(["productions/calo/b"]);
  expect(belowShared(folders, ["productions/not_shared/a.sh", "productions/a/_shared"])).toEqual([]);
});

test("GitHub's issue form, which is called production.yml, is no request", () => {
  expect(checkFileNames([".github/ISSUE_TEMPLATE/production.yml"])).toEqual([]);
});
