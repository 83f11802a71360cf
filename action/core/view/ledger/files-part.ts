import type { Intent, TaskSeen } from "../../ledger/event.ts";
import { bytesExpected, type FilesExpected, filesExpected } from "../../ledger/intended-steps.ts";
import type { StepCompletion } from "../../ledger/step-completion.ts";
import { cell } from "../../markdown/page-cell.ts";
import { compareText } from "../../problems/problem.ts";

/** The expected content of each dataset, and the content that PanDA's jobs reported. */
export const filesPart = (
  intent: Intent,
  tasks: readonly TaskSeen[],
  records: readonly StepCompletion[] | undefined,
): string => {
  const head =
    "\n| step | dataset | files expected | files found | bytes expected | bytes found |\n|---|---|---|---|---|---|\n";
  const rows = tasks.flatMap((task) =>
    fileRows(
      intent,
      task,
      records?.find(({ step }) => step === task.step),
    ),
  );
  return rows.length === 0 ? "" : `${head}${rows.map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n")}\n`;
};

type FoundWords = { readonly files: string; readonly bytes: string };

const fileRows = (
  intent: Intent,
  { step, name }: TaskSeen,
  record: StepCompletion | undefined,
): readonly (readonly string[])[] => {
  const outputs = filesExpected(intent, step);
  const expected = outputs.map((one) => ({ dataset: `${name}_${one.output}`, words: fileListText(one) }));
  const other = othersOf(
    record,
    expected.map(({ dataset }) => dataset),
  );
  return [...expected, ...other.map((dataset) => ({ dataset, words: "none" }))].map(({ dataset, words }) => {
    const found = foundIn(record, dataset);
    return [step, dataset, words, found.files, bytesText(intent, step, outputs), found.bytes];
  });
};

const fileListText = ({ files, isOptional, isByPattern }: FilesExpected): string =>
  files === undefined
    ? isByPattern
      ? "as many as fit its pattern"
      : "not known"
    : `${isOptional ? "at most " : ""}${files}`;

/** The request estimates what a step writes, and not how that is shared among its outputs. */
const bytesText = (intent: Intent, step: string, outputs: readonly FilesExpected[]): string => {
  const bytes = bytesExpected(intent, step);
  if (bytes === undefined) return "not said";
  return outputs.length === 1 ? `about ${bytes}` : `about ${bytes} in all of the step`;
};

/** Datasets that the jobs name and the request does not. */
const othersOf = (record: StepCompletion | undefined, expected: readonly string[]): readonly string[] =>
  record?.kind === "all"
    ? Object.keys(record.outputs)
        .filter((dataset) => !expected.includes(dataset))
        .toSorted(compareText)
    : [];

const foundIn = (record: StepCompletion | undefined, dataset: string): FoundWords => {
  if (record === undefined) return { files: "when it has ended", bytes: "when it has ended" };
  if (record.kind !== "all") return { files: "not known", bytes: "not known" };
  const found = new Map(Object.entries(record.outputs)).get(dataset);
  if (found === undefined) return { files: "0", bytes: "0" };
  return { files: String(found.files), bytes: found.bytes === null ? "not known" : String(found.bytes) };
};
