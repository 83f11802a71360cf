import { readdirSync } from "node:fs";
import { join } from "node:path";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import { systemBash } from "../../../action/adapters/system/system-bash.ts";
import { conventionsGoverning } from "../../../action/core/conventions/read-conventions.ts";
import { validateOne } from "../../../action/core/cross-checks/check-sources.ts";
import { lintProduction } from "../../../action/core/lint/lint-production.ts";
import type { Unsure } from "../../../action/core/lint/unsure.ts";
import type { Production, Step } from "../../../action/core/production/production.ts";
import { renderPayload, renderWrapper } from "../../../action/core/render/wrapper.ts";
import type { ProductionSource } from "../../../action/core/text/source-file.ts";
import { salvagePayloads } from "../../../action/core/validate/salvage-payloads.ts";
import { root } from "../../demo/scene.ts";
import { noForeign } from "../../no-foreign.ts";
import { productionNames } from "../rendered-production.ts";

/** Bash that an author wrote, as the shell of a job gets it, and what SHREK says of it. */
export type JudgedScript = {
  readonly name: string;
  readonly text: string;
  /** The line where the author's text begins: above it the wrapper sets the variables of the job. */
  readonly first: number;
  readonly codes: ReadonlySet<string>;
};

/** Every payload of this repository, also of the wrong requests, with the scripts that steps send along. */
export const judgedScripts = async (): Promise<readonly JudgedScript[]> => {
  const requests = join(root, "test", "requests");
  const folders = ["good", "bad"].flatMap((kind) => readdirSync(join(requests, kind)).map((name) => `${kind}/${name}`));
  const judged = await Promise.all([
    ...(await productionNames()).map((name) => scriptsIn(join(root, "productions"), name)),
    ...folders.map((folder) => scriptsIn(requests, folder)),
  ]);
  const scripts = judged.flat();
  const complaints = await systemBash().complaints(scripts.map(({ text }) => text));
  return scripts.map((script, index) =>
    complaints[index] === ""
      ? script
      : { ...script, codes: new Set([...script.codes, script.first === 1 ? "script-syntax" : "bash-syntax"]) },
  );
};

const scriptsIn = async (top: string, folder: string): Promise<readonly JudgedScript[]> => {
  const tree = workTree(top, noForeign);
  const sources = await Promise.all((await tree.productions(folder)).map((path) => readable(tree.production(path))));
  return sources.flat().flatMap((source) =>
    productionsIn(source).flatMap(({ production, unsure }, index) => {
      const codes = new Set<string>(lintProduction(production, unsure).problems.map(({ code }) => code));
      return production.steps.flatMap((step) => scriptsOf(production, step, `${source.folder}-${index}`, codes));
    }),
  );
};

/** A request that cannot be read has no payload. */
const readable = (source: Promise<ProductionSource>): Promise<readonly ProductionSource[]> =>
  source.then(
    (read) => [read],
    () => [],
  );

const productionsIn = (
  source: ProductionSource,
): readonly { readonly production: Production; readonly unsure?: Unsure }[] => {
  const whole = validateOne(source).flatMap(({ valid, whole }) => valid ?? whole ?? []);
  return whole.length > 0 ? whole : salvagePayloads(source, conventionsGoverning(source));
};

const scriptsOf = (
  production: Production,
  step: Step,
  name: string,
  codes: ReadonlySet<string>,
): readonly JudgedScript[] => {
  const payload = renderPayload(step);
  const [before = ""] = renderWrapper(production, step)
    .replace(/^\{ #.*$/m, "")
    .split("( set -eo pipefail");
  // Behind `set -o pipefail` ShellCheck says nothing of values that end with a part of a pipe.
  const first = before.split("\n").length + 1;
  const sent = step.resources
    .filter(({ path }) => path.endsWith(".sh"))
    .map(({ path, bytes }) => ({
      name: `${name}-${step.name}-${path}`,
      text: new TextDecoder().decode(bytes),
      first: 1,
      codes,
    }));
  return [{ name: `${name}-${step.name}`, text: `${before}set -e\n${payload}`, first, codes }, ...sent];
};
