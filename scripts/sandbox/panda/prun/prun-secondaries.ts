import type { JsonObject } from "../json.ts";
import { PythonExit } from "../python-error.ts";
import { consolidatedName } from "../workflow/consolidated-name.ts";
import type { PrunArguments } from "./prun-arguments.ts";

/** `--secondaryDSs IN2:5:dataset[:pattern[:skip]],...`; a dataset named twice counts once, as in prun's map, and a colon in its name ends it. */
export const secondaryParameters = (options: PrunArguments, taskName: string): readonly JsonObject[] => {
  const given = options.text("secondaryDSs");
  if (given === undefined) return [];
  const reusable = (options.text("reusableSecondary") ?? "").split(",");
  const items = new Map(given.split(",").map((item) => [fieldsOf(item)[2], fieldsOf(item)] as const));
  const templates = [...items.values()].map(
    ([stream, files, dataset, pattern, skip]): JsonObject => ({
      type: "template",
      value: `\${${stream}}`,
      param_type: "input",
      dataset: dataset.replaceAll("^", ","),
      ...(Number(skip ?? 0) > 0 ? { offset: Number(skip) } : {}),
      ...(pattern ? { include: pattern } : {}),
      ...(options.has("notExpandSecDSs") ? { consolidate: consolidatedName(taskName) } : { expand: true }),
      ...(Number(files) > 0 ? { nFilesPerJob: Number(files) } : {}),
      hidden: true,
      ...(reusable.includes(stream) ? { reusable: true } : {}),
    }),
  );
  const streams = [...(options.has("inDS") ? ["IN"] : []), ...[...items.values()].map(([stream]) => stream)];
  const map = streams.map((stream) => `'${stream}': \${${stream}/T}`).join(", ");
  return [...templates, { type: "constant", value: `--inMap "{${map}}"` }];
};

type Fields = readonly [stream: string, files: string, dataset: string, pattern?: string, skip?: string];

const fieldsOf = (item: string): Fields => {
  const [stream, files, dataset, pattern, skip, ...rest] = item.split(item.includes("#") ? "#" : ":");
  if (stream === undefined || files === undefined || dataset === undefined || rest.length > 1 || !/^\d+$/.test(files))
    throw new PythonExit(
      10,
      `ERROR : Wrong format ${item} in --secondaryDSs. Must be StreamName:nFiles:DatasetName[:Pattern[:nSkipFiles[:FileNameList]]]`,
    );
  return [stream, files, dataset, pattern ?? "", skip ?? ""];
};
