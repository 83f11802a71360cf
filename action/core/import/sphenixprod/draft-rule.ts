import { extname } from "node:path/posix";
import type { Conventions } from "../../conventions/conventions.ts";
import { versionStyle } from "../../conventions/version-pattern.ts";
import { makeProblem, type Problem } from "../../problems/problem.ts";
import { type Faults, type Located, problemAt } from "../../text/places.ts";
import { type SourceFile, textFile } from "../../text/source-file.ts";
import { importedTag } from "../imported-tag.ts";
import type { Draft } from "../written-lines.ts";
import type { PilotEntry } from "./read-pilot.ts";
import type { OldRule } from "./read-rules.ts";
import { ruleRequest } from "./rule-request.ts";
import { standIns } from "./stand-ins.ts";

/** What is wrong with a script of a rule, and at which line. */
type ScriptFault = { readonly line: number; readonly message: string; readonly hint: string };

/** What of a script counts for a request. `files`: the names that lie beside it. */
export const faultsOfScript = (name: string, text: string, files: readonly string[]): readonly ScriptFault[] => {
  const lines = text.split("\n").map((line) => (/^\s*#/.test(line) ? "" : line));
  const end = lines.findIndex((line) => /^exit\b/.test(line));
  const run = lines.slice(0, end === -1 ? undefined : end);
  const starts = lines.findIndex((line) => /\beval\b.*full_command/.test(line));
  return [
    ...(end !== -1 && starts > end && /^exit 0\b/.test(lines[end] ?? "")
      ? [
          {
            line: end + 1,
            message: `${name} ends here, good, before it has run its macro.`,
            hint: "take this line out, or do not import the rule",
          },
        ]
      : []),
    ...(/^exit\s+"?\$\{?status_f4a/.test(lines[end] ?? "") && !run.some((line) => line.includes("status_f4a="))
      ? [
          {
            line: end + 1,
            message: `${name} never sets status_f4a, so that it always ends with 1, and every job fails.`,
            hint: "write status_f4a=$? behind the macro",
          },
        ]
      : []),
    ...missingMacro(name, lines, files),
  ];
};

/** The last line that says the macro counts. */
const missingMacro = (name: string, lines: readonly string[], files: readonly string[]): readonly ScriptFault[] => {
  const at = lines.findLastIndex((line) => /^root_line=/.test(line.trim()));
  const macro = /([A-Za-z0-9_]+\.C)\(/.exec(lines[at] ?? "")?.[1];
  return macro === undefined || files.includes(macro)
    ? []
    : [{ line: at + 1, message: `${name} runs ${macro}, which is not beside it.`, hint: "add the macro" }];
};

/** A file of the rule's payload. `at`: its path as the person would name it. */
export type PayloadFile = SourceFile & { readonly at: string };

type OfRule = {
  readonly where: Located;
  readonly rule: OldRule;
  readonly pilot: readonly PilotEntry[];
  readonly payload: readonly PayloadFile[];
  readonly conventions: Conventions;
};

/** `turn` counts up where the tag is taken. `trial`: releases may not be made with this build or these conditions. */
export const draftRule = (
  { where, rule, pilot, payload, conventions }: OfRule,
  { turn, trial }: { readonly turn: number; readonly trial: boolean },
): Draft => {
  const script = payload.find(({ path }) => path === rule.script);
  const text = script === undefined ? "" : new TextDecoder().decode(script.bytes);
  const names = payload.map(({ path }) => path);
  const faults = script === undefined ? [] : faultsOfScript(rule.script, text, names);
  const own = standIns();
  const sent = payload.filter(({ path }) => own.every((one) => one.path !== path));
  const files = [
    ...sent.map(({ path, mode, bytes }): SourceFile => ({ path, mode, bytes })),
    ...(script === undefined ? [placeholder(rule)] : []),
    ...own,
  ];
  const tag = importedTag(conventions, fieldsOf(rule), wordsOf(rule), turn);
  const { lines, lists } = ruleRequest({
    rule,
    file: where.file.split("/").at(-1) ?? where.file,
    pilot,
    conventions,
    tag,
    version: versionOf(conventions, rule.version, trial),
    resources: [...new Set(files.map(({ path }) => globOf(path)))],
    faults: faults.map(({ message, hint }) => `${message.replace(/\.$/, "")}: ${hint}`),
  });
  return {
    lines,
    tag: [...Object.values(tag.fields), rule.build, rule.dbtag].join(" "),
    files: [...files, ...lists],
    problems: [
      ...(script === undefined ? [noScript(where, rule)] : []),
      ...faults.map(({ line, ...words }) =>
        makeProblem({ file: script?.at ?? where.file, line }, "bad-rule-script", { ...words, severity: "warning" }),
      ),
      ...decisions(where, rule, trial),
    ],
  };
};

const globOf = (path: string): string => (extname(path) === "" ? path : `*${extname(path)}`);

const fieldsOf = (rule: OldRule): Readonly<Record<string, string>> => ({
  dsttype: rule.dsttype,
  dataset: rule.dataset,
  period: rule.period,
  physicsmode: rule.physicsmode,
  rule: rule.name,
});

/** What may stand in a field of which the rule says nothing. */
const wordsOf = ({ dsttype, dataset, physicsmode, type }: OldRule): readonly string[] => [
  /TRKR|STREAMING/.test(dsttype) ? "tracking" : "calo",
  type.step,
  dataset,
  physicsmode,
  dsttype,
];

const versionOf = (conventions: Conventions, version: number, trial: boolean): string => {
  const style = versionStyle(conventions);
  const forms = [`v${String(version).padStart(3, "0")}`, `${version}.0.0`, String(version)];
  const release = forms.find((form) => style.fault(form) === undefined) ?? style.example;
  return trial ? `${release}-test.1` : release;
};

const placeholder = ({ script, payload }: OldRule): SourceFile =>
  textFile(
    script,
    `#!/usr/bin/env bash\n# CHANGE THIS: ${script} of ${payload.join(" ").replaceAll(/\s+/g, " ")}\necho "$@" >&2\nexit 1\n`,
    "100755",
  );

const noScript = (where: Located, { name, script }: OldRule): Problem =>
  problemAt(where, [name, "job", "payload"], "bad-rule-script", {
    severity: "warning",
    message: `${script} is not among the files of \`payload\`.`,
    hint: "import the rule where its files are, or put the script into the new folder",
  });

/** What was decided, where a person would ask. */
function* decisions(where: Located, rule: OldRule, trial: boolean): Faults {
  const note = (key: readonly string[], message: string): Problem =>
    problemAt(where, [rule.name, ...key], "rule-corrected", { severity: "note", message });
  if (rule.cpus > 1)
    yield note(
      ["job", "request_cpus"],
      `A request has memory a core: ${rule.memory.join(", ")} MB a job were divided by ${rule.cpus}.`,
    );
  if (trial)
    yield note(
      ["params", "build"],
      `${rule.build} and ${rule.dbtag} may change under their names, so the request is a trial.`,
    );
  if (rule.cutSegment > 1) yield note(["input", "cut_segment"], "The query for the list chooses the segments.");
  if (rule.constraints !== "") yield note(["input", "infile_query_constraints"], "The query for the list has them.");
}
