import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { conventionsOfForm } from "../../../action/core/form/basis.ts";
import { formFile } from "../../../action/core/form/form-file.ts";
import { initAnswers } from "../../../action/core/init/answers.ts";
import { conventionsText } from "../../../action/core/init/conventions-text.ts";
import { conventionsPath } from "../../../action/core/init/paths.ts";
import { questionsWith } from "../../../action/core/init/questions.ts";
import {
  type RepositoryTemplateName,
  repositoryTemplates,
  templateFiles,
} from "../../../action/core/init/repository-templates.ts";
import { formBasis } from "../../../action/flows/validation/form-basis.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** What it must find: each is wrong in another way. */
const slips: readonly (readonly [from: RegExp | string, to: string, finding: RegExp])[] = [
  [/^name: .*\n/m, "", /'name' is a required property/],
  [/^title: .*$/m, "title: {}", /\$\.title: /],
  ["type: input", "type: inputs", /\$\.body/],
  ["label:", "labels:", /\$\.body/],
  [/^body:\n/m, "milk: 1\nbody:\n", /'milk' was unexpected/],
];

/** The form of this repository and of each that `shrek init` begins, by GitHub's schema, and what is wrong in one. */
export const issueFormCheck = (venv: Pick<Venv, "python">): Check => ({
  name: `GitHub's schema of issue forms finds nothing in the form of any template, and each of ${slips.length} slips`,
  run: async () => {
    const names = Object.keys(repositoryTemplates) as readonly RepositoryTemplateName[];
    const forms = [await ownForm(), ...(await Promise.all(names.map(formOfTemplate)))];
    const [first = ""] = forms;
    const wrong = slips.map(([from, to]) => {
      const text = first.replace(from, to);
      assert.notEqual(text, first, `the form has no ${from}`);
      return text;
    });
    const found = await findingsOf(venv, [...forms, ...wrong]);
    assert.deepEqual(
      found.slice(0, forms.length),
      forms.map(() => []),
    );
    for (const [at, [, , finding]] of slips.entries())
      assert.match((found[forms.length + at] ?? []).join("\n"), finding);
  },
});

const findingsOf = async (
  { python }: Pick<Venv, "python">,
  texts: readonly string[],
): Promise<readonly (readonly string[])[]> => {
  using temporary = temporaryFolder("shrek-forms-");
  const place = temporary.path;
  const paths = texts.map((_, at) => join(place, `${at}.yml`));
  await Promise.all(texts.map((text, at) => writeFile(paths[at] ?? "", text)));
  const { stdout } = await execa(python, [join(import.meta.dirname, "issue_form.py"), ...paths]);
  return JSON.parse(stdout) as readonly (readonly string[])[];
};

type Read = Parameters<typeof formBasis>[0];

const textOfForm = async (read: Read): Promise<string> =>
  new TextDecoder().decode(formFile(await formBasis(read, conventionsPath)).bytes);

const ownForm = (): Promise<string> => textOfForm((path) => readFile(join(root, path)).catch(() => undefined));

const formOfTemplate = (template: RepositoryTemplateName): Promise<string> => {
  const usual = questionsWith(template).flatMap((one) =>
    one.usual === undefined ? [] : [[one.name, one.usual] as const],
  );
  const answers = initAnswers(
    new Map([
      ...Object.entries({ template, vo: "toy", "working-group": "as-the-VO", site: "SITE", scope: "user.toy" }),
      ...Object.entries({ "trial-scope": "user.toy" }),
      ...usual,
      ...Object.entries({ experiment: "Toy", repository: "a/b", owner: "@ada" }),
    ]),
  );
  const bytes = new TextEncoder().encode(conventionsText(answers));
  const made = templateFiles(repositoryTemplates[template], conventionsOfForm(conventionsPath, bytes), "@some-user");
  const files = new Map([[conventionsPath, bytes], ...made.map(({ path, bytes }) => [path, bytes] as const)]);
  return textOfForm(async (path) => files.get(path));
};
